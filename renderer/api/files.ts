import { StackwrightError } from '#core/errors.ts';
import type { Illumination, Stack } from '#core/optics/stack.ts';
import { wishOfTarget } from '#core/targets/target-rows.ts';
import { documentOf, type WorkbenchStore } from '#renderer/state/workbench-store.ts';
import { MOST_FILE_CHARACTERS, type OpenedFile } from '#services/contract.ts';
import type { EngineClient } from './engine-client.ts';

export type ExportFormat = 'json' | 'csv' | 'spectrum-csv';

/** A file that the person takes away. */
export interface Download {
  readonly fileName: string;
  readonly mediaType: string;
  readonly text: string;
}

/**
 * Reads a file as whatever it is and takes it into the work: a document replaces it, a target replaces the wish, a
 * design becomes the one in hand. Each is one step that can be undone.
 * @throws the engine's refusal, or StackwrightError; nothing has changed then
 */
export async function openIntoWork(client: EngineClient, work: WorkbenchStore, file: File): Promise<OpenedFile> {
  const text = await textOf(file);
  const opened = await client.files.open({ name: file.name, text });
  const { openDocument, setWish, takeDesign } = work.getState();
  if (opened.kind === 'document') openDocument(opened.document);
  else if (opened.kind === 'target') setWish(wishOfTarget(opened.target));
  else takeDesign(opened.stack);
  return opened;
}

/** UTF-8, or UTF-16 with its mark, else the code page in which old instruments write ° and µ. */
async function textOf(file: File): Promise<string> {
  if (file.size > 2 * MOST_FILE_CHARACTERS) throw tooLong(file.name);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = decode(bytes, file.name);
  if (text.length > MOST_FILE_CHARACTERS) throw tooLong(file.name);
  return text;
}

function decode(bytes: Uint8Array, name: string): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.includes(0)) {
    throw new StackwrightError('BAD_DATA', `${name} is binary; export it as text from the instrument or program.`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function tooLong(name: string): StackwrightError {
  const most = MOST_FILE_CHARACTERS / 2 ** 20;
  return new StackwrightError('LIMIT', `${name} has more than ${most} million characters, the most that is read.`);
}

/** The whole work as a file. */
export function documentFile(work: WorkbenchStore, program: string): Download {
  const document = documentOf(work.getState(), program);
  const stem = document.name.replace(/[^\p{L}\p{N} ._-]+/gu, '-').slice(0, 80) || 'work';
  return {
    fileName: `${stem}.stackwright.json`,
    mediaType: 'application/json',
    text: `${JSON.stringify(document, null, 1)}\n`,
  };
}

/**
 * The design in hand as a file for others.
 * @param illumination of the spectra; absent: the engine takes the range that the materials and the design suggest
 * @throws StackwrightError INVALID without a design, or the engine's refusal
 */
export async function exportFile(
  client: EngineClient,
  work: WorkbenchStore,
  format: ExportFormat,
  illumination?: Illumination,
): Promise<Download> {
  const { name, design, candidates } = work.getState();
  if (design === null) throw new StackwrightError('INVALID', 'There is no design in hand to export; choose one first.');
  const source = candidates.find(({ id, stack }) => id === design.fromCandidate && isSame(stack, design.stack));
  return await client.files.export({
    stack: design.stack,
    name,
    format,
    ...(illumination === undefined ? {} : { illumination }),
    ...(source === undefined
      ? {}
      : { history: { id: source.id, origin: source.origin, merit: source.merit, provenance: source.provenance } }),
  });
}

/** A design that was changed by hand is no longer the candidate whose figures are known. */
const isSame = (a: Stack, b: Stack): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Hands a file to the browser's downloads. */
export function download({ fileName, mediaType, text }: Download): void {
  const url = URL.createObjectURL(new Blob([text], { type: mediaType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Asks for a file with the system's own picker; null if the person thinks better of it. */
export function pickFile(): Promise<File | null> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = '.json,.ndjson,.csv,.tsv,.txt,.asc';
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null));
    input.addEventListener('cancel', () => resolve(null));
    input.click();
  });
}
