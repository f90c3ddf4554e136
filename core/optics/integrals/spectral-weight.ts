import { StackwrightError } from '#core/errors.ts';
import { type Curve, tableCurve } from '#core/materials/curve.ts';
import { relativePower } from '#core/optics/colour/illuminants.ts';
import { colourMatching, type Illuminant, STANDARD_WAVELENGTHS_NM } from '#core/optics/colour/standards.ts';
import { AM15_DIRECT } from '#core/optics/integrals/am15-direct.ts';
import { AM15_GLOBAL } from '#core/optics/integrals/am15-global.ts';
import { numbersOf } from '#core/optics/integrals/spectrum-grid.ts';
import { exp } from '#core/optics/kernel/elementary.ts';

/** A weight over wavelength, ≥ 0, in any unit: means divide by its integral. Joined by straight lines between its nodes. */
export interface SpectralWeight extends Curve {
  /** rising, from one end of the range to the other, close enough for the trapezoidal rule, nm */
  readonly nodesNm: Float64Array;
}

/**
 * A weight from a table.
 * @param wavelengthsNm strictly rising, at least two
 * @param values as many, finite and ≥ 0, not all 0
 * @throws StackwrightError INVALID
 */
export function tableWeight(wavelengthsNm: ArrayLike<number>, values: ArrayLike<number>): SpectralWeight {
  const nodesNm = Float64Array.from(wavelengthsNm);
  const weights = Float64Array.from(values);
  const rises = nodesNm.every((value, index) => value > 0 && (index === 0 || value > nodesNm[index - 1]));
  if (nodesNm.length < 2 || !rises || nodesNm.length !== weights.length) {
    throw new StackwrightError(
      'INVALID',
      'A weight needs at least two rising wavelengths and as many values; sort the table and give one value for each.',
    );
  }
  if (
    !weights.every((value) => value >= 0 && value < Number.POSITIVE_INFINITY) ||
    weights.every((value) => value === 0)
  ) {
    throw new StackwrightError('INVALID', 'The values of a weight must be finite and ≥ 0, and not all 0.');
  }
  return { ...tableCurve(nodesNm, weights), nodesNm };
}

let am15Grid: Float64Array | undefined;

/** Wavelengths of ASTM G173-03: 280 … 400 by 0.5, … 1700 by 1, 1702, 1705 … 4000 by 5 nm; 2002 of them. */
export function am15WavelengthsNm(): Float64Array {
  am15Grid ??= Float64Array.from({ length: 2002 }, (_, row) => {
    if (row < 240) return 280 + row / 2;
    if (row < 1541) return 160 + row;
    return row === 1541 ? 1702 : 1705 + 5 * (row - 1542);
  });
  return am15Grid;
}

/**
 * Spectral irradiance of the AM1.5 sun, W m⁻² nm⁻¹, 280 … 4000 nm.
 * @param beam `global`: on a plane tilted by 37° (1000.4 W m⁻² in all); `direct`: direct and circumsolar (900.1 W m⁻²)
 * @see ASTM G173-03(2020)
 */
export function solarWeight(beam: 'global' | 'direct'): SpectralWeight {
  return tableWeight(am15WavelengthsNm(), numbersOf(beam === 'global' ? AM15_GLOBAL : AM15_DIRECT));
}

/** The same weight by photons in place of energy: w(λ)·λ at the nodes. */
export function photonWeight(weight: SpectralWeight): SpectralWeight {
  const values = new Float64Array(weight.nodesNm.length);
  weight.fill(weight.nodesNm, values);
  return tableWeight(
    weight.nodesNm,
    values.map((value, index) => value * weight.nodesNm[index]),
  );
}

/**
 * What the eye sees of an illuminant: S(λ) V(λ), 380 … 780 nm. The mean of T with D65 is the luminous transmittance τ_v
 * of EN 410 and ISO 9050; with A, that of ophthalmic tests. V is ȳ of the CIE 1931 observer.
 */
export function photopicWeight(illuminant: Illuminant = 'D65'): SpectralWeight {
  const power = relativePower(illuminant);
  const { y } = colourMatching('2');
  return tableWeight(
    STANDARD_WAVELENGTHS_NM,
    power.map((value, index) => value * y[index]),
  );
}

/** hc/k_B in nm·K (exact constants of the SI of 2019). */
export const SECOND_RADIATION_CONSTANT_NM_K = 1.438776877503933e7;
const BLACKBODY_NODES = 2001;

/**
 * Planck's spectral exitance of a blackbody, relative to its value at λT = 2.898 × 10⁶ nm K, per unit wavelength. The
 * mean of A = 1 − R − T is the emissivity at the angle of the spectrum. Range: λT from 10⁶ to 10⁸ nm K, which holds
 * 99.95 % of the power, on 2001 nodes evenly spaced in ln λ.
 * @param temperatureK > 0
 */
export function blackbodyWeight(temperatureK: number): SpectralWeight {
  if (!(temperatureK > 0 && temperatureK < Number.POSITIVE_INFINITY)) {
    throw new StackwrightError('INVALID', `The temperature of a blackbody must be above 0 K, not ${temperatureK}.`);
  }
  const LN_100 = 4.605170185988092;
  const steps = Float64Array.from({ length: BLACKBODY_NODES }, (_, i) => exp((LN_100 * i) / (BLACKBODY_NODES - 1)));
  const peak = planck(2.897771955e6);
  return tableWeight(
    steps.map((step) => (1e6 * step) / temperatureK),
    steps.map((step) => planck(1e6 * step) / peak),
  );
}

/** (λT)⁻⁵ / (exp(c₂/λT) − 1), λT in nm K, scaled by 10³². */
function planck(product: number): number {
  const x = product / 1e6;
  return 1e2 / (x * x * x * x * x * (exp(SECOND_RADIATION_CONSTANT_NM_K / product) - 1));
}
