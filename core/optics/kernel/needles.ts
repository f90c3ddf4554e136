import {
  BLOCK_MASK,
  BLOCK_SHIFT,
  type Coating,
  TRACE_DETERMINANT,
  TRACE_LENGTH,
  TRACE_PHASE,
} from '#core/optics/kernel/coating.ts';
import type { GradientTerms } from '#core/optics/kernel/gradient.ts';
import {
  ATTENUATION,
  ETA,
  INVERSE_ETA,
  KAPPA_ETA,
  KAPPA_OVER_ETA,
  type OpticalTables,
} from '#core/optics/kernel/tables.ts';

/** Where the slopes of one polarization at one wavelength are added: (places × media), row-major. */
export interface NeedleTarget {
  readonly slopes: Float64Array;
  /** layer media: the first of the tables' */
  readonly mediumCount: number;
  /** share of the polarization times ∂M/∂R and ∂M/∂T at the wavelength */
  readonly weightR: number;
  readonly weightT: number;
}

/**
 * Adds what needles of every medium would do at every place of a coating cut at them, from the trace that
 * `tracedTransfer` left. A layer of thickness dd does −iκ[0, 1/η; η, 0]dd (see `accumulateGradient`), so that with (B, C)
 * and, in the opposite direction, (B′, C′) at the place
 *   slope = Re(κ/η·U + κη·V),   U = F C² + X C′C + K C′²,   V = X B′B − F B² − K B′²,
 * where F, X and K belong to the place and κ/η and κη to the needle's medium.
 *
 * @see A. V. Tikhonravov, M. K. Trubetskov, G. W. DeBell, Appl. Opt. 35, 5493 (1996)
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: an inner loop; its state must stay in local variables
export function accumulateNeedles(
  coating: Coating,
  tables: OpticalTables,
  base: number,
  polarizationOffset: number,
  etaRe: number,
  etaIm: number,
  terms: GradientTerms,
  target: NeedleTarget,
): void {
  const { count, rows, offsets, trace, factors } = coating;
  const { records, recordLength } = tables;
  const { slopes, mediumCount, weightR, weightT } = target;
  const front = weightR * terms.frontR + weightT * terms.frontT;
  const cross = weightR * terms.crossR + weightT * terms.crossT;
  const back = weightR * terms.backR + weightT * terms.backT;
  const [fr, fi] = [front * terms.frontRe, front * terms.frontIm];
  const [xr, xi] = [cross * terms.crossRe, cross * terms.crossIm];
  const [kr, ki] = [back * terms.backRe, back * terms.backIm];
  let downBr = 1;
  let downBi = 0;
  let downCr = +etaRe;
  let downCi = +etaIm;
  let above = 1; // product of the determinants between this interface and the entrance
  for (let i = count - 1; i >= 0; i--) {
    const record = base + offsets[i];
    const admittance = record + polarizationOffset;
    const o = i * TRACE_LENGTH;
    if (rows[i] >= 0) {
      const br = trace[o];
      const bi = trace[o + 1];
      const cr = trace[o + 2];
      const ci = trace[o + 3];
      const norm = trace[o + 4];
      const ar = above * fr;
      const ai = above * fi;
      const gr = ar * cr - ai * ci + (xr * downCr - xi * downCi);
      const gi = ar * ci + ai * cr + (xr * downCi + xi * downCr);
      const hr = xr * downBr - xi * downBi - (ar * br - ai * bi);
      const hi = xr * downBi + xi * downBr - (ar * bi + ai * br);
      const backCr = (downCr - downCi) * (downCr + downCi);
      const backCi = 2 * downCr * downCi;
      const backBr = (downBr - downBi) * (downBr + downBi);
      const backBi = 2 * downBr * downBi;
      const ur = cr * gr - ci * gi + norm * (kr * backCr - ki * backCi);
      const ui = cr * gi + ci * gr + norm * (kr * backCi + ki * backCr);
      const vr = br * hr - bi * hi - norm * (kr * backBr - ki * backBi);
      const vi = br * hi + bi * hr - norm * (kr * backBi + ki * backBr);
      let medium = base + polarizationOffset;
      for (let cell = rows[i] * mediumCount; cell < (rows[i] + 1) * mediumCount; cell++) {
        slopes[cell] +=
          records[medium + KAPPA_OVER_ETA] * ur -
          records[medium + KAPPA_OVER_ETA + 1] * ui +
          (records[medium + KAPPA_ETA] * vr - records[medium + KAPPA_ETA + 1] * vi);
        medium += recordLength;
      }
    }
    above *= trace[o + TRACE_DETERMINANT];
    if (records[record + ATTENUATION] === 0) {
      const p = trace[o + TRACE_PHASE];
      const q = trace[o + TRACE_PHASE + 1];
      const y = p * records[admittance + INVERSE_ETA];
      const z = p * records[admittance + ETA];
      const nextBr = q * downBr + y * downCi;
      const nextBi = q * downBi - y * downCr;
      downCr = q * downCr + z * downBi;
      downCi = q * downCi - z * downBr;
      downBr = nextBr;
      downBi = nextBi;
    } else {
      const cosRe = trace[o + TRACE_PHASE];
      const cosIm = trace[o + TRACE_PHASE + 1];
      const sinRe = trace[o + TRACE_PHASE + 2];
      const sinIm = trace[o + TRACE_PHASE + 3];
      const yr = records[admittance + INVERSE_ETA];
      const yi = records[admittance + INVERSE_ETA + 1];
      const er = records[admittance + ETA];
      const ei = records[admittance + ETA + 1];
      const hr = yr * downCr - yi * downCi;
      const hi = yr * downCi + yi * downCr;
      const gr = er * downBr - ei * downBi;
      const gi = er * downBi + ei * downBr;
      const nextBr = cosRe * downBr - cosIm * downBi + (sinRe * hr - sinIm * hi);
      const nextBi = cosRe * downBi + cosIm * downBr + (sinRe * hi + sinIm * hr);
      const nextCr = cosRe * downCr - cosIm * downCi + (sinRe * gr - sinIm * gi);
      downCi = cosRe * downCi + cosIm * downCr + (sinRe * gi + sinIm * gr);
      downCr = nextCr;
      downBr = nextBr;
      downBi = nextBi;
    }
    if ((i & BLOCK_MASK) === BLOCK_MASK) {
      const factor = factors[i >> BLOCK_SHIFT];
      downBr *= factor;
      downBi *= factor;
      downCr *= factor;
      downCi *= factor;
      above *= factor * factor;
    }
  }
}
