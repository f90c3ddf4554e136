import { STANDARD_WAVELENGTHS_NM } from '#core/optics/colour/standards.ts';
import type { Triple } from '#core/optics/colour/tristimulus.ts';
import type { Evaluator, LayerSequence } from '#core/optics/types.ts';
import type { Metric } from './compiled-entry.ts';
import { type CurveFunctional, curveFunctional } from './curve-functional.ts';
import type { DesignSpace } from './design-space.ts';
import { spaceOf } from './environment-space.ts';
import { FringeRule, nodeParts } from './fringe-rule.ts';
import { beamOf } from './illumination.ts';
import { type Measure, measureRangeNm } from './measure.ts';
import { thickestNm } from './points-between.ts';
import { spaceEvaluator } from './space-evaluator.ts';

/** A measure with what the coating really has. */
export type MeasureResult = Measure & {
  readonly actual: number | Triple;
  /** in units of the tolerance; of a colour ΔE₀₀/tolerance */
  readonly error: number;
};

/** Points on which a measure's curve is computed: as its fringes ask, between these limits. */
const POINTS = [101, 1001] as const;
/** Steps for each fringe of the thickest coating, as a share of the eight that verification takes. */
const DENSITY = 1 / 2;
/** In an L1 fit a tolerance counts as this much of R: the contract's 0.01. */
const L1_UNIT = 0.01;
const L1_FLOOR = 0.1;

/** The wavelengths on which a measure is taken, ascending, nm. A colour has the CIE's own. */
export function measureGridNm(measure: Measure, space: DesignSpace): Float64Array {
  if (measure.measure === 'colour') return STANDARD_WAVELENGTHS_NM;
  const [from, to] = measureRangeNm(measure);
  const parts = nodeParts(from, to);
  const nodes = Float64Array.from({ length: parts + 1 }, (_, i) => from + ((to - from) * i) / parts);
  const rule = new FringeRule(space, nodes);
  const thicknessNm = thickestNm(space);
  const G = rule.largestPerNm.map((perNm) => perNm * thicknessNm);
  let wanted = 1;
  for (let i = 0; i < parts; i++) wanted += rule.parts(i, G, DENSITY);
  const count = Math.min(Math.max(wanted, POINTS[0]), POINTS[1]);
  return Float64Array.from({ length: count }, (_, i) =>
    i === count - 1 ? to : from + ((to - from) * i) / (count - 1),
  );
}

/** One measure, ready to be compared again and again. */
export class CompiledMeasure {
  readonly residualCount: number;
  /** what an evaluation costs, in residuals of plain R and T */
  readonly workCount: number;
  /** place of the first residual in the target's vector; set by the target */
  residualAt = 0;
  readonly isCounted: boolean;
  private readonly measure: Measure;
  private readonly functional: CurveFunctional;
  private readonly evaluator: Evaluator;
  private readonly factor: number;
  private readonly weight: number;
  private readonly isL1: boolean;
  private readonly R: Float64Array;
  private readonly T: Float64Array;
  private readonly A: Float64Array;
  private dR = new Float64Array(0);
  private dT = new Float64Array(0);

  constructor(measure: Measure, space: DesignSpace, metric: Metric) {
    const grid = measureGridNm(measure, space);
    this.measure = measure;
    this.functional = curveFunctional(measure, grid);
    this.evaluator = spaceEvaluator(spaceOf(space, measure.environment), beamOf(measure), grid);
    this.residualCount = this.functional.errors.length;
    this.workCount = grid.length;
    this.isCounted = measure.weight !== 0;
    this.weight = (measure.weight ?? 1) / metric.totalWeight;
    this.isL1 = metric.kind === 'mae';
    this.factor = Math.sqrt(this.weight);
    this.R = new Float64Array(grid.length);
    this.T = new Float64Array(grid.length);
    this.A = new Float64Array(grid.length);
  }

  /** Residuals from `residualAt` on, and the share of the merit (see `CompiledEntry.compare`). */
  residuals(front: LayerSequence, back: LayerSequence, r: Float64Array): number {
    this.evaluator.spectra(front, back, this.R, this.T);
    this.functional.compare(this.curve());
    return this.write(r).share;
  }

  jacobian(front: LayerSequence, back: LayerSequence, r: Float64Array, J: Float64Array, rowLength: number): number {
    const { functional, residualAt } = this;
    const count = this.R.length;
    const layers = front.count + back.count;
    if (this.dR.length < layers * count) {
      this.dR = new Float64Array(layers * count);
      this.dT = new Float64Array(layers * count);
    }
    this.evaluator.derivatives(front, back, this.R, this.T, this.dR, this.dT);
    functional.compare(this.curve());
    const { share, factor } = this.write(r);
    for (let layer = 0; layer < layers; layer++) {
      for (let e = 0; e < this.residualCount; e++) {
        J[layer * rowLength + residualAt + e] = factor * this.slope(layer * count, functional.gradients, e * count);
      }
    }
    return share;
  }

  report(front: LayerSequence, back: LayerSequence): { result: MeasureResult; R: number[]; T: number[] } {
    this.evaluator.spectra(front, back, this.R, this.T);
    this.functional.compare(this.curve());
    const result = { ...this.measure, actual: this.functional.actual(), error: this.size() };
    return { result, R: Array.from(this.R), T: Array.from(this.T) };
  }

  private curve(): Float64Array {
    const { R, T, A, measure } = this;
    if (measure.of !== 'A') return measure.of === 'R' ? R : T;
    for (let i = 0; i < A.length; i++) A[i] = 1 - R[i] - T[i];
    return A;
  }

  private size(): number {
    let sum = 0;
    for (const error of this.functional.errors) sum += error * error;
    return Math.sqrt(sum);
  }

  private write(r: Float64Array): { share: number; factor: number } {
    const { functional, isL1, weight } = this;
    const size = this.size();
    const factor = this.factor * (isL1 ? Math.sqrt(L1_UNIT / (2 * Math.max(size, L1_FLOOR))) : 1);
    for (let e = 0; e < this.residualCount; e++) r[this.residualAt + e] = factor * functional.errors[e];
    return { share: weight * (isL1 ? L1_UNIT * size : size * size), factor };
  }

  /** Σ gradient · ∂curve/∂d of the layer whose derivatives begin at `from`. */
  private slope(from: number, gradients: Float64Array, at: number): number {
    const { dR, dT, measure } = this;
    const count = this.R.length;
    let sum = 0;
    if (measure.of === 'R') for (let i = 0; i < count; i++) sum += gradients[at + i] * dR[from + i];
    else if (measure.of === 'T') for (let i = 0; i < count; i++) sum += gradients[at + i] * dT[from + i];
    else for (let i = 0; i < count; i++) sum -= gradients[at + i] * (dR[from + i] + dT[from + i]);
    return sum;
  }
}
