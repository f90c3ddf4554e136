import { parse } from 'csv-parse/sync';
import { StackwrightError } from '#core/errors.ts';
import type { NumberBlock } from '#core/materials/nk-columns.ts';

const MOST_BYTES = 32 * 1024 * 1024;

/**
 * The text of a file: UTF-8, with or without a byte-order mark, or else Latin-1 (where µ and Å of old instruments live).
 * @throws StackwrightError BAD_DATA for UTF-16 and binary files, LIMIT for files beyond 32 MiB
 */
export function decodeText(bytes: Uint8Array, where: string): string {
  if (bytes.length > MOST_BYTES) {
    throw new StackwrightError(
      'LIMIT',
      `${where} has ${bytes.length} bytes, and at most ${MOST_BYTES} are read; split the file.`,
    );
  }
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new StackwrightError('BAD_DATA', `${where} is UTF-16 text; save it as UTF-8 (in Excel: "CSV UTF-8").`);
  }
  if (bytes.subarray(0, 4096).includes(0)) {
    throw new StackwrightError('BAD_DATA', `${where} is not a text file; export the table as CSV or text.`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('latin1').decode(bytes);
  }
}

interface Layout {
  delimiter: '\t' | ';' | ',' | ' ';
  decimalComma: boolean;
}

const COMMENT = /^\s*(#+|!+|\/\/+|%+|\*+)\s*/;

/**
 * Finds the blocks of numbers in a text table, each with the heading above it.
 *
 * Columns may be parted by tabs, semicolons, commas or blanks; decimals may be commas where columns are not. Comments
 * (# ! // % *) count as heading where they are the last words before the numbers, and are skipped otherwise. A line
 * that holds just the number of rows, as ellipsometry programs write it, is skipped.
 *
 * @throws StackwrightError BAD_DATA for a line that begins like numbers and is none
 */
export function readNumberBlocks(text: string, where: string): NumberBlock[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const layout = layoutOf(lines.filter((line) => !COMMENT.test(line)));
  const blocks: { heading: string[]; rows: number[][] }[] = [];
  let heading: string[] = [];
  let isOpen = false;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const comment = COMMENT.exec(line);
    const cells = cellsOf(comment ? line.slice(comment[0].length) : line, layout);
    const numbers = comment ? undefined : numbersOf(cells, layout);
    if (numbers?.every((value) => value !== undefined)) {
      if (!isOpen) {
        blocks.push({ heading, rows: [] });
        heading = [];
        isOpen = true;
      }
      blocks.at(-1)?.rows.push(numbers as number[]);
      continue;
    }
    if (numbers && isOpen && numbers[0] !== undefined) {
      const bad = cells[numbers.indexOf(undefined)];
      throw new StackwrightError(
        'BAD_DATA',
        `${where}, line ${index + 1}: "${bad}" is not a number; correct or remove the line.`,
      );
    }
    if (comment && isOpen) continue;
    isOpen = false;
    heading = cells;
  }
  return withoutCounts(blocks);
}

/** Drops a block that is one line with one whole number, and gives its heading to the block it counts. */
function withoutCounts(blocks: readonly { heading: string[]; rows: number[][] }[]): NumberBlock[] {
  const result: NumberBlock[] = [];
  for (const { heading, rows } of blocks) {
    const [first] = rows;
    const isCount =
      rows.length > 1 && first?.length === 1 && Number.isInteger(first[0]) && first[0] === rows.length - 1;
    result.push({ heading, rows: isCount ? rows.slice(1) : rows });
  }
  return result;
}

function layoutOf(lines: readonly string[]): Layout {
  const sample = lines.filter((line) => /^\s*"?[-+.\d]/.test(line)).slice(0, 200);
  const all = (pattern: RegExp) => sample.length > 0 && sample.every((line) => pattern.test(line));
  const delimiter = all(/\S\t/) ? '\t' : all(/;/) ? ';' : undefined;
  const hasPoint = sample.some((line) => /\d\.\d/.test(line));
  if (delimiter) return { delimiter, decimalComma: !hasPoint && sample.some((line) => /\d,\d/.test(line)) };
  const number = '[-+]?\\d+(?:,\\d+)?(?:[eE][-+]?\\d+)?';
  const commaDecimals = new RegExp(`^\\s*${number}(?:\\s+${number})+\\s*$`);
  if (!hasPoint && all(commaDecimals))
    return { delimiter: ' ', decimalComma: sample.some((line) => line.includes(',')) };
  return { delimiter: sample.some((line) => line.includes(',')) ? ',' : ' ', decimalComma: false };
}

function cellsOf(line: string, { delimiter }: Layout): string[] {
  if (delimiter === ' ')
    return line
      .replace(/\s+([([])/g, '$1')
      .trim()
      .split(/\s+/); // "wavelength (nm)" is one heading
  const cells = line.includes('"') ? quotedCells(line, delimiter) : line.split(delimiter).map((cell) => cell.trim());
  while (cells.length > 1 && cells.at(-1) === '') cells.pop(); // a delimiter at the end of the line
  return cells;
}

function quotedCells(line: string, delimiter: string): string[] {
  try {
    const options = { delimiter, relax_quotes: true, relax_column_count: true, trim: true };
    const [record = []] = parse(line, options) as string[][];
    return [...record];
  } catch {
    return line.split(delimiter); // a quote that never closes is a character like others
  }
}

/** The numbers of a line; undefined entries where a cell is none; undefined where the line does not begin like numbers. */
function numbersOf(cells: readonly string[], { decimalComma }: Layout): (number | undefined)[] | undefined {
  const values = cells.map((cell) => {
    const text = decimalComma ? cell.replace(',', '.') : cell;
    return /^[-+]?(\d+\.?\d*|\.\d+)([eEdD][-+]?\d+)?$/.test(text) ? Number(text.replace(/[dD]/, 'e')) : undefined;
  });
  return values[0] === undefined ? undefined : values;
}
