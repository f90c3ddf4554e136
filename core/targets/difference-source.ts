import type { Evaluator, LayerSequence } from '#core/optics/types.ts';
import type { DesignSpace } from './design-space.ts';
import type { Beam } from './illumination.ts';
import type { BeyondQuantity } from './quantity.ts';
import { emptyCurve, reserveDerivatives, type SourceCurve } from './source-curve.ts';
import { spaceEvaluator } from './space-evaluator.ts';

/** R and T of s light minus those of p light. */
export class DifferenceSource {
  private readonly s: SingleBeam;
  private readonly p: SingleBeam;
  private readonly R: SourceCurve;
  private readonly T: SourceCurve;

  constructor(space: DesignSpace, beam: Beam, wavelengthsNm: Float64Array) {
    this.s = new SingleBeam(spaceEvaluator(space, { ...beam, polarization: 's' }, wavelengthsNm));
    this.p = new SingleBeam(spaceEvaluator(space, { ...beam, polarization: 'p' }, wavelengthsNm));
    this.R = emptyCurve(wavelengthsNm.length);
    this.T = emptyCurve(wavelengthsNm.length);
  }

  evaluate(front: LayerSequence, back: LayerSequence): void {
    const { s, p, R, T } = this;
    s.evaluate(front, back);
    p.evaluate(front, back);
    subtract(s.R, p.R, R.values, R.values.length);
    subtract(s.T, p.T, T.values, T.values.length);
  }

  evaluateDerivatives(front: LayerSequence, back: LayerSequence): void {
    const { s, p, R, T } = this;
    const count = R.values.length;
    const needed = (front.count + back.count) * count;
    s.evaluateDerivatives(front, back);
    p.evaluateDerivatives(front, back);
    reserveDerivatives(R, needed);
    reserveDerivatives(T, needed);
    subtract(s.R, p.R, R.values, count);
    subtract(s.T, p.T, T.values, count);
    subtract(s.dR, p.dR, R.derivatives, needed);
    subtract(s.dT, p.dT, T.derivatives, needed);
  }

  curve(quantity: BeyondQuantity): SourceCurve {
    return quantity === 'Rs-Rp' ? this.R : this.T;
  }
}

/** R, T and their derivatives under one light. */
export class SingleBeam {
  readonly R: Float64Array;
  readonly T: Float64Array;
  dR = new Float64Array(0);
  dT = new Float64Array(0);
  private readonly evaluator: Evaluator;

  constructor(evaluator: Evaluator) {
    this.evaluator = evaluator;
    this.R = new Float64Array(evaluator.wavelengthCount);
    this.T = new Float64Array(evaluator.wavelengthCount);
  }

  evaluate(front: LayerSequence, back: LayerSequence): void {
    this.evaluator.spectra(front, back, this.R, this.T);
  }

  evaluateDerivatives(front: LayerSequence, back: LayerSequence): void {
    const needed = (front.count + back.count) * this.R.length;
    if (this.dR.length < needed) {
      this.dR = new Float64Array(needed);
      this.dT = new Float64Array(needed);
    }
    this.evaluator.derivatives(front, back, this.R, this.T, this.dR, this.dT);
  }
}

function subtract(a: Float64Array, b: Float64Array, out: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) out[i] = a[i] - b[i];
}
