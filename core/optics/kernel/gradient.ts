import { BLOCK_SHIFT, type Coating, LOSSLESS, PHASE_LENGTH, STATE_LENGTH } from '#core/optics/kernel/phase.ts';
import { KAPPA_ETA, KAPPA_OVER_ETA } from '#core/optics/kernel/tables.ts';

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

/**
 * Derivatives for every layer of a coating from the states that both sweeps left in `up` (B, C) and `down` (B', C').
 *
 * At every interface C'B + B'C is the same D, and dM/dd = −iκ[0, 1/η; η, 0]M. So ∂r = 2η₀(C∂B − B∂C)/D² needs `up`
 * alone, ∂r of the other side `down` alone, and ∂(ln t) = −∂D/D both; a Wronskian crosses the layers between by their
 * determinants, which travel with the states.
 *
 * @param base start of the wavelength's records, plus the polarization's offset
 * @param weight share of this polarization; `isFirst`: overwrite, otherwise add
 * @param dR,dT (layers × wavelengths), row-major; this wavelength is column `w` of `wavelengthCount`
 */
export function accumulateGradient(
  coating: Coating,
  records: Float64Array,
  base: number,
  terms: GradientTerms,
  weight: number,
  isFirst: boolean,
  w: number,
  wavelengthCount: number,
  dR: Float64Array,
  dT: Float64Array,
): void {
  const { count, rows, offsets, kinds, up, down } = coating;
  const { frontRe, frontIm, crossRe, crossIm, backRe, backIm } = terms;
  const frontR = weight * terms.frontR;
  const crossR = weight * terms.crossR;
  const backR = weight * terms.backR;
  const frontT = weight * terms.frontT;
  const crossT = weight * terms.crossT;
  const backT = weight * terms.backT;
  const hasBack = backR !== 0 || backT !== 0;
  for (let i = 0; i < count; i++) {
    const row = rows[i];
    if (row < 0) continue;
    const record = base + offsets[i];
    const isLossless = kinds[i] === LOSSLESS;
    const yr = records[record + KAPPA_OVER_ETA];
    const yi = records[record + KAPPA_OVER_ETA + 1];
    const zr = records[record + KAPPA_ETA];
    const zi = records[record + KAPPA_ETA + 1];
    const at = (i + 1) * STATE_LENGTH;
    const br = up[at];
    const bi = up[at + 1];
    const cr = up[at + 2];
    const ci = up[at + 3];
    const downBr = down[at];
    const downBi = down[at + 1];
    const downCr = down[at + 2];
    const downCi = down[at + 3];

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
      frontYRe -= yi * ccI - zi * bbI;
      frontYIm += yi * ccR - zi * bbR;
      crossYRe -= yi * pcI + zi * pbI;
      crossYIm += yi * pcR + zi * pbR;
    }
    const f = down[at + 4] * (frontRe * frontYRe - frontIm * frontYIm);
    const x = crossRe * crossYRe - crossIm * crossYIm;
    let r = frontR * f + crossR * x;
    let t = frontT * f + crossT * x;
    if (hasBack) {
      const dbR = (downBr - downBi) * (downBr + downBi);
      const dbI = 2 * downBr * downBi;
      const dcR = (downCr - downCi) * (downCr + downCi);
      const dcI = 2 * downCr * downCi;
      const re = yr * dcR - yi * dcI - (zr * dbR - zi * dbI);
      const im = yr * dcI + yi * dcR - (zr * dbI + zi * dbR);
      const b = up[at + 4] * (backRe * re - backIm * im);
      r += backR * b;
      t += backT * b;
    }
    const cell = row * wavelengthCount + w;
    if (isFirst) {
      dR[cell] = r;
      dT[cell] = t;
    } else {
      dR[cell] += r;
      dT[cell] += t;
    }
  }
}

/** `accumulateGradient` where no power is lost, so that ∂T = −∂R and `up` is enough. */
export function accumulateLosslessGradient(
  coating: Coating,
  records: Float64Array,
  base: number,
  terms: GradientTerms,
  weight: number,
  isFirst: boolean,
  w: number,
  wavelengthCount: number,
  dR: Float64Array,
  dT: Float64Array,
): void {
  const { count, rows, offsets, phases, up, factors } = coating;
  const { frontRe, frontIm } = terms;
  const mask = (1 << BLOCK_SHIFT) - 1;
  let above = weight; // times the determinants between this interface and the entrance
  for (let i = count - 1; i >= 0; i--) {
    const record = base + offsets[i];
    const y = records[record + KAPPA_OVER_ETA];
    const z = records[record + KAPPA_ETA];
    const at = (i + 1) * STATE_LENGTH;
    const br = up[at];
    const bi = up[at + 1];
    const cr = up[at + 2];
    const ci = up[at + 3];
    const re = y * ((cr - ci) * (cr + ci)) - z * ((br - bi) * (br + bi));
    const im = 2 * (y * (cr * ci) - z * (br * bi));
    const r = above * (frontRe * re - frontIm * im);
    const row = rows[i];
    if (row >= 0) {
      const cell = row * wavelengthCount + w;
      if (isFirst) {
        dR[cell] = r;
        dT[cell] = -r;
      } else {
        dR[cell] += r;
        dT[cell] -= r;
      }
    }
    above *= phases[i * PHASE_LENGTH + 4];
    if ((i & mask) === mask) above *= factors[i >> BLOCK_SHIFT] * factors[i >> BLOCK_SHIFT];
  }
}
