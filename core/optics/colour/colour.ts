import { type Difference, deltaE1976, deltaE2000 } from '#core/optics/colour/difference.ts';
import { type DominantWavelength, dominantWavelength } from '#core/optics/colour/dominant-wavelength.ts';
import { labJacobian, labOf, lchOf, luvOf, xyYOf } from '#core/optics/colour/spaces.ts';
import { srgbOf } from '#core/optics/colour/srgb.ts';
import { type Colorimeter, spectrumGradient, type Triple, tristimulus } from '#core/optics/colour/tristimulus.ts';

/** A colour in every space; L*, a*, b* and the rest relative to the white of the viewing conditions. */
export interface Colour extends DominantWavelength {
  readonly XYZ: Triple;
  readonly xyY: Triple;
  readonly Lab: Triple;
  /** L*, C*, h in degrees */
  readonly LCh: Triple;
  readonly Luv: Triple;
  /** encoded, 0 … 1; cut off where `inGamut` is false */
  readonly sRGB: Triple;
  readonly inGamut: boolean;
}

/** The colour of a reflectance or transmittance spectrum on the colorimeter's wavelengths. */
export function colourOf(colorimeter: Colorimeter, spectrum: ArrayLike<number>): Colour {
  const { white } = colorimeter;
  const XYZ = tristimulus(colorimeter, spectrum);
  const Lab = labOf(XYZ, white);
  const { rgb, inGamut } = srgbOf(XYZ, white);
  return {
    XYZ,
    xyY: xyYOf(XYZ, white),
    Lab,
    LCh: lchOf(Lab),
    Luv: luvOf(XYZ, white),
    sRGB: rgb,
    inGamut,
    ...dominantWavelength(XYZ, white, colorimeter.observer),
  };
}

/** L*, a*, b* of a spectrum, and their gradients by its values, one for each wavelength. */
export interface LabWithGradients {
  readonly Lab: Triple;
  readonly gradients: readonly [Float64Array, Float64Array, Float64Array];
}

export function labWithGradients(colorimeter: Colorimeter, spectrum: ArrayLike<number>): LabWithGradients {
  const XYZ = tristimulus(colorimeter, spectrum);
  const [L, a, b] = labJacobian(XYZ, colorimeter.white);
  return {
    Lab: labOf(XYZ, colorimeter.white),
    gradients: [spectrumGradient(colorimeter, L), spectrumGradient(colorimeter, a), spectrumGradient(colorimeter, b)],
  };
}

export type DifferenceFormula = 'CIE1976' | 'CIEDE2000';

/** The formula's difference of two colours in CIELAB. */
export function colourDifference(formula: DifferenceFormula, sample: Triple, reference: Triple): Difference {
  return formula === 'CIE1976' ? deltaE1976(sample, reference) : deltaE2000(sample, reference);
}

/**
 * ΔE between the colour of a spectrum and a reference colour, with its gradient by the spectrum's values. Like every
 * distance it has a kink at 0, where the gradient is given as 0.
 */
export function differenceWithGradient(
  colorimeter: Colorimeter,
  spectrum: ArrayLike<number>,
  referenceLab: Triple,
  formula: DifferenceFormula = 'CIEDE2000',
): { value: number; gradient: Float64Array } {
  const XYZ = tristimulus(colorimeter, spectrum);
  const { value, byLab } = colourDifference(formula, labOf(XYZ, colorimeter.white), referenceLab);
  const jacobian = labJacobian(XYZ, colorimeter.white);
  const by = (axis: 0 | 1 | 2): number =>
    byLab[0] * jacobian[0][axis] + byLab[1] * jacobian[1][axis] + byLab[2] * jacobian[2][axis];
  return { value, gradient: spectrumGradient(colorimeter, [by(0), by(1), by(2)]) };
}
