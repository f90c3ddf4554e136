import {
  BLOCK_MASK,
  BLOCK_SHIFT,
  type Coating,
  LARGE,
  TRACE_DETERMINANT,
  TRACE_LENGTH,
  TRACE_PHASE,
} from '#core/optics/kernel/coating.ts';
import {
  exp2Even,
  exp2Odd,
  LOWEST_EXPONENT,
  POWERS_OF_HALF,
  ROUND,
  tanDenominator,
  tanNumerator,
} from '#core/optics/kernel/elementary.ts';
import { ATTENUATION, ETA, HALF_TURNS, INVERSE_ETA } from '#core/optics/kernel/tables.ts';

/**
 * `transfer` that also leaves the way there in `coating.trace` and `coating.factors`, for `accumulateGradient`. Apart
 * from it because the stores cost a third of the time. Ends in the same bits.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: the innermost loop; its state must stay in local variables
export function tracedTransfer(
  coating: Coating,
  records: Float64Array,
  base: number,
  polarizationOffset: number,
  etaRe: number,
  etaIm: number,
): void {
  const { count, offsets, thicknessNm, trace, factors, ends } = coating;
  let isLossless = true;
  let br = 1;
  let bi = 0;
  let cr = +etaRe;
  let ci = +etaIm;
  let norm = 1;
  for (let i = 0; i < count; i++) {
    const record = base + offsets[i];
    const d = thicknessNm[i];
    const h = records[record + HALF_TURNS] * d;
    const f = h - (h + ROUND - ROUND);
    const z = f * f;
    const p = tanNumerator(f, z);
    const q = tanDenominator(z);
    const attenuation = records[record + ATTENUATION];
    const admittance = record + polarizationOffset;
    const o = i * TRACE_LENGTH;
    let determinant = p * p + q * q;
    if (attenuation === 0) {
      const y = p * records[admittance + INVERSE_ETA];
      const z = p * records[admittance + ETA];
      const nextBr = q * br + y * ci;
      const nextBi = q * bi - y * cr;
      cr = q * cr + z * bi;
      ci = q * ci - z * br;
      br = nextBr;
      bi = nextBi;
      trace[o + TRACE_PHASE] = p;
      trace[o + TRACE_PHASE + 1] = q;
    } else {
      isLossless = false;
      const x = Math.max(attenuation * d, LOWEST_EXPONENT);
      const k = x + ROUND - ROUND;
      const e = x - k;
      const ee = e * e;
      const odd = exp2Odd(e, ee);
      const even = exp2Even(ee);
      const power = POWERS_OF_HALF[-k | 0];
      const sum = 0.5 * (even * (1 + power) - odd * (1 - power));
      const difference = 0.5 * (even * (1 - power) - odd * (1 + power)); // keeps its digits in a thin layer
      const cosRe = q * sum;
      const cosIm = -p * difference;
      const sinRe = q * difference;
      const sinIm = -p * sum;
      determinant *= power * (even - odd) * (even + odd);
      const er = records[admittance + ETA];
      const ei = records[admittance + ETA + 1];
      const yr = records[admittance + INVERSE_ETA];
      const yi = records[admittance + INVERSE_ETA + 1];
      const hr = yr * cr - yi * ci; // C/η
      const hi = yr * ci + yi * cr;
      const gr = er * br - ei * bi; // ηB
      const gi = er * bi + ei * br;
      const nextBr = cosRe * br - cosIm * bi + (sinRe * hr - sinIm * hi);
      const nextBi = cosRe * bi + cosIm * br + (sinRe * hi + sinIm * hr);
      const nextCr = cosRe * cr - cosIm * ci + (sinRe * gr - sinIm * gi);
      ci = cosRe * ci + cosIm * cr + (sinRe * gi + sinIm * gr);
      cr = nextCr;
      br = nextBr;
      bi = nextBi;
      trace[o + TRACE_PHASE] = cosRe;
      trace[o + TRACE_PHASE + 1] = cosIm;
      trace[o + TRACE_PHASE + 2] = sinRe;
      trace[o + TRACE_PHASE + 3] = sinIm;
    }
    norm *= determinant;
    if ((i & BLOCK_MASK) === BLOCK_MASK) {
      const size = Math.abs(br) + Math.abs(bi) + Math.abs(cr) + Math.abs(ci);
      const factor = size > LARGE || size < 1 / LARGE ? 1 / size : 1;
      factors[i >> BLOCK_SHIFT] = factor;
      br *= factor;
      bi *= factor;
      cr *= factor;
      ci *= factor;
      norm *= factor * factor;
    }
    trace[o] = br;
    trace[o + 1] = bi;
    trace[o + 2] = cr;
    trace[o + 3] = ci;
    trace[o + 4] = norm;
    trace[o + TRACE_DETERMINANT] = determinant;
  }
  ends[0] = br;
  ends[1] = bi;
  ends[2] = cr;
  ends[3] = ci;
  ends[4] = norm;
  coating.isLossless = isLossless;
}
