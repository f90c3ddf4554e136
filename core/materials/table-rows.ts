import { StackwrightError } from '#core/errors.ts';
import type { MaterialFlag } from '#core/materials/document.ts';

/** Rows of a table as they were read. */
export interface RawTable {
  wavelengthsNm: number[];
  n?: number[];
  k?: number[];
}

/** Rows of a table put in order: wavelengths strictly increasing, n > 0, k ≥ 0. */
export interface CleanTable extends RawTable {
  flags: MaterialFlag[];
  /** wavelengths outside which the source has rows, but none that can be used, nm */
  limitsNm: [number, number];
}

/** k above −1e-6 is noise about zero; below, the row makes no sense. */
const NOISE_K = -1e-6;

/**
 * Puts the rows of an n, k or n,k table in order, and says what that took.
 *
 * Rows are sorted by wavelength. Rows of one wavelength become one, with the mean of their values. −1e-6 < k < 0
 * becomes 0. Rows with k ≤ −1e-6 or n ≤ 0 are never mended: they cut the table, and of the pieces the one with most
 * rows stays. Every step leaves a flag.
 *
 * @param where named in messages
 * @throws StackwrightError BAD_DATA where a value is not finite, or no row remains
 */
export function cleanTable(raw: RawTable, where: string): CleanTable {
  checkFinite(raw, where);
  const flags: MaterialFlag[] = [];
  let table = sorted(raw, flags);
  table = withoutDuplicates(table, flags);
  const whole = table.wavelengthsNm;
  table = longestSound(table, flags, where);
  const rest = table.wavelengthsNm;
  const limitsNm: [number, number] = [
    rest[0] === whole[0] ? 0 : rest[0],
    rest[rest.length - 1] === whole[whole.length - 1] ? Number.POSITIVE_INFINITY : rest[rest.length - 1],
  ];
  if (table.k) table = { ...table, k: clipped(table.k, flags) };
  return { ...table, flags, limitsNm };
}

function checkFinite(table: RawTable, where: string): void {
  const columns = [['wavelength', table.wavelengthsNm] as const, ['n', table.n] as const, ['k', table.k] as const];
  for (const [name, column] of columns) {
    const bad = column?.findIndex((value) => !Number.isFinite(value) || (name === 'wavelength' && value <= 0)) ?? -1;
    if (bad >= 0) {
      throw new StackwrightError(
        'BAD_DATA',
        `${where}, row ${bad + 1}: ${name} is ${column?.[bad]}, which cannot be; correct or remove the row.`,
      );
    }
  }
  if (table.wavelengthsNm.length === 0) {
    throw new StackwrightError('BAD_DATA', `${where} has no rows of numbers; check that this is the right file.`);
  }
}

function pick(table: RawTable, rows: readonly number[]): RawTable {
  const take = (column: readonly number[]) => rows.map((row) => column[row]);
  return {
    wavelengthsNm: take(table.wavelengthsNm),
    ...(table.n && { n: take(table.n) }),
    ...(table.k && { k: take(table.k) }),
  };
}

function sorted(table: RawTable, flags: MaterialFlag[]): RawTable {
  const x = table.wavelengthsNm;
  const falls = (i: number) => i > 0 && x[i] < x[i - 1];
  const descents = x.filter((_, i) => falls(i)).length;
  if (descents === 0) return table;
  const order = x.map((_, row) => row).sort((a, b) => x[a] - x[b] || a - b);
  const isReversed = x.every((value, i) => i === 0 || value <= x[i - 1]);
  // a table that runs from long to short waves is in order, only not in ours
  if (!isReversed)
    flags.push({
      flag: 'rows sorted',
      note: 'The rows of the source were out of order; they were sorted by wavelength.',
    });
  return pick(table, order);
}

function withoutDuplicates(table: RawTable, flags: MaterialFlag[]): RawTable {
  const x = table.wavelengthsNm;
  const starts = x.map((_, row) => row).filter((row) => row === 0 || x[row] !== x[row - 1]);
  if (starts.length === x.length) return table;
  let differing = 0;
  const merged = (column: readonly number[]) =>
    starts.map((start, i) => {
      const group = column.slice(start, starts[i + 1] ?? x.length);
      if (group.every((value) => value === group[0])) return group[0];
      differing++;
      return group.reduce((sum, value) => sum + value, 0) / group.length;
    });
  const result = {
    wavelengthsNm: starts.map((row) => x[row]),
    ...(table.n && { n: merged(table.n) }),
    ...(table.k && { k: merged(table.k) }),
  };
  const note =
    differing > 0
      ? `${x.length - starts.length} rows repeat a wavelength with other values; their mean is used.`
      : `${x.length - starts.length} rows repeat another exactly; one of each was kept.`;
  flags.push({ flag: 'duplicate rows', note });
  return result;
}

function longestSound(table: RawTable, flags: MaterialFlag[], where: string): RawTable {
  const { wavelengthsNm: x, n, k } = table;
  const isSound = (row: number) => (!n || n[row] > 0) && (!k || k[row] > NOISE_K);
  let best: [number, number] = [0, 0];
  let unsound = 0;
  for (let start = 0; start < x.length; ) {
    if (!isSound(start)) {
      unsound++;
      start++;
      continue;
    }
    let end = start;
    while (end < x.length && isSound(end)) end++;
    if (end - start > best[1] - best[0]) best = [start, end];
    start = end;
  }
  const [start, end] = best;
  if (end === start) {
    throw new StackwrightError(
      'BAD_DATA',
      `${where} has no row with n > 0 and k ≥ 0; these are no optical constants of a passive material.`,
    );
  }
  if (unsound === 0) return table;
  const range = `${x[start]}–${x[end - 1]} nm`;
  const note = `${unsound} rows with k ≤ −1e-6 or n ≤ 0 were not used, and cut the range to ${range} (the source claims ${x[0]}–${x[x.length - 1]} nm).`;
  flags.push({ flag: 'range cut', note });
  return pick(
    table,
    Array.from({ length: end - start }, (_, i) => start + i),
  );
}

function clipped(k: readonly number[], flags: MaterialFlag[]): number[] {
  const negative = k.filter((value) => value < 0).length;
  if (negative > 0) flags.push({ flag: 'k clipped', note: `${negative} rows with −1e-6 < k < 0 were set to k = 0.` });
  return k.map((value) => Math.max(value, 0));
}
