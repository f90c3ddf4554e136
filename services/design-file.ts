import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { canonicalJson } from '#core/documents/canonical-json.ts';
import {
  catalogueIdsOf,
  DESIGN_FORMAT,
  type DesignDocument,
  DesignHistory,
  parseDesignDocument,
} from '#core/documents/design-document.ts';
import { relinkMaterials } from '#core/documents/named-materials.ts';
import { StackwrightError } from '#core/errors.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import { Stack } from '#core/optics/stack.ts';
import { parseOrThrow } from '#core/validation.ts';
import { parseJson } from '#services/json-text.ts';
import { readTextFile } from '#services/text-file.ts';

/** The largest design file that is read, 64 MiB. */
export const MOST_DESIGN_BYTES = 64 * 1024 * 1024;

export interface DesignFileOptions {
  /** which candidate of an answer, from 1, the best, which is the default */
  readonly candidate?: number;
  /**
   * Embedded data of a design document that this catalogue holds too, number by number, are linked to it again, so
   * that the stack can be asked beyond the wavelengths of the document.
   */
  readonly catalogue?: MaterialCatalogue;
  /** what "-" reads; the process's own unless given */
  readonly stdin?: Readable;
}

/** Where a stack was found and what the file says of it. */
export interface DesignSource {
  readonly kind: 'stack' | 'candidate' | 'answer' | 'document';
  readonly path: string;
  /** how many candidates the answer has */
  readonly candidates?: number;
  readonly history: DesignHistory;
  readonly document?: DesignDocument;
  /** false: the document's stack was changed after the program wrote it, and its spectra are not this stack's */
  readonly isIntact: boolean;
}

export interface DesignFile {
  readonly stack: Stack;
  readonly source: DesignSource;
}

/**
 * The stack of a file: a bare stack, a candidate, an answer of `stackwright design --json` (its first line where there
 * are several), or a design document.
 * @param path a file, or "-" for stdin
 * @throws StackwrightError INVALID, LIMIT or BAD_DATA naming the file, the place in it and what was expected
 */
export async function readDesignFile(path: string, options: DesignFileOptions = {}): Promise<DesignFile> {
  const text = await readTextFile(path, MOST_DESIGN_BYTES, options.stdin);
  return parseDesignText(text, path, options);
}

/** The same from the text of a file; `path` is named in messages. */
export function parseDesignText(text: string, path: string, options: DesignFileOptions = {}): DesignFile {
  const where = path === '-' ? 'The input' : path;
  const value = firstValue(text, where);
  try {
    return readShape(value, path, options);
  } catch (error) {
    if (!(error instanceof StackwrightError)) throw error;
    const { code, message } = error;
    throw new StackwrightError(code, `${where}: ${message}`, {
      ...(error.path === undefined ? {} : { path: error.path }),
      cause: error,
    });
  }
}

/** The whole text as JSON; where something follows a whole first line, that line: a batch writes one answer a line. */
function firstValue(text: string, where: string): unknown {
  if (text.trim() === '') throw new StackwrightError('INVALID', `${where} is empty; ${EXPECTED}.`);
  const [line = ''] = text.trimStart().split(/\r?\n/, 1);
  if (line.length < text.trim().length && line.trimEnd().endsWith('}')) {
    try {
      return JSON.parse(line);
    } catch {
      // not a batch: the object goes on in the next line
    }
  }
  return parseJson(text, where);
}

const EXPECTED =
  'a design is a stack ({"layers", "substrate"}), a candidate ({"stack"}), an answer of "stackwright design --json", or an exported design document';

function readShape(value: unknown, path: string, options: DesignFileOptions): DesignFile {
  if (!isRecord(value)) {
    throw new StackwrightError(
      'INVALID',
      `This is ${Array.isArray(value) ? 'a list' : JSON.stringify(value)}; ${EXPECTED}.`,
    );
  }
  if ('candidates' in value) return fromAnswer(value, path, options.candidate ?? 1);
  if (options.candidate !== undefined && options.candidate !== 1) {
    throw new StackwrightError('INVALID', `Candidate ${options.candidate} is asked for, but this is a single design.`);
  }
  if (typeof value.format === 'string') return fromDocument(value, path, options.catalogue);
  if (isRecord(value.error) && !('stack' in value)) {
    const reason = typeof value.error.message === 'string' ? value.error.message : 'no reason given';
    throw new StackwrightError('INVALID', `This is not a design but the answer that there is none: ${reason}`);
  }
  if ('stack' in value) return fromCandidate(value, path);
  if ('layers' in value || 'substrate' in value) {
    const stack = parseOrThrow(Stack, value, 'stack');
    return { stack, source: { kind: 'stack', path, history: {}, isIntact: true } };
  }
  throw new StackwrightError('INVALID', `This holds no design: ${EXPECTED}.`);
}

function fromAnswer(answer: Record<string, unknown>, path: string, number: number): DesignFile {
  const { candidates } = answer;
  if (!Array.isArray(candidates))
    throw new StackwrightError('INVALID', 'candidates is no list.', { path: 'candidates' });
  if (candidates.length === 0)
    throw new StackwrightError('INVALID', 'The answer has no candidates.', { path: 'candidates' });
  if (!(Number.isInteger(number) && number >= 1 && number <= candidates.length)) {
    const range = candidates.length === 1 ? 'only candidate 1' : `candidates 1 to ${candidates.length}`;
    throw new StackwrightError('INVALID', `Candidate ${number} is asked for, but the answer has ${range}.`);
  }
  const place = `candidates[${number - 1}]`;
  const candidate: unknown = candidates[number - 1];
  if (!isRecord(candidate)) throw new StackwrightError('INVALID', `${place} is no object.`, { path: place });
  const stack = parseOrThrow(Stack, candidate.stack, `${place}.stack`);
  const history = { ...historyOf(candidate), ...idOf(answer), candidate: number };
  return { stack, source: { kind: 'answer', path, candidates: candidates.length, history, isIntact: true } };
}

function fromCandidate(candidate: Record<string, unknown>, path: string): DesignFile {
  if (isTarget(candidate)) {
    throw new StackwrightError('INVALID', `This is a target, which says what is wished for; ${EXPECTED}.`);
  }
  const stack = parseOrThrow(Stack, candidate.stack, 'stack');
  const history = { ...historyOf(candidate), ...idOf(candidate) };
  return { stack, source: { kind: 'candidate', path, history, isIntact: true } };
}

function fromDocument(
  value: Record<string, unknown>,
  path: string,
  catalogue: MaterialCatalogue | undefined,
): DesignFile {
  if (!String(value.format).startsWith('stackwright-design/')) {
    const message = `This is a document of the format ${JSON.stringify(value.format)}; a design document has "${DESIGN_FORMAT}".`;
    throw new StackwrightError('INVALID', message, { path: 'format' });
  }
  const document = parseDesignDocument(value);
  const isIntact = sha256(canonicalJson(document.stack)) === document.sha256.stack;
  const stack =
    catalogue === undefined ? document.stack : relinkMaterials(document.stack, catalogueIdsOf(document), catalogue);
  return { stack, source: { kind: 'document', path, history: document.history ?? {}, document, isIntact } };
}

/** SHA-256 of a text's UTF-8 bytes, hexadecimal. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** What of a candidate goes on with its stack. A history that is odd is left behind; the stack is what was asked for. */
function historyOf({ origin, merit, provenance }: Record<string, unknown>): DesignHistory {
  const known = { origin, merit, provenance };
  const kept = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
  const parsed = DesignHistory.safeParse(kept);
  return parsed.success ? parsed.data : {};
}

function idOf({ id }: Record<string, unknown>): { id?: string | number } {
  return typeof id === 'string' || typeof id === 'number' ? { id } : {};
}

function isTarget({ spectra, stack }: Record<string, unknown>): boolean {
  const isWish = Array.isArray(spectra) && isRecord(spectra[0]) && 'quantity' in spectra[0];
  return isWish && !(isRecord(stack) && 'layers' in stack);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
