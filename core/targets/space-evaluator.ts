import { createEvaluator } from '#core/optics/kernel/evaluator.ts';
import type { Evaluator, IndexDerivatives, LayerSequence, NeedlePlace, PartLayers } from '#core/optics/types.ts';
import type { DesignSpace } from './design-space.ts';
import { type Beam, evaluatorSetup } from './illumination.ts';

/**
 * The exact solver for the coatings of a design space: thicknesses are given as designed, and warm layers are as thick
 * as they are then.
 * @throws StackwrightError ABSORBING_AMBIENT, OUT_OF_RANGE
 */
export function spaceEvaluator(space: DesignSpace, beam: Beam, wavelengthsNm: Float64Array): Evaluator {
  const evaluator = createEvaluator(evaluatorSetup(space, beam, wavelengthsNm));
  return space.expansion === undefined ? evaluator : new ExpandedEvaluator(evaluator, space.expansion);
}

/** Layers each thicker than designed by a factor of their medium; derivatives are by the designed thickness. */
class ExpandedEvaluator implements Evaluator {
  readonly wavelengthCount: number;
  private readonly evaluator: Evaluator;
  private readonly factors: Float64Array;
  private readonly front = new ExpandedLayers();
  private readonly back = new ExpandedLayers();

  constructor(evaluator: Evaluator, factors: Float64Array) {
    this.evaluator = evaluator;
    this.factors = factors;
    this.wavelengthCount = evaluator.wavelengthCount;
  }

  spectra(front: LayerSequence, back: LayerSequence, R: Float64Array, T: Float64Array): void {
    this.evaluator.spectra(this.front.of(front, this.factors), this.back.of(back, this.factors), R, T);
  }

  spectraOfMany(parts: readonly PartLayers[], R: Float64Array, T: Float64Array): void {
    const expand = (layers: LayerSequence) => new ExpandedLayers().of(layers, this.factors);
    const expanded = parts.map(({ front, back }) => ({ front: expand(front), back: expand(back) }));
    this.evaluator.spectraOfMany(expanded, R, T);
  }

  derivatives(
    front: LayerSequence,
    back: LayerSequence,
    R: Float64Array,
    T: Float64Array,
    dR: Float64Array,
    dT: Float64Array,
  ): void {
    const { evaluator, factors } = this;
    evaluator.derivatives(this.front.of(front, factors), this.back.of(back, factors), R, T, dR, dT);
    for (const derivative of [dR, dT]) {
      scaleRows(derivative, this.wavelengthCount, front, factors, 0);
      scaleRows(derivative, this.wavelengthCount, back, factors, front.count);
    }
  }

  needleSlopes(
    front: LayerSequence,
    back: LayerSequence,
    places: readonly NeedlePlace[],
    weightR: Float64Array,
    weightT: Float64Array,
    slopes: Float64Array,
  ): void {
    const { evaluator, factors } = this;
    evaluator.needleSlopes(
      this.front.of(front, factors),
      this.back.of(back, factors),
      places,
      weightR,
      weightT,
      slopes,
    );
    for (let i = 0; i < places.length * factors.length; i++) slopes[i] *= factors[i % factors.length];
  }

  indexDerivatives(front: LayerSequence, back: LayerSequence, out: IndexDerivatives): void {
    const { factors } = this;
    this.evaluator.indexDerivatives(this.front.of(front, factors), this.back.of(back, factors), out);
  }
}

/** Multiplies each layer's row of a (layers × width) table by the factor of its medium. */
export function scaleRows(
  table: Float64Array,
  width: number,
  { count, media }: LayerSequence,
  factors: Float64Array,
  firstRow: number,
): void {
  for (let layer = 0; layer < count; layer++) {
    const factor = factors[media[layer]];
    const from = (firstRow + layer) * width;
    for (let i = from; i < from + width; i++) table[i] *= factor;
  }
}

/** A copy of layers with each thickness multiplied by its medium's factor; grows and is used again. */
export class ExpandedLayers implements LayerSequence {
  count = 0;
  media: Int32Array = new Int32Array(0);
  thicknessNm = new Float64Array(0);

  of(layers: LayerSequence, factors: Float64Array): this {
    if (layers.count > this.thicknessNm.length) this.thicknessNm = new Float64Array(2 * layers.count);
    this.count = layers.count;
    this.media = layers.media;
    for (let i = 0; i < layers.count; i++) this.thicknessNm[i] = layers.thicknessNm[i] * factors[layers.media[i]];
    return this;
  }
}
