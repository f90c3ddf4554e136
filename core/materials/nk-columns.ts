import { StackwrightError } from '#core/errors.ts';
import type { Dispersion, MaterialFlag } from '#core/materials/document.ts';
import { createMaterial } from '#core/materials/material.ts';
import { type SpectralUnit, toWavelengthNm, unitByMagnitude, unitInWords } from '#core/materials/spectral-unit.ts';
import { cleanTable } from '#core/materials/table-rows.ts';

/** Rows of numbers as they stood in a text, under the heading that stood above them. */
export interface NumberBlock {
  /** one entry a column, or one for the whole line where it could not be split so; empty: no heading */
  readonly heading: readonly string[];
  readonly rows: readonly (readonly number[])[];
}

interface Columns {
  x: number;
  n?: number;
  k?: number;
}

interface ReadBlock {
  wavelengthsNm: number[];
  n?: number[];
  k?: number[];
}

/**
 * Optical constants from blocks of numbers: one with wavelength, n and k (or n alone), or two, one with n and one with k.
 * What the headings do not say is assumed (first column wavelength, second n, third k; unit by magnitude) and flagged.
 *
 * @param unit of the first column, where the person has said so
 * @param where named in messages
 * @throws StackwrightError BAD_DATA with the reason
 */
export function readNkBlocks(
  blocks: readonly NumberBlock[],
  where: string,
  unit?: SpectralUnit,
): { dispersion: Dispersion; flags: MaterialFlag[] } {
  const flags: MaterialFlag[] = [];
  const filled = blocks.filter(({ rows }) => rows.length > 0);
  const [first, second] = filled;
  if (!first) throw refused(where, 'it has no rows of numbers');
  if (filled.length > 2)
    throw refused(
      where,
      `it has ${filled.length} separate blocks of numbers; one, or one for n and one for k, is expected`,
    );
  const a = readBlock(first, where, unit, flags);
  const dispersion = second
    ? twoBlocks(a, readBlock(second, where, unit, flags), where, flags)
    : oneBlock(a, where, flags);
  createMaterial(where, dispersion);
  return { dispersion, flags };
}

function oneBlock(block: ReadBlock, where: string, flags: MaterialFlag[]): Dispersion {
  if (!block.n) throw refused(where, 'it has k but no n');
  const { wavelengthsNm, n, k, flags: cleaning } = cleanTable(block, where);
  flags.push(...cleaning);
  return k ? { wavelengthsNm, n: n ?? [], k } : { n: { wavelengthsNm, n: n ?? [] } };
}

function twoBlocks(a: ReadBlock, b: ReadBlock, where: string, flags: MaterialFlag[]): Dispersion {
  const [withN, withK] = a.n ? [a, b] : [b, a];
  if (!withN.n || withN.k || !withK.k || withK.n) throw refused(where, 'its two blocks are not one of n and one of k');
  const n = cleanTable(withN, where);
  const k = cleanTable(withK, where);
  flags.push(...n.flags, ...k.flags);
  return { n: { wavelengthsNm: n.wavelengthsNm, n: n.n ?? [] }, k: { wavelengthsNm: k.wavelengthsNm, k: k.k ?? [] } };
}

function readBlock(
  block: NumberBlock,
  where: string,
  unit: SpectralUnit | undefined,
  flags: MaterialFlag[],
): ReadBlock {
  const width = block.rows[0].length;
  const uneven = block.rows.findIndex((row) => row.length !== width);
  if (uneven >= 0) {
    throw refused(
      where,
      `row ${uneven + 1} of its numbers has ${block.rows[uneven].length} columns, and the first has ${width}`,
    );
  }
  const columns = columnsOf(block.heading, width, where, flags);
  const column = (at: number) => block.rows.map((row) => row[at]);
  const values = column(columns.x);
  const bad = values.findIndex((value) => !(value > 0 && Number.isFinite(value)));
  if (bad >= 0)
    throw refused(where, `row ${bad + 1} has the wavelength or energy ${values[bad]}, which must be above 0`);
  const chosen = unit ?? unitOf(block.heading, columns.x, values, flags);
  const k = columns.k === undefined ? undefined : column(columns.k);
  if (k?.every((value) => value <= 0) && k.some((value) => value < -1e-6)) {
    throw refused(
      where,
      'k is negative throughout; the file seems to write N = n − ik, and here k ≥ 0 absorbs: change its sign in the file',
    );
  }
  return {
    wavelengthsNm: values.map((value) => toWavelengthNm(value, chosen)),
    ...(columns.n !== undefined && { n: column(columns.n) }),
    ...(k && { k }),
  };
}

function unitOf(heading: readonly string[], x: number, values: readonly number[], flags: MaterialFlag[]): SpectralUnit {
  const named = unitInWords(heading[x] ?? '') ?? unitInWords(heading.join(' '));
  if (named) {
    flags.push({ flag: 'assumed', note: `The first quantity is in ${named}, as the heading says.` });
    return named;
  }
  const guess = unitByMagnitude(values);
  flags.push({ flag: 'assumed', note: `No unit is named; ${guess} is assumed from the size of the numbers.` });
  return guess;
}

const WAVELENGTH =
  /^(wl|wvl|wave|wavelengths?|lambda|λ|energy|photon energy|e|ev|nm|[uµμ]m|wavenumbers?)\b|λ|wavelength|lambda/i;

function columnsOf(heading: readonly string[], width: number, where: string, flags: MaterialFlag[]): Columns {
  if (width < 2) throw refused(where, 'its rows have one number, and at least wavelength and n are needed');
  const names = heading.length === width ? heading.map((name) => name.trim()) : [];
  const find = (pattern: RegExp) => {
    const at = names.findIndex((name) => pattern.test(name));
    return at < 0 ? undefined : at;
  };
  const n = find(/^(n|re\(?n\)?|index|refractive index)(\b|_|$)/i);
  const k = find(/^(k|κ|im\(?n\)?|extinction.*)(\b|_|$)/i);
  if (n !== undefined || k !== undefined) {
    const exact = names.findIndex((name) => /^nm$/i.test(name)); // "nm" beside "wl" says its unit itself
    const x = exact >= 0 ? exact : (find(WAVELENGTH) ?? 0);
    if (x !== n && x !== k) return { x, ...(n !== undefined && { n }), ...(k !== undefined && { k }) };
  }
  const rest = width > 3 ? `, the other ${width - 3} not used` : '';
  const note =
    width === 2 ? 'The columns are taken as wavelength and n.' : `The columns are taken as wavelength, n and k${rest}.`;
  flags.push({ flag: 'assumed', note });
  return width === 2 ? { x: 0, n: 1 } : { x: 0, n: 1, k: 2 };
}

function refused(where: string, reason: string): StackwrightError {
  return new StackwrightError('BAD_DATA', `${where} cannot be used as a material: ${reason}.`);
}
