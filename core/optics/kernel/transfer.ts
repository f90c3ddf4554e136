import { BLOCK_MASK, type Coating, LARGE, STATE_LENGTH } from '#core/optics/kernel/coating.ts';
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
 * Carries tangential E and H (B and C in Macleod's notation; B = 1 and C = η of the medium beyond) through the coating
 * from the exit to the entrance, and leaves the last state in `coating.ends`.
 *
 * Per layer [B; C] ← [cos δ, −i sin δ/η; −iη sin δ, cos δ][B; C]. Re δ = πh with h half turns; only f = h − round(h)
 * matters (the sign (−1)^h drops out of R, T and their derivatives), and Q + iP is e^{iπf} but for a real factor. A
 * lossy layer is scaled by e^{−Im δ}: e^{−iδ} becomes (Q − iP)a and e^{iδ} becomes (Q + iP)b with b/a = e^{−2 Im δ} ≤ 1,
 * so that nothing overflows. Each matrix is thus true but for a real factor, whose square is its determinant; the
 * product of the determinants travels with the state. sin δ keeps its relative accuracy in thin layers, because near
 * the critical angle 1/η is huge.
 *
 * (A unary plus on a parameter tells V8 that the state is a double; without it every layer allocates.)
 *
 * @param base start of the wavelength's records
 * @param polarizationOffset from there to the polarization's admittances
 * @param etaRe,etaIm admittance of the medium beyond the exit
 * @see H. A. Macleod, Thin-Film Optical Filters, 5th ed., §2.6; signs here for exp(−iωt)
 */
export function transfer(
  coating: Coating,
  records: Float64Array,
  base: number,
  polarizationOffset: number,
  etaRe: number,
  etaIm: number,
): void {
  const { count, offsets, thicknessNm, ends } = coating;
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
    } else {
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
    }
    norm *= determinant;
    if ((i & BLOCK_MASK) === BLOCK_MASK) {
      const size = Math.abs(br) + Math.abs(bi) + Math.abs(cr) + Math.abs(ci);
      const factor = size > LARGE || size < 1 / LARGE ? 1 / size : 1;
      br *= factor;
      bi *= factor;
      cr *= factor;
      ci *= factor;
      norm *= factor * factor;
    }
  }
  ends[0] = br;
  ends[1] = bi;
  ends[2] = cr;
  ends[3] = ci;
  ends[4] = norm;
}

/**
 * `transfer` of two states at once, which share the phases: s and p (`offsetB` leads to p's admittances), or the waves
 * that run out of and into the exit (`etaB` = −`etaA`, from which the reflectance from the exit follows).
 *
 * @param isLinked the second state takes on the normalisation of the first, so that the two can be compared
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: the innermost loop; its state must stay in local variables
export function transferPair(
  coating: Coating,
  records: Float64Array,
  base: number,
  offsetA: number,
  offsetB: number,
  etaReA: number,
  etaImA: number,
  etaReB: number,
  etaImB: number,
  isLinked: boolean,
): void {
  const { count, offsets, thicknessNm, ends } = coating;
  let brA = 1;
  let biA = 0;
  let crA = +etaReA;
  let ciA = +etaImA;
  let normA = 1;
  let brB = 1;
  let biB = 0;
  let crB = +etaReB;
  let ciB = +etaImB;
  let normB = 1;
  for (let i = 0; i < count; i++) {
    const record = base + offsets[i];
    const d = thicknessNm[i];
    const h = records[record + HALF_TURNS] * d;
    const f = h - (h + ROUND - ROUND);
    const z = f * f;
    const p = tanNumerator(f, z);
    const q = tanDenominator(z);
    const attenuation = records[record + ATTENUATION];
    const recordA = record + offsetA;
    const recordB = record + offsetB;
    let determinant = p * p + q * q;
    if (attenuation === 0) {
      const yA = p * records[recordA + INVERSE_ETA];
      const zA = p * records[recordA + ETA];
      const nextBrA = q * brA + yA * ciA;
      const nextBiA = q * biA - yA * crA;
      crA = q * crA + zA * biA;
      ciA = q * ciA - zA * brA;
      brA = nextBrA;
      biA = nextBiA;
      const yB = p * records[recordB + INVERSE_ETA];
      const zB = p * records[recordB + ETA];
      const nextBrB = q * brB + yB * ciB;
      const nextBiB = q * biB - yB * crB;
      crB = q * crB + zB * biB;
      ciB = q * ciB - zB * brB;
      brB = nextBrB;
      biB = nextBiB;
    } else {
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
      const erA = records[recordA + ETA];
      const eiA = records[recordA + ETA + 1];
      const yrA = records[recordA + INVERSE_ETA];
      const yiA = records[recordA + INVERSE_ETA + 1];
      const hrA = yrA * crA - yiA * ciA; // C/η
      const hiA = yrA * ciA + yiA * crA;
      const grA = erA * brA - eiA * biA; // ηB
      const giA = erA * biA + eiA * brA;
      const nextBrA = cosRe * brA - cosIm * biA + (sinRe * hrA - sinIm * hiA);
      const nextBiA = cosRe * biA + cosIm * brA + (sinRe * hiA + sinIm * hrA);
      const nextCrA = cosRe * crA - cosIm * ciA + (sinRe * grA - sinIm * giA);
      ciA = cosRe * ciA + cosIm * crA + (sinRe * giA + sinIm * grA);
      crA = nextCrA;
      brA = nextBrA;
      biA = nextBiA;
      const erB = records[recordB + ETA];
      const eiB = records[recordB + ETA + 1];
      const yrB = records[recordB + INVERSE_ETA];
      const yiB = records[recordB + INVERSE_ETA + 1];
      const hrB = yrB * crB - yiB * ciB; // C/η
      const hiB = yrB * ciB + yiB * crB;
      const grB = erB * brB - eiB * biB; // ηB
      const giB = erB * biB + eiB * brB;
      const nextBrB = cosRe * brB - cosIm * biB + (sinRe * hrB - sinIm * hiB);
      const nextBiB = cosRe * biB + cosIm * brB + (sinRe * hiB + sinIm * hrB);
      const nextCrB = cosRe * crB - cosIm * ciB + (sinRe * grB - sinIm * giB);
      ciB = cosRe * ciB + cosIm * crB + (sinRe * giB + sinIm * grB);
      crB = nextCrB;
      brB = nextBrB;
      biB = nextBiB;
    }
    normA *= determinant;
    normB *= determinant;
    if ((i & BLOCK_MASK) === BLOCK_MASK) {
      const sizeA = Math.abs(brA) + Math.abs(biA) + Math.abs(crA) + Math.abs(ciA);
      const sizeB = isLinked ? sizeA : Math.abs(brB) + Math.abs(biB) + Math.abs(crB) + Math.abs(ciB);
      const factorA = sizeA > LARGE || sizeA < 1 / LARGE ? 1 / sizeA : 1;
      const factorB = sizeB > LARGE || sizeB < 1 / LARGE ? 1 / sizeB : 1;
      brA *= factorA;
      biA *= factorA;
      crA *= factorA;
      ciA *= factorA;
      normA *= factorA * factorA;
      brB *= factorB;
      biB *= factorB;
      crB *= factorB;
      ciB *= factorB;
      normB *= factorB * factorB;
    }
  }
  ends[0] = brA;
  ends[1] = biA;
  ends[2] = crA;
  ends[3] = ciA;
  ends[4] = normA;
  ends[STATE_LENGTH] = brB;
  ends[STATE_LENGTH + 1] = biB;
  ends[STATE_LENGTH + 2] = crB;
  ends[STATE_LENGTH + 3] = ciB;
  ends[STATE_LENGTH + 4] = normB;
}
