import { StackwrightError } from '#core/errors.ts';
import { describeRange } from '#core/materials/material.ts';
import { relativePower } from '#core/optics/colour/illuminants.ts';
import {
  colourMatching,
  type Illuminant,
  type Observer,
  STANDARD_WAVELENGTHS_NM,
} from '#core/optics/colour/standards.ts';
import { SpectrumGrid } from '#core/optics/integrals/spectrum-grid.ts';
import { applyWeights } from '#core/optics/integrals/weighted-mean.ts';

/** Three coordinates of a colour: X, Y, Z, or L*, a*, b*. */
export type Triple = readonly [number, number, number];

export interface ViewingConditions {
  /** default D65 */
  readonly illuminant?: Illuminant | undefined;
  /** default 2° */
  readonly observer?: Observer | undefined;
  /** where the spectrum does not reach over 380 … 780 nm: refuse (default), or hold its ends */
  readonly outside?: 'error' | 'hold' | undefined;
}

/** The way from a spectrum on given wavelengths to X, Y, Z: three linear functionals. */
export interface Colorimeter {
  /** X = Σ weights[0]·S and so on, one weight for each wavelength of the spectrum; they are ∂X/∂S, ∂Y/∂S, ∂Z/∂S */
  readonly weights: readonly [Float64Array, Float64Array, Float64Array];
  /** X, Y, Z of the perfect diffuser (S = 1 everywhere); Y is 100 */
  readonly white: Triple;
  readonly observer: Observer;
}

/**
 * Tristimulus weights for a spectrum given at wavelengths: the CIE sum over 380 … 780 nm in steps of 5 nm, in which the
 * spectrum is read between its points by straight lines. A spectrum with fringes finer than 5 nm is read at those 81
 * wavelengths alone: average it over the instrument's bandwidth first.
 *
 * @param wavelengthsNm of the spectrum, in any order, each once
 * @throws StackwrightError OUT_OF_RANGE where they do not reach over 380 … 780 nm, unless `outside` is `hold`
 * @see CIE 15:2004, §7.1
 */
export function createColorimeter(wavelengthsNm: ArrayLike<number>, conditions: ViewingConditions = {}): Colorimeter {
  const { illuminant = 'D65', observer = '2', outside = 'error' } = conditions;
  const grid = new SpectrumGrid(wavelengthsNm);
  const range = [STANDARD_WAVELENGTHS_NM[0], STANDARD_WAVELENGTHS_NM[STANDARD_WAVELENGTHS_NM.length - 1]] as const;
  if (outside === 'error' && !grid.covers(range)) {
    const message = `A colour needs the spectrum over ${describeRange(range)}, but it covers ${describeRange(grid.rangeNm)}; compute more wavelengths, or ask for its ends to be held.`;
    throw new StackwrightError('OUT_OF_RANGE', message);
  }
  const power = relativePower(illuminant);
  const { x, y, z } = colourMatching(observer);
  const scale = 100 / applyWeights(power, y);
  const functional = (matching: Float64Array): Float64Array => {
    const weights = new Float64Array(wavelengthsNm.length);
    STANDARD_WAVELENGTHS_NM.forEach((wavelengthNm, row) => {
      grid.add(weights, wavelengthNm, scale * power[row] * matching[row]);
    });
    return weights;
  };
  const whiteOf = (matching: Float64Array): number => scale * applyWeights(power, matching);
  return { weights: [functional(x), functional(y), functional(z)], white: [whiteOf(x), 100, whiteOf(z)], observer };
}

/** X, Y, Z of a reflectance or transmittance spectrum; Y = 100 for the perfect diffuser. */
export function tristimulus({ weights }: Colorimeter, spectrum: ArrayLike<number>): Triple {
  return [applyWeights(weights[0], spectrum), applyWeights(weights[1], spectrum), applyWeights(weights[2], spectrum)];
}

/** Gradient by the spectrum of a quantity whose gradient by X, Y, Z is known: Σ ∂q/∂X_i · weights_i. */
export function spectrumGradient({ weights }: Colorimeter, byXyz: Triple): Float64Array {
  const [x, y, z] = weights;
  return x.map((value, index) => byXyz[0] * value + byXyz[1] * y[index] + byXyz[2] * z[index]);
}
