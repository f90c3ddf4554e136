import type { LayerSequence } from '#core/optics/types.ts';

/** Doubles in a state: Re B, Im B, Re C, Im C (tangential E and H, up to scale), product of the determinants so far. */
export const STATE_LENGTH = 5;
/** Doubles per layer in `trace`: the state on its entrance side, the determinant of its matrix, and its phase factors. */
export const TRACE_LENGTH = 10;
export const TRACE_DETERMINANT = 5;
/** P and Q of a lossless layer, or cos δ and −i sin δ (complex) of any other, up to a real factor. */
export const TRACE_PHASE = 6;
/** 2^BLOCK_SHIFT layers lie between two looks at the size of the state, so that no stack, however long, overflows. */
export const BLOCK_SHIFT = 3;
export const BLOCK_MASK = (1 << BLOCK_SHIFT) - 1;
/** A state larger than this, or smaller than its inverse, is brought back to 1. */
export const LARGE = 1e15;

/**
 * One coating, listed from the side where light leaves to the side where it enters, with the scratch memory of its
 * sweeps. It grows on demand and is never given back.
 */
export interface Coating {
  count: number;
  /** row of each layer in the derivatives; −1: not wanted */
  rows: Int32Array;
  /** where each layer's record starts within those of one wavelength */
  offsets: Int32Array;
  thicknessNm: Float64Array;
  /** what `tracedTransfer` leaves for `accumulateGradient`, TRACE_LENGTH doubles per layer */
  trace: Float64Array;
  /** factor that the state took on after every 2^BLOCK_SHIFT layers, mostly 1 */
  factors: Float64Array;
  /** the states on the entrance side of the whole coating */
  readonly ends: Float64Array;
  /** no layer absorbs or is evanescent at the wavelength of the last `tracedTransfer` */
  isLossless: boolean;
}

export function createCoating(): Coating {
  return {
    count: 0,
    rows: new Int32Array(0),
    offsets: new Int32Array(0),
    thicknessNm: new Float64Array(0),
    trace: new Float64Array(0),
    factors: new Float64Array(0),
    ends: new Float64Array(2 * STATE_LENGTH),
    isLossless: true,
  };
}

function reserve(coating: Coating, count: number): void {
  if (coating.offsets.length >= count) return;
  const size = 16 + count + (count >> 1);
  const { rows, offsets, thicknessNm } = coating;
  coating.rows = new Int32Array(size);
  coating.rows.set(rows);
  coating.offsets = new Int32Array(size);
  coating.offsets.set(offsets);
  coating.thicknessNm = new Float64Array(size);
  coating.thicknessNm.set(thicknessNm);
  coating.trace = new Float64Array(size * TRACE_LENGTH);
  coating.factors = new Float64Array((size >> BLOCK_SHIFT) + 1);
}

/**
 * Appends the layers of `sequence` on the entrance side. `ascending` takes them in the order in which they are listed
 * (for light that comes from the exit medium), otherwise from the last to the first. `rows`: those of the layers, if
 * they do not just count on from `firstRow`.
 */
export function appendLayers(
  coating: Coating,
  sequence: LayerSequence,
  ascending: boolean,
  recordLength: number,
  firstRow: number,
  rows: Int32Array | null = null,
): void {
  const { count, media, thicknessNm } = sequence;
  const start = coating.count;
  reserve(coating, start + count);
  for (let i = 0; i < count; i++) {
    const layer = ascending ? i : count - 1 - i;
    coating.rows[start + i] = rows === null ? firstRow + layer : rows[layer];
    coating.offsets[start + i] = media[layer] * recordLength;
    coating.thicknessNm[start + i] = thicknessNm[layer];
  }
  coating.count = start + count;
}

/** Appends one layer whose derivative is not wanted. */
export function appendFixedLayer(coating: Coating, offset: number, thicknessNm: number): void {
  reserve(coating, coating.count + 1);
  coating.rows[coating.count] = -1;
  coating.offsets[coating.count] = offset;
  coating.thicknessNm[coating.count] = thicknessNm;
  coating.count++;
}
