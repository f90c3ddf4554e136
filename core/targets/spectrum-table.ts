import { StackwrightError } from '#core/errors.ts';
import { type ColumnMeaning, describeColumn, type SpectralUnit, spectralUnit, toNm } from './column-headers.ts';
import type { TargetEntry } from './target.ts';

/** A text table already cut into cells, with the line of the file on which each row stands. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** What a table of spectra says, and everything that had to be guessed. */
export interface SpectrumTable {
  readonly entries: TargetEntry[];
  readonly notes: readonly string[];
}

/** The decimal sign of a table's numbers. */
export type DecimalSign = '.' | ',';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** The number in a cell; undefined if it holds none, also for an empty cell. */
export function cellNumber(cell: string, decimal: DecimalSign): number | undefined {
  const text = decimal === ',' ? cell.trim().replace(',', '.') : cell.trim();
  return NUMBER.test(text) ? Number(text) : undefined;
}

/**
 * Target entries from a table: wavelengths (or wavenumbers, or photon energies) in the first column, one curve in each
 * other column.
 *
 * Lines before the first number are headings; the last of them names the columns: "Wavelength (nm)", "R %", "Ts 45°",
 * "Absorbance". A column headed tolerance, sigma, error or std belongs to the curve before it. Where headings are
 * silent: values of x with a median below 60 are µm and above 30,000 are cm⁻¹, else nm; values above 1.5 are percent.
 * Empty cells are points that were not measured.
 *
 * @param quantity what a single curve without a heading is
 * @throws StackwrightError BAD_DATA with the line of the file
 */
export function readSpectrumTable(
  rows: readonly TableRow[],
  decimal: DecimalSign = '.',
  quantity?: TargetEntry['quantity'],
): SpectrumTable {
  const first = rows.findIndex(({ cells }) => cellNumber(cells[0] ?? '', decimal) !== undefined && cells.length > 1);
  if (first < 0) {
    throw bad('The table has no line that begins with a number and has a second column; is the delimiter unusual?');
  }
  const data = numericBlock(rows.slice(first), decimal);
  const width = data[0].cells.length;
  const headings = headingsOf(rows.slice(0, first), width);
  const notes: string[] = [];
  const after = rows[first + data.length];
  if (after !== undefined) notes.push(`From line ${after.line} on there are no more numbers; the rest is left out.`);
  const x = data.map((row) => required(row, 0, decimal));
  const unit = unitOf(headings[0], x, notes);
  checkPositive(data, x);
  const curves: Curve[] = [];
  for (let column = 1; column < width; column++) {
    const meaning = describeColumn(headings[column], width === 2 ? quantity : undefined);
    if (meaning === undefined) throw unnamedColumn(headings[column], column);
    const values = data.map((row) => optional(row, column, decimal));
    if (meaning !== 'tolerance') curves.push(curveOf(meaning, x, unit, values, column, notes));
    else addTolerance(curves.at(-1), data, values, column);
  }
  return { entries: curves.map(({ entry }) => entry), notes };
}

/** An entry, the rows of the table that it comes from, and the factor by which its numbers were multiplied. */
interface Curve {
  readonly entry: TargetEntry;
  readonly rows: readonly number[];
  readonly scale: number;
}

/** The rows up to the first that does not begin with a number. Numbers after that would be a second table. */
function numericBlock(rows: readonly TableRow[], decimal: DecimalSign): TableRow[] {
  const begins = ({ cells }: TableRow): boolean => cellNumber(cells[0] ?? '', decimal) !== undefined;
  const end = rows.findIndex((row) => !begins(row));
  if (end < 0) return [...rows];
  if (rows.slice(end).some(begins)) {
    throw bad(
      `"${rows[end].cells[0] ?? ''}" is no number, but more numbers follow; give one table in a file.`,
      rows[end].line,
    );
  }
  return rows.slice(0, end);
}

/** The names of the columns: the last heading with as many cells as the data; none is as good as empty. */
function headingsOf(lines: readonly TableRow[], width: number): string[] {
  const named = lines.filter(({ cells }) => cells.length === width && cells.some((cell) => cell.trim() !== '')).at(-1);
  return Array.from({ length: width }, (_, i) => named?.cells[i]?.trim() ?? '');
}

function required(row: TableRow, column: number, decimal: DecimalSign): number {
  const value = optional(row, column, decimal);
  if (value === undefined) throw bad(`Column ${column + 1} is empty.`, row.line);
  return value;
}

function optional({ cells, line }: TableRow, column: number, decimal: DecimalSign): number | undefined {
  const cell = cells[column]?.trim() ?? '';
  if (cell === '') return undefined;
  const value = cellNumber(cell, decimal);
  if (value === undefined) throw bad(`Column ${column + 1} holds "${cell}", which is no number.`, line);
  return value;
}

function unitOf(heading: string, x: readonly number[], notes: string[]): SpectralUnit {
  const named = spectralUnit(heading);
  if (named !== undefined) return named;
  const ascending = [...x].sort((a, b) => a - b);
  const median = ascending[ascending.length >> 1];
  const unit: SpectralUnit = median < 60 ? 'µm' : ascending[ascending.length - 1] > 30_000 ? 'cm⁻¹' : 'nm';
  notes.push(`The first column names no unit; its numbers look like ${unit}.`);
  return unit;
}

function checkPositive(data: readonly TableRow[], x: readonly number[]): void {
  const at = x.findIndex((value) => !(value > 0));
  if (at >= 0) throw bad(`The first column holds ${x[at]}; wavelengths are positive.`, data[at].line);
}

function curveOf(
  { isPercent, ...meaning }: ColumnMeaning,
  x: readonly number[],
  unit: SpectralUnit,
  values: readonly (number | undefined)[],
  column: number,
  notes: string[],
): Curve {
  const rows = values.flatMap((value, i) => (value === undefined ? [] : [i]));
  if (rows.length === 0) throw bad(`Column ${column + 1} has no values.`);
  const isFraction = meaning.quantity === 'R' || meaning.quantity === 'T' || meaning.quantity === 'A';
  let scale = isFraction && isPercent ? 0.01 : 1;
  if (isFraction && !isPercent && rows.some((i) => (values[i] as number) > 1.5)) {
    scale = 0.01;
    notes.push(`Column ${column + 1} (${meaning.quantity}) goes above 1.5, so it is taken as percent.`);
  }
  const wavelengthsNm = rows.map((i) => toNm(x[i], unit));
  return { entry: { ...meaning, wavelengthsNm, values: rows.map((i) => (values[i] as number) * scale) }, rows, scale };
}

function addTolerance(
  curve: Curve | undefined,
  data: readonly TableRow[],
  values: readonly (number | undefined)[],
  column: number,
): void {
  if (curve === undefined) throw bad(`Column ${column + 1} is a tolerance, but no curve stands before it.`);
  curve.entry.tolerance = curve.rows.map((i) => {
    const value = values[i];
    if (value === undefined || value <= 0) {
      throw bad(`Column ${column + 1} needs a tolerance above 0 wherever the curve has a value.`, data[i].line);
    }
    return value * curve.scale;
  });
}

function unnamedColumn(heading: string, column: number): StackwrightError {
  const found = heading === '' ? 'has no heading' : `is headed "${heading}"`;
  return bad(
    `Column ${column + 1} ${found}; head it R, T, A, OD or absorbance (R % for percent, Rs 45° for oblique light).`,
  );
}

function bad(message: string, line?: number): StackwrightError {
  return new StackwrightError('BAD_DATA', message, line === undefined ? {} : { path: `line ${line}` });
}
