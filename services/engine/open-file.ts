import { extname } from 'node:path';
import { parseWorkbenchDocument, WORKBENCH_FORMAT } from '#core/documents/workbench-document.ts';
import { StackwrightError } from '#core/errors.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import type { OpenedFile } from '#services/contract.ts';
import { parseDesignText } from '#services/design-file.ts';
import { parseTargetText } from '#services/target-file.ts';

/**
 * Reads a file's text as whatever it is. The content decides, not the name.
 * @throws StackwrightError saying what is wrong with it, with the place
 */
export function openFile(name: string, text: string, catalogue: MaterialCatalogue): OpenedFile {
  const looksLikeJson = /^\s*[{[]/.test(text) || /^\.(json|ndjson|jsonl)$/i.test(extname(name));
  if (!looksLikeJson) return asTarget(name, text);
  const value = parsed(text);
  const format = isRecord(value) ? value.format : undefined;
  if (typeof format === 'string' && format.startsWith('stackwright-workbench/')) return asDocument(name, value);
  if (isRecord(value) && isTarget(value)) return asTarget(name, text);
  // A design, several answers one to a line, or text that is no JSON: the reader of designs says which.
  const { stack } = parseDesignText(text, name, { catalogue });
  return { kind: 'design', stack };
}

function asTarget(name: string, text: string): OpenedFile {
  const { target, notes } = parseTargetText(text, name);
  return { kind: 'target', target, notes };
}

function asDocument(name: string, value: unknown): OpenedFile {
  const { format } = value as { format: string };
  if (format !== WORKBENCH_FORMAT) {
    const message = `${name} is a document of the format "${format}", which this version cannot read; it reads "${WORKBENCH_FORMAT}".`;
    throw new StackwrightError('INVALID', message, { path: 'format' });
  }
  return { kind: 'document', document: parseWorkbenchDocument(value) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A target has spectra to wish for; an exported design has spectra too, but computed ones, and a format. */
function isTarget({ spectra, format, stack }: Record<string, unknown>): boolean {
  const isStack = isRecord(stack) && 'layers' in stack;
  return Array.isArray(spectra) && format === undefined && !isStack;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
