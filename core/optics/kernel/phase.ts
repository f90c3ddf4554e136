import { exp2Even, exp2Odd, powerOfTwo, tanDenominator, tanNumerator } from '#core/optics/kernel/elementary.ts';
import { ATTENUATION, HALF_TURNS, type OpticalTables } from '#core/optics/kernel/tables.ts';
import type { LayerSequence } from '#core/optics/types.ts';

export const LOSSLESS = 0;
export const LOSSY = 1;

/** Doubles per layer in `phases`: two or four factors, then the determinant of the layer's scaled matrix. */
export const PHASE_LENGTH = 5;
/** Doubles per interface in `up` and `down`: Re B, Im B, Re C, Im C, product of the determinants so far. */
export const STATE_LENGTH = 5;
/** 2^BLOCK_SHIFT layers lie between two looks at the size of the state, so that no stack, however long, overflows. */
export const BLOCK_SHIFT = 3;

const ROUND = 6755399441055744;
const LOWEST_EXPONENT = -1000; // thicker absorbers transmit 2^-1000
const POWERS = Float64Array.from({ length: 1 - LOWEST_EXPONENT }, (_, k) => powerOfTwo(-k));

/**
 * One coating, listed from the side where light leaves to the side where it enters, with the scratch memory of its
 * sweeps. It grows on demand and is never given back.
 */
export interface Coating {
  count: number;
  /** `LayerSequence` index of each layer plus the first row of this coating in the derivatives; −1: not wanted */
  rows: Int32Array;
  /** where each layer's record starts within those of one wavelength */
  offsets: Int32Array;
  thicknessNm: Float64Array;
  kinds: Int32Array;
  phases: Float64Array;
  /** tangential E and H at every interface, from the exit inwards, for a wave that only leaves there */
  up: Float64Array;
  /** the same from the entrance, for light in the opposite direction; scaled alongside `up` */
  down: Float64Array;
  /** normalisation after every 2^BLOCK_SHIFT layers, mostly 1 */
  factors: Float64Array;
  /** every layer transmits without loss at the present wavelength */
  isLossless: boolean;
}

export function createCoating(): Coating {
  return {
    count: 0,
    rows: new Int32Array(0),
    offsets: new Int32Array(0),
    thicknessNm: new Float64Array(0),
    kinds: new Int32Array(0),
    phases: new Float64Array(0),
    up: new Float64Array(STATE_LENGTH),
    down: new Float64Array(STATE_LENGTH),
    factors: new Float64Array(0),
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
  coating.kinds = new Int32Array(size);
  coating.phases = new Float64Array(size * PHASE_LENGTH);
  coating.up = new Float64Array((size + 1) * STATE_LENGTH);
  coating.down = new Float64Array((size + 1) * STATE_LENGTH);
  coating.factors = new Float64Array((size >> BLOCK_SHIFT) + 1);
}

/**
 * Appends the layers of `sequence` on the entrance side. `ascending` takes them in the order in which they are listed
 * (for light that comes from the exit medium), otherwise from the last to the first.
 */
export function appendLayers(
  coating: Coating,
  sequence: LayerSequence,
  ascending: boolean,
  recordLength: number,
  firstRow: number,
): void {
  const { count, media, thicknessNm } = sequence;
  const start = coating.count;
  reserve(coating, start + count);
  for (let i = 0; i < count; i++) {
    const layer = ascending ? i : count - 1 - i;
    coating.rows[start + i] = firstRow + layer;
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

/**
 * Phase factors of all layers at the wavelength whose records start at `base`; they serve both polarizations and both
 * directions.
 *
 * Re δ = πh with h half turns; only f = h − round(h) matters (the sign (−1)^h drops out), and Q + iP is e^{iπf} but for
 * a real factor. A lossy layer is scaled by e^{−Im δ} too: e^{−iδ} becomes (Q − iP)a and e^{iδ} becomes (Q + iP)b with
 * b/a = e^{−2 Im δ} ≤ 1, so nothing overflows; the determinant stays real. Stored are P, Q of a lossless layer, cos δ and
 * −i sin δ (complex) of a lossy one. sin δ keeps its relative accuracy in thin layers, where near the critical angle
 * 1/η is huge.
 */
export function fillPhases(coating: Coating, tables: OpticalTables, base: number): void {
  const { records } = tables;
  const { count, offsets, thicknessNm, kinds, phases } = coating;
  let isLossless = true;
  for (let i = 0; i < count; i++) {
    const record = base + offsets[i];
    const d = thicknessNm[i];
    const attenuation = records[record + ATTENUATION];
    const o = i * PHASE_LENGTH;
    const h = records[record + HALF_TURNS] * d;
    const f = h - (h + ROUND - ROUND);
    const z = f * f;
    const p = tanNumerator(f, z);
    const q = tanDenominator(z);
    if (attenuation === 0) {
      kinds[i] = LOSSLESS;
      phases[o] = p;
      phases[o + 1] = q;
      phases[o + 4] = p * p + q * q;
      continue;
    }
    isLossless = false;
    const x = Math.max(attenuation * d, LOWEST_EXPONENT);
    const k = x + ROUND - ROUND;
    const e = x - k;
    const y = e * e;
    const odd = exp2Odd(e, y);
    const even = exp2Even(y);
    const power = POWERS[-k | 0];
    const sum = 0.5 * (even * (1 + power) - odd * (1 - power)); // a + b
    const difference = 0.5 * (even * (1 - power) - odd * (1 + power)); // a − b, with all its digits in a thin layer
    kinds[i] = LOSSY;
    phases[o] = q * sum;
    phases[o + 1] = -p * difference;
    phases[o + 2] = q * difference;
    phases[o + 3] = -p * sum;
    phases[o + 4] = (p * p + q * q) * (power * (even - odd) * (even + odd));
  }
  coating.isLossless = isLossless;
}
