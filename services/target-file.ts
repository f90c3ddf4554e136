import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { type CsvError, parse } from 'csv-parse/sync';
import { StackwrightError } from '#core/errors.ts';
import { parseTarget } from '#core/targets/parse-target.ts';
import { cellNumber, type DecimalSign, type TableRow } from '#core/targets/spectrum-table.ts';
import type { Target } from '#core/targets/target.ts';
import { type TableTarget, targetFromTable } from '#core/targets/target-from-table.ts';
import { parseJson } from '#services/json-text.ts';

const LARGEST_BYTES = 64 * 1024 * 1024;

/**
 * A target from a file: .json, an .ndjson of one line, or a table of spectra (.csv, .tsv, .txt, .asc).
 * @throws StackwrightError with a path inside the file
 */
export async function readTargetFile(path: string): Promise<Target> {
  return (await openTargetFile(path)).target;
}

/** The same, with what had to be guessed or assumed. */
export async function openTargetFile(path: string): Promise<TableTarget> {
  return parseTargetText(decode(await bytesOf(path), path), path);
}

/**
 * A target from the text of a file.
 * @param path names it in messages; its ending tells JSON from a table, unless the text begins with a brace
 * @throws StackwrightError with a path inside the file
 */
export function parseTargetText(text: string, path: string): TableTarget {
  const isJson = /^\.(json|ndjson|jsonl)$/i.test(extname(path)) || text.trimStart().startsWith('{');
  if (!isJson) return tableTarget(text, basename(path, extname(path)), path);
  return { target: parseTarget(parseJson(singleLine(text, path), path)), notes: [] };
}

async function bytesOf(path: string): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new StackwrightError('INVALID', `The target file ${path} cannot be read: ${reasonOf(cause)}.`, { cause });
  }
  if (bytes.length <= LARGEST_BYTES) return bytes;
  throw new StackwrightError('LIMIT', `The target file ${path} is larger than ${LARGEST_BYTES / 2 ** 20} MiB.`);
}

function reasonOf(cause: unknown): string {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  return code === 'EACCES' ? 'it is not permitted' : cause instanceof Error ? cause.message : String(cause);
}

/** UTF-8 or UTF-16 with a byte order mark, else UTF-8, else the code page in which old instruments write ° and µ. */
function decode(bytes: Uint8Array, path: string): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes.includes(0)) {
    throw new StackwrightError('BAD_DATA', `The target file ${path} is binary; export it as text from the instrument.`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** An .ndjson may hold one target; more of them are a batch. */
function singleLine(text: string, path: string): string {
  if (!/^\.(ndjson|jsonl)$/i.test(extname(path))) return text;
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const [only] = lines;
  if (only !== undefined && lines.length === 1) return only;
  throw new StackwrightError('INVALID', `${path} holds ${lines.length} targets; give a batch with --in instead.`);
}

function tableTarget(text: string, name: string, path: string): TableTarget {
  const lines = text.split(/\r\n|\n|\r/);
  const remarks = lines.filter(isRemark).map((line) => line.replace(/^\s*[#!]+\s*/, ''));
  const { delimiter, decimal } = tableStyle(lines.filter((line) => !isRemark(line)));
  const rows = lines.flatMap((line, i): TableRow[] => {
    if (isRemark(line) || line.trim() === '') return [];
    return [{ line: i + 1, cells: cellsOf(line, delimiter, i + 1) }];
  });
  try {
    return targetFromTable(rows, remarks, { decimal, name });
  } catch (error) {
    if (!(error instanceof StackwrightError)) throw error;
    const place = error.path === undefined ? {} : { path: error.path };
    throw new StackwrightError(error.code, `${path}: ${error.message}`, { ...place, cause: error });
  }
}

const isRemark = (line: string): boolean => /^\s*[#!]/.test(line);

function cellsOf(line: string, delimiter: string, number: number): string[] {
  if (delimiter === ' ') return line.trim().split(/\s+/);
  try {
    const [cells = []] = parse(line, { delimiter, relax_quotes: true, relax_column_count: true }) as string[][];
    return withoutEmptyEnd(cells);
  } catch (cause) {
    const { message } = cause as CsvError;
    throw new StackwrightError('BAD_DATA', `Line ${number} is no table row: ${message}`, {
      path: `line ${number}`,
      cause,
    });
  }
}

/** Instruments like to end every line with a delimiter. */
function withoutEmptyEnd(cells: readonly string[]): string[] {
  const isTrailing = cells.length > 2 && cells.at(-1)?.trim() === '';
  return isTrailing ? cells.slice(0, -1) : [...cells];
}

const DELIMITERS = ['\t', ';', ',', ' '] as const;

/** The delimiter and decimal sign under which most lines begin with two numbers; a decimal point before a comma. */
function tableStyle(lines: readonly string[]): { delimiter: string; decimal: DecimalSign } {
  let best: { delimiter: string; decimal: DecimalSign } = { delimiter: ',', decimal: '.' };
  let most = 0;
  for (const decimal of ['.', ','] as const) {
    for (const delimiter of DELIMITERS) {
      if (delimiter === decimal) continue;
      const count = lines.filter((line) => startsWithNumbers(line, delimiter, decimal)).length;
      if (count > most) [best, most] = [{ delimiter, decimal }, count];
    }
  }
  return best;
}

function startsWithNumbers(line: string, delimiter: string, decimal: DecimalSign): boolean {
  const [x, y] = delimiter === ' ' ? line.trim().split(/\s+/) : line.split(delimiter);
  const isNumber = (cell: string | undefined) => cellNumber((cell ?? '').replace(/^"|"$/g, ''), decimal) !== undefined;
  return isNumber(x) && isNumber(y);
}
