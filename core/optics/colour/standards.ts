import { CIE_1931_2DEG, CIE_1964_10DEG } from '#core/optics/colour/observer-tables.ts';
import { numbersOf } from '#core/optics/integrals/spectrum-grid.ts';

/** The field of view of the CIE standard observer: 2° (1931) or 10° (1964). */
export type Observer = '2' | '10';

/** Fluorescent lamps of CIE 15:2004 (FL1 … FL12 there). */
export const FLUORESCENT = ['F1', 'F2', 'F3', 'F4', 'F5', 'F6', 'F7', 'F8', 'F9', 'F10', 'F11', 'F12'] as const;
/** Illuminants that have a name. E has equal power at every wavelength. */
export const NAMED_ILLUMINANTS = ['A', 'D50', 'D55', 'D65', 'D75', 'E', ...FLUORESCENT] as const;

/**
 * The light in which a colour is seen: by its name, or CIE daylight of any correlated colour temperature from 4000 to
 * 25000 K, or a blackbody.
 */
export type Illuminant =
  | (typeof NAMED_ILLUMINANTS)[number]
  | { readonly daylightK: number }
  | { readonly blackbodyK: number };

/** Grid of all colorimetric tables: 380 … 780 nm by 5 nm. */
export const STANDARD_WAVELENGTHS_NM: Float64Array = Float64Array.from({ length: 81 }, (_, row) => 380 + 5 * row);

/** Colour-matching functions x̄, ȳ, z̄ on `STANDARD_WAVELENGTHS_NM`. */
export interface ColourMatching {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
}

const parsed = new Map<Observer, ColourMatching>();

/** The colour-matching functions of a CIE standard observer (CIE 15:2004, tables T.4 and T.5). */
export function colourMatching(observer: Observer): ColourMatching {
  const known = parsed.get(observer);
  if (known !== undefined) return known;
  const columns = columnsOf(observer === '2' ? CIE_1931_2DEG : CIE_1964_10DEG, 4);
  const functions = { x: columns[1], y: columns[2], z: columns[3] };
  parsed.set(observer, functions);
  return functions;
}

/** The columns of a table written as text, row by row. */
export function columnsOf(text: string, count: number): Float64Array[] {
  const numbers = numbersOf(text);
  const rows = numbers.length / count;
  return Array.from({ length: count }, (_, column) =>
    Float64Array.from({ length: rows }, (_, row) => numbers[row * count + column]),
  );
}
