import { type Cone, type ConeQuadrature, coneQuadrature } from '#core/optics/averaging/cone.ts';
import { createEvaluator } from '#core/optics/kernel/evaluator.ts';
import type {
  Evaluator,
  EvaluatorSetup,
  IndexDerivatives,
  LayerSequence,
  NeedlePlace,
  PartLayers,
  Polarization,
} from '#core/optics/types.ts';

interface Beam {
  readonly evaluator: Evaluator;
  readonly weight: number;
}

/** A setup without its angle, which the cone gives. */
export type ConeSetup = Omit<EvaluatorSetup, 'angleDeg'>;

/**
 * R and T of changing layers in a converging or diverging beam, and their derivatives: the average over the cone, as an
 * evaluator of its own. It costs as much as its nodes, one or two parallel beams each; see `coneQuadrature`.
 * @throws StackwrightError INVALID for a cone with grazing rays; ABSORBING_AMBIENT as `createEvaluator`
 */
export function createConeEvaluator(setup: ConeSetup, cone: Cone): Evaluator {
  return new ConeEvaluator(setup, beamsOf(setup, coneQuadrature(cone, setup.polarization)));
}

function beamsOf(setup: ConeSetup, { anglesDeg, weightS, weightP }: ConeQuadrature): Beam[] {
  const beams: Beam[] = [];
  const addBeam = (angleDeg: number, polarization: Polarization, weight: number): void => {
    if (weight > 0) beams.push({ evaluator: createEvaluator({ ...setup, angleDeg, polarization }), weight });
  };
  anglesDeg.forEach((angleDeg, node) => {
    const isEven = Math.abs(weightS[node] - weightP[node]) <= 1e-14 * (weightS[node] + weightP[node]);
    if (isEven) addBeam(angleDeg, 'unpolarized', weightS[node] + weightP[node]);
    else {
      addBeam(angleDeg, 's', weightS[node]);
      addBeam(angleDeg, 'p', weightP[node]);
    }
  });
  return beams;
}

class ConeEvaluator implements Evaluator {
  readonly wavelengthCount: number;
  private readonly beams: readonly Beam[];
  private readonly scratch = [0, 1, 2, 3, 4, 5].map(() => new Float64Array(0));

  constructor(setup: ConeSetup, beams: readonly Beam[]) {
    this.wavelengthCount = setup.wavelengthsNm.length;
    this.beams = beams;
  }

  spectra(front: LayerSequence, back: LayerSequence, R: Float64Array, T: Float64Array): void {
    const count = this.wavelengthCount;
    this.average([R, T], [count, count], (beam, [r, t]) => beam.spectra(front, back, r, t));
  }

  spectraOfMany(parts: readonly PartLayers[], R: Float64Array, T: Float64Array): void {
    const count = parts.length * this.wavelengthCount;
    this.average([R, T], [count, count], (beam, [r, t]) => beam.spectraOfMany(parts, r, t));
  }

  derivatives(
    front: LayerSequence,
    back: LayerSequence,
    R: Float64Array,
    T: Float64Array,
    dR: Float64Array,
    dT: Float64Array,
  ): void {
    const count = this.wavelengthCount;
    const rows = (front.count + back.count) * count;
    this.average([R, T, dR, dT], [count, count, rows, rows], (beam, [r, t, dr, dt]) =>
      beam.derivatives(front, back, r, t, dr, dt),
    );
  }

  needleSlopes(
    front: LayerSequence,
    back: LayerSequence,
    places: readonly NeedlePlace[],
    weightR: Float64Array,
    weightT: Float64Array,
    slopes: Float64Array,
  ): void {
    this.average([slopes], [slopes.length], (beam, [into]) =>
      beam.needleSlopes(front, back, places, weightR, weightT, into),
    );
  }

  indexDerivatives(front: LayerSequence, back: LayerSequence, out: IndexDerivatives): void {
    const count = this.wavelengthCount;
    const rows = (front.count + back.count) * count;
    const { R, T, dRdn, dTdn, dRdk, dTdk } = out;
    this.average([R, T, dRdn, dTdn, dRdk, dTdk], [count, count, rows, rows, rows, rows], (beam, into) => {
      const [r, t, drdn, dtdn, drdk, dtdk] = into;
      beam.indexDerivatives(front, back, { R: r, T: t, dRdn: drdn, dTdn: dtdn, dRdk: drdk, dTdk: dtdk });
    });
  }

  /** Fills the first `lengths` of `outs` with the weighted sum of what the beams give, taken in a fixed order. */
  private average(
    outs: readonly Float64Array[],
    lengths: readonly number[],
    evaluate: (beam: Evaluator, into: readonly Float64Array[]) => void,
  ): void {
    const into = lengths.map((length, index) => this.scratchFor(index, length));
    for (const [index, out] of outs.entries()) out.fill(0, 0, lengths[index]);
    for (const { evaluator, weight } of this.beams) {
      evaluate(evaluator, into);
      for (const [index, out] of outs.entries()) {
        const values = into[index];
        for (let i = 0; i < values.length; i++) out[i] += weight * values[i];
      }
    }
  }

  private scratchFor(index: number, length: number): Float64Array {
    if (this.scratch[index].length < length) this.scratch[index] = new Float64Array(length);
    return this.scratch[index].subarray(0, length);
  }
}
