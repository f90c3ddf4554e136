import {
  BLOCK_MASK,
  BLOCK_SHIFT,
  type Coating,
  TRACE_DETERMINANT,
  TRACE_LENGTH,
  TRACE_PHASE,
} from '#core/optics/kernel/coating.ts';
import { ATTENUATION, ETA, INVERSE_ETA, KAPPA_ETA, KAPPA_OVER_ETA } from '#core/optics/kernel/tables.ts';

/**
 * How R and T of the part depend on one coating: f is the derivative of its reflectance from the entrance, b of that
 * from the exit, x of the logarithm of its transmittance; ∂R = frontR·f + crossR·x + backR·b, and ∂T alike.
 */
export interface GradientTerms {
  /** −4i η conj(r)/D² with η and r of the entrance; D = ηB + C */
  frontRe: number;
  frontIm: number;
  /** 2i/D */
  crossRe: number;
  crossIm: number;
  /** −4i η conj(r)/D² with η and r of the exit, for light from there */
  backRe: number;
  backIm: number;
  frontR: number;
  crossR: number;
  backR: number;
  frontT: number;
  crossT: number;
  backT: number;
}

export function createGradientTerms(): GradientTerms {
  return {
    frontRe: 0,
    frontIm: 0,
    crossRe: 0,
    crossIm: 0,
    backRe: 0,
    backIm: 0,
    frontR: 0,
    crossR: 0,
    backR: 0,
    frontT: 0,
    crossT: 0,
    backT: 0,
  };
}

/** Where one polarization's derivatives go: (layers × wavelengths), row-major; this wavelength is one column. */
export interface GradientTarget {
  readonly dR: Float64Array;
  readonly dT: Float64Array;
  readonly column: number;
  readonly wavelengthCount: number;
  /** share of this polarization */
  readonly weight: number;
  /** false: add to what another polarization left */
  readonly isFirst: boolean;
}

/**
 * Derivatives for every layer of a coating from the trace that `tracedTransfer` left: a second state (B′, C′), of light in the
 * opposite direction, runs from the entrance to the exit.
 *
 * At every interface C′B + B′C is the same D, and dM/dd = −iκ[0, 1/η; η, 0]M. So ∂r = 2η₀(C∂B − B∂C)/D² needs (B, C)
 * alone, ∂r of the other side (B′, C′) alone, and ∂(ln t) = −∂D/D both; a Wronskian crosses the layers between by their
 * determinants, which travel with the states.
 *
 * @param base start of the wavelength's records; `polarizationOffset` leads to the polarization's fields
 * @param etaRe,etaIm admittance of the medium at the entrance
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: an inner loop; its state must stay in local variables
export function accumulateGradient(
  coating: Coating,
  records: Float64Array,
  base: number,
  polarizationOffset: number,
  etaRe: number,
  etaIm: number,
  terms: GradientTerms,
  target: GradientTarget,
): void {
  const { count, rows, offsets, trace, factors } = coating;
  const { frontRe, frontIm, crossRe, crossIm, backRe, backIm } = terms;
  const { dR, dT, column, wavelengthCount, weight, isFirst } = target;
  const frontR = weight * terms.frontR;
  const crossR = weight * terms.crossR;
  const backR = weight * terms.backR;
  const frontT = weight * terms.frontT;
  const crossT = weight * terms.crossT;
  const backT = weight * terms.backT;
  const hasBack = backR !== 0 || backT !== 0;
  let downBr = 1;
  let downBi = 0;
  let downCr = +etaRe;
  let downCi = +etaIm;
  let above = 1; // product of the determinants between this interface and the entrance
  for (let i = count - 1; i >= 0; i--) {
    const record = base + offsets[i];
    const admittance = record + polarizationOffset;
    const o = i * TRACE_LENGTH;
    const isLossless = records[record + ATTENUATION] === 0;
    const yr = records[admittance + KAPPA_OVER_ETA];
    const zr = records[admittance + KAPPA_ETA];
    const br = trace[o];
    const bi = trace[o + 1];
    const cr = trace[o + 2];
    const ci = trace[o + 3];
    const bbR = (br - bi) * (br + bi);
    const bbI = 2 * br * bi;
    const ccR = (cr - ci) * (cr + ci);
    const ccI = 2 * cr * ci;
    const pbR = downBr * br - downBi * bi;
    const pbI = downBr * bi + downBi * br;
    const pcR = downCr * cr - downCi * ci;
    const pcI = downCr * ci + downCi * cr;
    let frontYRe = yr * ccR - zr * bbR;
    let frontYIm = yr * ccI - zr * bbI;
    let crossYRe = yr * pcR + zr * pbR;
    let crossYIm = yr * pcI + zr * pbI;
    if (!isLossless) {
      const yi = records[admittance + KAPPA_OVER_ETA + 1];
      const zi = records[admittance + KAPPA_ETA + 1];
      frontYRe -= yi * ccI - zi * bbI;
      frontYIm += yi * ccR - zi * bbR;
      crossYRe -= yi * pcI + zi * pbI;
      crossYIm += yi * pcR + zi * pbR;
    }
    const f = above * (frontRe * frontYRe - frontIm * frontYIm);
    const x = crossRe * crossYRe - crossIm * crossYIm;
    let r = frontR * f + crossR * x;
    let t = frontT * f + crossT * x;
    if (hasBack) {
      const yi = records[admittance + KAPPA_OVER_ETA + 1];
      const zi = records[admittance + KAPPA_ETA + 1];
      const dbR = (downBr - downBi) * (downBr + downBi);
      const dbI = 2 * downBr * downBi;
      const dcR = (downCr - downCi) * (downCr + downCi);
      const dcI = 2 * downCr * downCi;
      const re = yr * dcR - yi * dcI - (zr * dbR - zi * dbI);
      const im = yr * dcI + yi * dcR - (zr * dbI + zi * dbR);
      const b = trace[o + 4] * (backRe * re - backIm * im);
      r += backR * b;
      t += backT * b;
    }
    const row = rows[i];
    if (row >= 0) {
      const cell = row * wavelengthCount + column;
      dR[cell] = isFirst ? r : dR[cell] + r;
      dT[cell] = isFirst ? t : dT[cell] + t;
    }

    above *= trace[o + TRACE_DETERMINANT];
    if (isLossless) {
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
      const inverseRe = records[admittance + INVERSE_ETA];
      const inverseIm = records[admittance + INVERSE_ETA + 1];
      const ownRe = records[admittance + ETA];
      const ownIm = records[admittance + ETA + 1];
      const hr = inverseRe * downCr - inverseIm * downCi;
      const hi = inverseRe * downCi + inverseIm * downCr;
      const gr = ownRe * downBr - ownIm * downBi;
      const gi = ownRe * downBi + ownIm * downBr;
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

/** `accumulateGradient` for a coating and an exit in which no power is lost: ∂T = −∂R, and the trace is enough. */
export function accumulateLosslessGradient(
  coating: Coating,
  records: Float64Array,
  base: number,
  polarizationOffset: number,
  terms: GradientTerms,
  target: GradientTarget,
): void {
  const { count, rows, offsets, trace, factors } = coating;
  const { frontRe, frontIm } = terms;
  const { dR, dT, column, wavelengthCount, weight, isFirst } = target;
  let above = weight; // times the determinants between this interface and the entrance
  for (let i = count - 1; i >= 0; i--) {
    const admittance = base + offsets[i] + polarizationOffset;
    const y = records[admittance + KAPPA_OVER_ETA];
    const z = records[admittance + KAPPA_ETA];
    const o = i * TRACE_LENGTH;
    const br = trace[o];
    const bi = trace[o + 1];
    const cr = trace[o + 2];
    const ci = trace[o + 3];
    const re = y * ((cr - ci) * (cr + ci)) - z * ((br - bi) * (br + bi));
    const im = 2 * (y * (cr * ci) - z * (br * bi));
    const r = above * (frontRe * re - frontIm * im);
    const row = rows[i];
    if (row >= 0) {
      const cell = row * wavelengthCount + column;
      dR[cell] = isFirst ? r : dR[cell] + r;
      dT[cell] = isFirst ? -r : dT[cell] - r;
    }
    above *= trace[o + TRACE_DETERMINANT];
    if ((i & BLOCK_MASK) === BLOCK_MASK) above *= factors[i >> BLOCK_SHIFT] * factors[i >> BLOCK_SHIFT];
  }
}
