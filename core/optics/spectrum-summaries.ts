import { StackwrightError } from '#core/errors.ts';
import { type Colour, colourOf } from '#core/optics/colour/colour.ts';
import { createColorimeter } from '#core/optics/colour/tristimulus.ts';
import {
  blackbodyWeight,
  photonWeight,
  photopicWeight,
  type SpectralWeight,
  solarWeight,
  tableWeight,
} from '#core/optics/integrals/spectral-weight.ts';
import { applyWeights, meanWeights } from '#core/optics/integrals/weighted-mean.ts';
import { totalIntegratedScatter } from '#core/optics/roughness/scatter.ts';
import type { Integral, SimulateOptions } from '#core/optics/simulate-options.ts';

interface Spectra {
  readonly R: readonly number[];
  readonly T: readonly number[];
  readonly A: readonly number[];
}

/** One weighted mean of R, T and A. */
export interface IntegralAnswer {
  /** the wavelengths over which it was taken, nm */
  readonly rangeNm: readonly [number, number];
  /** share of the weight's own integral that lies there */
  readonly coverage: number;
  readonly R: number;
  readonly T: number;
  readonly A: number;
}

export interface SpectrumSummaries {
  readonly colour?: { readonly R: Colour; readonly T: Colour };
  readonly integrals?: IntegralAnswer[];
  /** total integrated scatter, a part of R, one for each wavelength */
  readonly scatter?: { readonly TIS: number[] };
}

/** What the scatter depends on beside R. */
export interface ScatterLight {
  readonly n0: ArrayLike<number>;
  readonly angleDeg: number;
}

/**
 * The colours, means and scatter that a request asks for.
 * @throws StackwrightError with the place in the request
 */
export function summariesOf(
  options: SimulateOptions & { readonly wantsColour: boolean },
  wavelengthsNm: readonly number[],
  spectra: Spectra,
  light: ScatterLight,
): SpectrumSummaries {
  const { colour, integrals, scatterSigmaNm: sigma } = options;
  const meter = options.wantsColour ? atPath('colour', () => createColorimeter(wavelengthsNm, colour)) : undefined;
  return {
    ...(meter && { colour: { R: colourOf(meter, spectra.R), T: colourOf(meter, spectra.T) } }),
    ...(integrals && {
      integrals: integrals.map((integral, index) =>
        atPath(`integrals[${index}]`, () => integralOf(integral, wavelengthsNm, spectra)),
      ),
    }),
    ...(sigma !== undefined && {
      scatter: {
        TIS: spectra.R.map((R, i) => totalIntegratedScatter(R, sigma, wavelengthsNm[i], light.n0[i], light.angleDeg)),
      },
    }),
  };
}

function integralOf(integral: Integral, wavelengthsNm: readonly number[], { R, T, A }: Spectra): IntegralAnswer {
  const plain = weightOf(integral);
  const weight = integral.photons ? photonWeight(plain) : plain;
  const { weights, rangeNm, coverage } = meanWeights(wavelengthsNm, weight, integral);
  const mean = (spectrum: readonly number[]): number => applyWeights(weights, spectrum);
  return { rangeNm, coverage, R: mean(R), T: mean(T), A: mean(A) };
}

function weightOf({ weight, illuminant }: Integral): SpectralWeight {
  if (weight === 'AM1.5G') return solarWeight('global');
  if (weight === 'AM1.5D') return solarWeight('direct');
  if (weight === 'photopic') return photopicWeight(illuminant);
  return 'blackbodyK' in weight ? blackbodyWeight(weight.blackbodyK) : tableWeight(weight.wavelengthsNm, weight.values);
}

function atPath<T>(path: string, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof StackwrightError) || error.path !== undefined) throw error;
    throw new StackwrightError(error.code, error.message, { path, cause: error });
  }
}
