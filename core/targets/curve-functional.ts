import { deltaE1976, deltaE2000 } from '#core/optics/colour/difference.ts';
import { labJacobian, labOf, lchOf, xyYOf } from '#core/optics/colour/spaces.ts';
import { type Colorimeter, createColorimeter, type Triple, tristimulus } from '#core/optics/colour/tristimulus.ts';
import {
  blackbodyWeight,
  photopicWeight,
  type SpectralWeight,
  solarWeight,
  tableWeight,
} from '#core/optics/integrals/spectral-weight.ts';
import { applyWeights, meanWeights } from '#core/optics/integrals/weighted-mean.ts';
import { sinCosDeg } from '#core/optics/kernel/elementary.ts';
import { halfMaximumPlaces, steepestCrossing } from './curve-crossings.ts';
import {
  type ColourMeasure,
  type IntegralMeasure,
  type Measure,
  measureRangeNm,
  type PlaceMeasure,
} from './measure.ts';
import { countedError } from './quantity.ts';

/**
 * How far a curve is from a measure's wish. `errors` are in units of the tolerance, and `gradients`
 * (errors × wavelengths, row-major) their derivatives by the curve's values, both for the curve last compared.
 */
export interface CurveFunctional {
  readonly errors: Float64Array;
  readonly gradients: Float64Array;
  compare(curve: Float64Array): void;
  /** What the curve last compared has, in the measure's own terms. */
  actual(): number | Triple;
}

/** @param wavelengthsNm of the curve, ascending */
export function curveFunctional(measure: Measure, wavelengthsNm: Float64Array): CurveFunctional {
  if (measure.measure === 'colour') return new ColourFunctional(measure, wavelengthsNm);
  if (measure.measure === 'integral') return new MeanFunctional(measure, wavelengthsNm);
  return new PlaceFunctional(measure, wavelengthsNm);
}

/**
 * The difference in CIELAB, three errors, stretched so that the root of their sum of squares is ΔE₀₀. One error alone,
 * ΔE₀₀ itself, would tell a fit nothing of the other two directions, and it has a kink where the wish is met.
 */
class ColourFunctional implements CurveFunctional {
  readonly errors = new Float64Array(3);
  readonly gradients: Float64Array;
  private readonly colorimeter: Colorimeter;
  private readonly space: ColourMeasure['space'];
  private readonly reference: Triple;
  private readonly tolerance: number;
  private xyz: Triple = [0, 0, 0];

  constructor({ space, value, illuminant, observer, tolerance = 1 }: ColourMeasure, wavelengthsNm: Float64Array) {
    this.colorimeter = createColorimeter(wavelengthsNm, { illuminant, observer });
    this.space = space;
    this.reference = labOfValue(space, value, this.colorimeter.white);
    this.tolerance = tolerance;
    this.gradients = new Float64Array(3 * wavelengthsNm.length);
  }

  compare(curve: Float64Array): void {
    const { colorimeter, reference, errors, gradients, tolerance } = this;
    const { white, weights } = colorimeter;
    this.xyz = tristimulus(colorimeter, curve);
    const lab = labOf(this.xyz, white);
    const plain = deltaE1976(lab, reference);
    const exact = deltaE2000(lab, reference);
    const stretch = plain.value > 0 ? exact.value / plain.value : 1;
    const jacobian = labJacobian(this.xyz, white);
    for (let c = 0; c < 3; c++) {
      const distance = lab[c] - reference[c];
      errors[c] = (stretch * distance) / tolerance;
      // ∂(stretch · distance)/∂Lab, then by X, Y, Z
      const byLab = [0, 1, 2].map((axis) => {
        const slope = plain.value > 0 ? (exact.byLab[axis] - stretch * plain.byLab[axis]) / plain.value : 0;
        return ((axis === c ? stretch : 0) + distance * slope) / tolerance;
      });
      const byXyz = [0, 1, 2].map(
        (axis) => byLab[0] * jacobian[0][axis] + byLab[1] * jacobian[1][axis] + byLab[2] * jacobian[2][axis],
      );
      const from = c * curve.length;
      for (let i = 0; i < curve.length; i++) {
        gradients[from + i] = byXyz[0] * weights[0][i] + byXyz[1] * weights[1][i] + byXyz[2] * weights[2][i];
      }
    }
  }

  actual(): Triple {
    const { white } = this.colorimeter;
    if (this.space === 'XYZ') return this.xyz;
    if (this.space === 'xyY') return xyYOf(this.xyz, white);
    const lab = labOf(this.xyz, white);
    return this.space === 'Lab' ? lab : lchOf(lab);
  }
}

function labOfValue(space: ColourMeasure['space'], value: Triple, white: Triple): Triple {
  if (space === 'Lab') return value;
  if (space === 'LCh') {
    const { sin, cos } = sinCosDeg(value[2]);
    return [value[0], value[1] * cos, value[1] * sin];
  }
  if (space === 'XYZ') return labOf(value, white);
  const [x, y, Y] = value;
  return labOf([(x * Y) / y, Y, ((1 - x - y) * Y) / y], white);
}

/** A weighted mean: linear in the curve. */
class MeanFunctional implements CurveFunctional {
  readonly errors = new Float64Array(1);
  readonly gradients: Float64Array;
  private readonly weights: Float64Array;
  private readonly measure: IntegralMeasure;
  private mean = 0;

  constructor(measure: IntegralMeasure, wavelengthsNm: Float64Array) {
    const rangeNm = measureRangeNm(measure);
    this.weights = meanWeights(wavelengthsNm, weightOf(measure.weighting), { rangeNm, outside: 'hold' }).weights;
    this.measure = measure;
    this.gradients = new Float64Array(wavelengthsNm.length);
  }

  compare(curve: Float64Array): void {
    const { weights, errors, gradients } = this;
    const { kind = 'match', value, tolerance = 0.01 } = this.measure;
    this.mean = applyWeights(weights, curve);
    errors[0] = countedError(kind, this.mean - value) / tolerance;
    const scale = kind !== 'match' && errors[0] === 0 ? 0 : 1 / tolerance;
    for (let i = 0; i < weights.length; i++) gradients[i] = scale * weights[i];
  }

  actual(): number {
    return this.mean;
  }
}

function weightOf(weighting: IntegralMeasure['weighting']): SpectralWeight {
  if (weighting === 'solar') return solarWeight('global');
  if (weighting === 'solarDirect') return solarWeight('direct');
  if (weighting === 'photopic') return photopicWeight();
  if ('photopic' in weighting) return photopicWeight(weighting.photopic);
  if ('blackbodyK' in weighting) return blackbodyWeight(weighting.blackbodyK);
  return tableWeight(weighting.wavelengthsNm, weighting.values);
}

/** An edge, a width or a centre, from places at which the curve, joined by straight lines, passes a level. */
class PlaceFunctional implements CurveFunctional {
  readonly errors = new Float64Array(1);
  readonly gradients: Float64Array;
  private readonly measure: PlaceMeasure;
  private readonly wavelengthsNm: Float64Array;
  private place = 0;

  constructor(measure: PlaceMeasure, wavelengthsNm: Float64Array) {
    this.measure = measure;
    this.wavelengthsNm = wavelengthsNm;
    this.gradients = new Float64Array(wavelengthsNm.length);
  }

  compare(curve: Float64Array): void {
    const { wavelengthsNm, gradients, errors } = this;
    const { measure, kind = 'match', value, toleranceNm = 1 } = this.measure;
    gradients.fill(0);
    if (measure === 'edge') this.place = steepestCrossing(wavelengthsNm, curve, gradients);
    else this.place = halfMaximumPlaces(wavelengthsNm, curve, measure, gradients);
    errors[0] = countedError(kind, this.place - value) / toleranceNm;
    const scale = kind !== 'match' && errors[0] === 0 ? 0 : 1 / toleranceNm;
    for (let i = 0; i < gradients.length; i++) gradients[i] *= scale;
  }

  actual(): number {
    return this.place;
  }
}
