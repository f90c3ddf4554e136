import { sinCosDeg } from '#core/optics/kernel/elementary.ts';
import type { MediumTable } from '#core/optics/types.ts';

/**
 * One record per (wavelength, medium), wavelengths outermost, so that all records of one wavelength lie together:
 * HR and XN, then for every polarization the eight fields of the tilted admittance.
 */
export const HALF_TURNS = 0; // HR = 2 Re(kz/k0)/λ: half turns of phase per nm
/** XN = −4π Im(kz/k0)/(λ ln 2): log2 of the intensity per nm; 0 where the medium neither absorbs nor is evanescent. */
export const ATTENUATION = 1;
export const ETA = 2; // Re η, Im η: tilted optical admittance in units of free space, η_s = kz/k0, η_p = N²/(kz/k0)
export const INVERSE_ETA = 4; // Re 1/η, Im 1/η
export const KAPPA_ETA = 6; // Re κη, Im κη with κ = 2π(kz/k0)/λ, phase per nm
export const KAPPA_OVER_ETA = 8; // Re κ/η, Im κ/η
/** From a field of one polarization to the same field of the next. */
export const POLARIZATION_STRIDE = 8;

const SMALLEST_KZ = 1e-20; // keeps 1/η finite at the critical angle; R and T depend on kz² there, or on kz·1
export const SMALLEST_INDEX = 1e-8; // |N| below this is taken as 1e-8: at N = 0 1/η_p has no value
const LN2 = Math.LN2;

export interface OpticalTables {
  readonly wavelengthCount: number;
  readonly mediumCount: number;
  /** polarizations stored: 1 (the one asked for, or s = p at normal incidence) or 2 (s, then p) */
  readonly polarizations: 1 | 2;
  /** p alone is stored */
  readonly isP: boolean;
  /** doubles per (wavelength, medium) */
  readonly recordLength: number;
  /** (wavelengths × media × fields), row-major */
  readonly records: Float64Array;
}

/**
 * Admittances and propagation constants of all media for light that comes from `media[incident]`, which must be real.
 * Convention exp(−iωt), N = n + ik: the wave that travels on has Im kz > 0, or Im kz = 0 and Re kz > 0, so that it
 * decays in absorbers and beyond the critical angle (docs/conventions.md).
 *
 * @param wavelengthsNm vacuum wavelengths, nm
 * @param angleDeg angle in the incident medium, 0 ≤ angle < 90
 */
export function buildTables(
  wavelengthsNm: Float64Array,
  media: readonly MediumTable[],
  incident: number,
  angleDeg: number,
  polarization: 's' | 'p' | 'unpolarized',
): OpticalTables {
  const both = polarization === 'unpolarized' && angleDeg > 0;
  const polarizations = both ? 2 : 1;
  const recordLength = 2 + POLARIZATION_STRIDE * polarizations;
  const wavelengthCount = wavelengthsNm.length;
  const records = new Float64Array(wavelengthCount * media.length * recordLength);
  const { sin, cos } = sinCosDeg(angleDeg);
  const from = media[incident];

  for (let w = 0; w < wavelengthCount; w++) {
    const n0 = Math.max(from.n[w], SMALLEST_INDEX);
    for (let m = 0; m < media.length; m++) {
      const record = (w * media.length + m) * recordLength;
      const { n, k } = media[m];
      const axial = axialIndex(n[w], k[w], n0, sin, cos);
      const lambda = wavelengthsNm[w];
      writePropagation(records, record, axial, lambda);
      if (polarization !== 'p') writeAdmittance(records, record, axial, lambda, false);
      if (polarization === 'p') writeAdmittance(records, record, axial, lambda, true);
      if (both) writeAdmittance(records, record + POLARIZATION_STRIDE, axial, lambda, true);
    }
  }
  return {
    wavelengthCount,
    mediumCount: media.length,
    polarizations,
    isP: polarization === 'p',
    recordLength,
    records,
  };
}

/** kz/k0 = √(N² − α²) on the branch that decays, N², and α² with the Snell invariant α = n₀ sin θ. */
interface AxialIndex {
  readonly re: number;
  readonly im: number;
  readonly alphaSquare: number;
  readonly squareRe: number;
  readonly squareIm: number;
}

function axialIndex(n: number, k: number, n0: number, sin: number, cos: number): AxialIndex {
  if (n * n + k * k < SMALLEST_INDEX * SMALLEST_INDEX) {
    n = SMALLEST_INDEX;
    k = 0;
  }
  const squareRe = (n - k) * (n + k);
  const squareIm = 2 * n * k;
  if (sin === 0) return { re: n, im: k, alphaSquare: 0, squareRe, squareIm };
  const alpha = n0 * sin;
  // n² − n0² sin² with the difference of the indices taken first: exact in the incident medium and near it
  const x = k === 0 ? (n - n0) * (n + n0) + n0 * cos * (n0 * cos) : squareRe - alpha * alpha;
  let re: number;
  let im: number;
  if (squareIm === 0) {
    re = x > 0 ? Math.sqrt(x) : 0;
    im = x > 0 ? 0 : Math.sqrt(-x);
  } else {
    const modulus = Math.sqrt(x * x + squareIm * squareIm);
    if (x > 0) {
      re = Math.sqrt((modulus + x) / 2);
      im = squareIm / (2 * re);
    } else {
      im = Math.sqrt((modulus - x) / 2);
      re = squareIm / (2 * im);
    }
  }
  if (re + im < SMALLEST_KZ) re = SMALLEST_KZ;
  return { re, im, alphaSquare: alpha * alpha, squareRe, squareIm };
}

function writePropagation(records: Float64Array, record: number, kz: AxialIndex, lambda: number): void {
  records[record + HALF_TURNS] = (2 * kz.re) / lambda;
  records[record + ATTENUATION] = (-4 * Math.PI * kz.im) / (lambda * LN2);
}

function writeAdmittance(records: Float64Array, record: number, kz: AxialIndex, lambda: number, isP: boolean): void {
  const k0 = (2 * Math.PI) / lambda;
  const kz2 = kz.re * kz.re + kz.im * kz.im;
  const n4 = kz.squareRe * kz.squareRe + kz.squareIm * kz.squareIm;
  const kzSquareRe = (kz.re - kz.im) * (kz.re + kz.im);
  const kzSquareIm = 2 * kz.re * kz.im;
  if (isP) {
    // η = N²/kz and 1/η = kz/N²; Re η from N² = kz² + α², so that it is ≥ 0 to the last bit; κη = k0 N², κ/η = k0 kz²/N²
    const real = kz.re * (kz2 + kz.alphaSquare);
    const imaginary = kz.squareIm * kz.re - kz.squareRe * kz.im;
    records[record + ETA] = real / kz2;
    records[record + ETA + 1] = imaginary / kz2;
    records[record + INVERSE_ETA] = real / n4;
    records[record + INVERSE_ETA + 1] = -imaginary / n4;
    records[record + KAPPA_ETA] = k0 * kz.squareRe;
    records[record + KAPPA_ETA + 1] = k0 * kz.squareIm;
    records[record + KAPPA_OVER_ETA] = (k0 * (kzSquareRe * kz.squareRe + kzSquareIm * kz.squareIm)) / n4;
    records[record + KAPPA_OVER_ETA + 1] = (k0 * (kzSquareIm * kz.squareRe - kzSquareRe * kz.squareIm)) / n4;
  } else {
    records[record + ETA] = kz.re;
    records[record + ETA + 1] = kz.im;
    records[record + INVERSE_ETA] = kz.re / kz2;
    records[record + INVERSE_ETA + 1] = -kz.im / kz2;
    records[record + KAPPA_ETA] = k0 * kzSquareRe;
    records[record + KAPPA_ETA + 1] = k0 * kzSquareIm;
    records[record + KAPPA_OVER_ETA] = k0;
    records[record + KAPPA_OVER_ETA + 1] = 0;
  }
}
