import { exp2Even, exp2Odd, powerOfTwo, tanDenominator, tanNumerator } from '#core/optics/kernel/elementary.ts';
import { ATTENUATION, HALF_TURNS, type OpticalTables } from '#core/optics/kernel/tables.ts';
import type { LayerSequence } from '#core/optics/types.ts';

export const LOSSLESS = 0;
export const LOSSY = 1;
export const ILL_CONDITIONED = 2;

/** Doubles per layer in `phases`: four factors, then the determinant of the layer's scaled matrix. */
export const PHASE_LENGTH = 5;
/** Doubles per interface in `up` and `down`: Re B, Im B, Re C, Im C, product of the determinants so far. */
export const STATE_LENGTH = 5;
/** Layers between two normalisations of the state, so that no stack, however long, overflows. */
export const BLOCK_SHIFT = 5;

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
  /** normalisation after every 2^BLOCK_SHIFT layers */
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
 * a real factor. A lossy layer is scaled by e^{−Im δ}: p and m, the parts of the field that run to the exit and back,
 * take (Q − iP)a and (Q + iP)b with b/a = e^{−2 Im δ} ≤ 1. So nothing overflows, and the determinant is real.
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
    let x = attenuation * d;
    if (x > 0) {
      if (fillIllConditioned(phases, o, Math.PI * h, x * (Math.LN2 / 2), d)) {
        kinds[i] = ILL_CONDITIONED;
        continue;
      }
      x = -x;
    }
    if (x < LOWEST_EXPONENT) x = LOWEST_EXPONENT;
    const k = x + ROUND - ROUND;
    const e = x - k;
    const y = e * e;
    const odd = exp2Odd(e, y);
    const even = exp2Even(y);
    const a = 0.5 * (even - odd);
    const b = 0.5 * (even + odd) * POWERS[-k | 0];
    kinds[i] = LOSSY;
    phases[o] = p;
    phases[o + 1] = q;
    phases[o + 2] = a;
    phases[o + 3] = b;
    phases[o + 4] = 4 * (p * p + q * q) * (a * b);
  }
  coating.isLossless = isLossless;
}

/**
 * cos δ and d·sin δ/δ of a layer with small |kz/k0|, where B ± C/η would lose the smaller of the two, from their series
 * in δ². Only for |δ| < ½: thicker layers lose nothing that way. Returns whether it applied.
 */
function fillIllConditioned(phases: Float64Array, o: number, deltaRe: number, deltaIm: number, d: number): boolean {
  if (!(deltaRe * deltaRe + deltaIm * deltaIm < 0.25)) return false;
  const re = (deltaIm - deltaRe) * (deltaIm + deltaRe); // −δ²
  const im = -2 * deltaRe * deltaIm;
  let cosRe = 1;
  let cosIm = 0;
  let sincRe = 1;
  let sincIm = 0;
  for (let j = 8; j > 0; j--) {
    const c = 1 / (2 * j * (2 * j - 1));
    const s = 1 / (2 * j * (2 * j + 1));
    const cr = 1 + c * (re * cosRe - im * cosIm);
    cosIm = c * (re * cosIm + im * cosRe);
    cosRe = cr;
    const sr = 1 + s * (re * sincRe - im * sincIm);
    sincIm = s * (re * sincIm + im * sincRe);
    sincRe = sr;
  }
  phases[o] = cosRe;
  phases[o + 1] = cosIm;
  phases[o + 2] = d * sincRe;
  phases[o + 3] = d * sincIm;
  phases[o + 4] = 1;
  return true;
}
