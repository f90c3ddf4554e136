import {
  applyScale,
  countedError,
  defaultTolerance,
  extremeIndex,
  isPlain,
  mean,
  periodOf,
  type Scale,
  type Source,
  scaleOf,
  sourceOf,
  tolerancesOf,
  wishesOf,
} from './quantity.ts';
import type { Statistic, TargetEntry, TargetKind } from './target.ts';

/**
 * Where R, T and their derivatives of one illumination lie while a coating is judged. For a quantity that is not made of
 * R and T, `R` and `dR` hold the quantity itself.
 */
export interface Curves {
  /** number of wavelengths */
  readonly count: number;
  readonly R: Float64Array;
  readonly T: Float64Array;
  /** ∂R/∂d and ∂T/∂d, (layers × wavelengths) row-major */
  dR: Float64Array;
  dT: Float64Array;
}

/** How residuals are made of errors. */
export interface Metric {
  readonly kind: 'rms' | 'mae';
  /** Σ of the weights of all entries */
  readonly totalWeight: number;
}

/** An error below this share of the quantity's default tolerance counts as this in the weights of an L1 fit. */
const L1_FLOOR = 0.1;

/** One entry of a target, ready to be compared with curves again and again without allocating. */
export class CompiledEntry {
  readonly residualCount: number;
  /** position of the entry's first residual in the target's vector; set by the target */
  residualAt = 0;
  private readonly source: Source;
  private readonly scale: Scale;
  private readonly kind: TargetKind;
  private readonly statistic: Statistic;
  private readonly isL1: boolean;
  /** degrees after which an angle repeats; 0 for what is no angle */
  private readonly period: number;
  /** place of each point among the illumination's wavelengths */
  private readonly points: Int32Array;
  /** place of the first point if the points are neighbours in order there, else −1 */
  private readonly firstPoint: number;
  private readonly wishes: Float64Array;
  /** factor from error to residual: √(wᵢ/Σw)/tolerance, without the tolerance for L1 */
  private readonly factors: Float64Array;
  private readonly floor: number;
  private readonly values: Float64Array;
  private readonly slopes: Float64Array;
  /** ∂ residual/∂ fraction at each point for the curves last compared */
  private readonly coefficients: Float64Array;
  private extreme = 0;

  constructor(entry: TargetEntry, points: Int32Array, metric: Metric) {
    const count = points.length;
    this.points = points;
    this.firstPoint = points.every((point, i) => point === points[0] + i) ? points[0] : -1;
    this.source = isPlain(entry.quantity) ? sourceOf(entry.quantity) : 'R';
    this.scale = isPlain(entry.quantity) ? scaleOf(entry.quantity) : 'fraction';
    this.period = periodOf(entry.quantity) ?? 0;
    this.kind = entry.kind ?? 'match';
    this.statistic = entry.statistic ?? 'each';
    this.isL1 = metric.kind === 'mae';
    this.wishes = wishesOf(entry);
    this.residualCount = this.statistic === 'mean' ? 1 : count;
    const weight = Math.sqrt((entry.weight ?? 1) / (this.wishes.length * metric.totalWeight));
    this.factors = this.isL1
      ? new Float64Array(this.wishes.length).fill(weight)
      : tolerancesOf(entry).map((tolerance) => weight / tolerance);
    this.floor = L1_FLOOR * defaultTolerance(entry.quantity);
    this.values = new Float64Array(count);
    this.slopes = new Float64Array(count).fill(1);
    this.coefficients = new Float64Array(count);
  }

  /**
   * Residuals of the entry into `r` at `residualAt`; prepares `derivatives`.
   * @returns the entry's share of the merit: Σ r² for rms, Σ wᵢ|error|/Σw for mae
   */
  compare(curves: Curves, r: Float64Array): number {
    this.readValues(curves);
    return this.statistic === 'each' ? this.compareEach(r) : this.compareStatistic(this.statistic, r);
  }

  /** The same share of the merit without residuals: for curves that lie ready in great number. */
  share(curves: Pick<Curves, 'R' | 'T'>): number {
    const { values, wishes, factors, kind, statistic, isL1, source, firstPoint } = this;
    if (statistic === 'each' && kind === 'match' && this.scale === 'fraction' && source !== 'A' && firstPoint >= 0) {
      return (isL1 ? sumOfErrors : sumOfSquares)(source === 'R' ? curves.R : curves.T, firstPoint, wishes, factors);
    }
    this.readValues(curves);
    const isEach = statistic === 'each';
    let share = 0;
    for (let i = 0; i < wishes.length; i++) {
      const value = isEach ? values[i] : this.statisticValue(statistic);
      const error = factors[i] * countedError(kind, value - wishes[i]);
      share += isL1 ? factors[i] * Math.abs(error) : error * error;
    }
    return share;
  }

  /** The entry's columns of the Jacobian (`rowLength` residuals a layer) for the curves last compared. */
  derivatives(curves: Curves, layers: number, J: Float64Array, rowLength: number): void {
    if (this.statistic !== 'mean' && this.source !== 'A') {
      this.eachOf(this.source === 'R' ? curves.dR : curves.dT, curves.count, layers, J, rowLength);
      return;
    }
    for (let layer = 0; layer < layers; layer++) {
      const from = layer * curves.count;
      const to = layer * rowLength + this.residualAt;
      if (this.statistic === 'mean') J[to] = this.meanDerivative(curves, from);
      else this.eachOfA(curves, from, to, J);
    }
  }

  /**
   * Adds ∂(Σ r²)/∂R and ∂(Σ r²)/∂T of the entry's residuals at the illumination's wavelengths, for the curves last
   * compared; as in `derivatives`, the weights of an L1 fit are held fixed.
   */
  weigh(r: Float64Array, weightR: Float64Array, weightT: Float64Array): void {
    const { points, coefficients, source, statistic, residualAt } = this;
    const add = (i: number, residual: number): void => {
      const weight = 2 * residual * coefficients[i];
      const at = points[i];
      if (source === 'A') {
        weightR[at] -= weight;
        weightT[at] -= weight;
      } else {
        (source === 'R' ? weightR : weightT)[at] += weight;
      }
    };
    for (let i = 0; i < points.length; i++) add(i, r[statistic === 'mean' ? residualAt : residualAt + i]);
  }

  /** Mean |error| over the entry's points, or |error| of its statistic, as it counts. */
  absoluteError(curves: Curves): number {
    this.readValues(curves);
    const { values, wishes, kind, statistic } = this;
    if (statistic !== 'each') return Math.abs(countedError(kind, this.statisticValue(statistic) - wishes[0]));
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += Math.abs(countedError(kind, values[i] - wishes[i]));
    return sum / values.length;
  }

  private readValues({ R, T }: Pick<Curves, 'R' | 'T'>): void {
    const { points, values, source } = this;
    const count = points.length;
    if (source === 'A') {
      for (let i = 0; i < count; i++) values[i] = 1 - R[points[i]] - T[points[i]];
    } else {
      const curve = source === 'R' ? R : T;
      for (let i = 0; i < count; i++) values[i] = curve[points[i]];
    }
    applyScale(this.scale, count, values, this.slopes);
    if (this.period > 0) this.unwrap();
  }

  /** Takes each angle on the turn that is nearest to its wish. */
  private unwrap(): void {
    const { values, wishes, period } = this;
    for (let i = 0; i < values.length; i++) values[i] -= period * Math.round((values[i] - wishes[i]) / period);
  }

  private compareEach(r: Float64Array): number {
    const { values, wishes, factors, slopes, coefficients, kind, isL1, floor, residualAt } = this;
    let share = 0;
    for (let i = 0; i < values.length; i++) {
      const error = countedError(kind, values[i] - wishes[i]);
      let factor = factors[i];
      if (isL1) {
        const size = Math.abs(error);
        share += factor * factor * size;
        factor /= Math.sqrt(2 * Math.max(size, floor));
      }
      const residual = factor * error;
      r[residualAt + i] = residual;
      coefficients[i] = kind !== 'match' && error === 0 ? 0 : factor * slopes[i];
      if (!isL1) share += residual * residual;
    }
    return share;
  }

  private compareStatistic(statistic: Exclude<Statistic, 'each'>, r: Float64Array): number {
    const { slopes, coefficients, kind, isL1, floor } = this;
    const error = countedError(kind, this.statisticValue(statistic) - this.wishes[0]);
    let factor = this.factors[0];
    const size = Math.abs(error);
    let share = factor * factor * (isL1 ? size : size * size);
    if (isL1) factor /= Math.sqrt(2 * Math.max(size, floor));
    if (kind !== 'match' && error === 0) {
      factor = 0;
      share = 0;
    }
    if (statistic === 'mean') {
      r[this.residualAt] = factor * error;
      for (let i = 0; i < slopes.length; i++) coefficients[i] = (factor * slopes[i]) / slopes.length;
    } else {
      this.spreadExtreme(error, factor, statistic === 'max' ? error > 0 : error < 0, r);
    }
    return share;
  }

  /**
   * Residuals of an extreme value's error: those of all points, each by its share |e|⁸/Σ|e|⁸ of the extreme one's
   * square, so that a fit sees every crest that is nearly the highest and does not push one down only to raise the next.
   * Lawson's weights for a minimax fit (J. R. Rice, K. H. Usow, Math. Comp. 22, 118 (1968)). Where the extreme is on the
   * better side of a wish to be matched, it is that point alone.
   */
  private spreadExtreme(error: number, factor: number, isWorst: boolean, r: Float64Array): void {
    const { values, wishes, slopes, coefficients, residualAt, extreme } = this;
    let sum = 0;
    for (let i = 0; i < values.length; i++) {
      const ratio = isWorst ? Math.max(0, (values[i] - wishes[0]) / error) : i === extreme ? 1 : 0;
      const root = factor === 0 ? 0 : ratio * ratio * ratio;
      coefficients[i] = root * factor * slopes[i];
      r[residualAt + i] = root * ratio * factor * error;
      sum += root * root * ratio * ratio;
    }
    const scale = sum > 0 ? 1 / Math.sqrt(sum) : 0;
    for (let i = 0; i < values.length; i++) {
      coefficients[i] *= scale;
      r[residualAt + i] *= scale;
    }
  }

  private statisticValue(statistic: Exclude<Statistic, 'each'>): number {
    const { values } = this;
    if (statistic === 'mean') return mean(values.length, values);
    this.extreme = extremeIndex(statistic, values.length, values);
    return values[this.extreme];
  }

  private eachOf(derivative: Float64Array, stride: number, layers: number, J: Float64Array, rowLength: number): void {
    const { coefficients, firstPoint, points } = this;
    const count = coefficients.length;
    for (let layer = 0; layer < layers; layer++) {
      const from = layer * stride;
      const to = layer * rowLength + this.residualAt;
      if (firstPoint >= 0) {
        const start = from + firstPoint;
        for (let i = 0; i < count; i++) J[to + i] = coefficients[i] * derivative[start + i];
      } else {
        for (let i = 0; i < count; i++) J[to + i] = coefficients[i] * derivative[from + points[i]];
      }
    }
  }

  private eachOfA({ dR, dT }: Curves, from: number, to: number, J: Float64Array): void {
    const { coefficients, points } = this;
    for (let i = 0; i < coefficients.length; i++) {
      const at = from + points[i];
      J[to + i] = -coefficients[i] * (dR[at] + dT[at]);
    }
  }

  private meanDerivative(curves: Curves, from: number): number {
    const { coefficients, points } = this;
    let sum = 0;
    for (let i = 0; i < points.length; i++) sum += coefficients[i] * this.fractionSlope(curves, from + points[i]);
    return sum;
  }

  private fractionSlope({ dR, dT }: Curves, at: number): number {
    if (this.source === 'A') return -(dR[at] + dT[at]);
    return this.source === 'R' ? dR[at] : dT[at];
  }
}

function sumOfErrors(curve: Float64Array, first: number, wishes: Float64Array, factors: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < wishes.length; i++) sum += Math.abs(curve[first + i] - wishes[i]);
  return factors[0] * factors[0] * sum; // without tolerances, all factors are alike
}

function sumOfSquares(curve: Float64Array, first: number, wishes: Float64Array, factors: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < wishes.length; i++) {
    const error = factors[i] * (curve[first + i] - wishes[i]);
    sum += error * error;
  }
  return sum;
}
