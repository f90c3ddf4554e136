import { createEvaluator } from '#core/optics/kernel/evaluator.ts';
import type { Evaluator, LayerSequence, NeedlePlace, PartLayers } from '#core/optics/types.ts';
import { CompiledEntry, type Curves, type Metric } from './compiled-entry.ts';
import type { DesignSpace } from './design-space.ts';
import { type Beam, beamKey, beamOf, evaluatorSetup } from './illumination.ts';
import { scaleOf } from './quantity.ts';
import type { Target, TargetEntry } from './target.ts';

/** R, T, A of a coating on the points of one entry, in the entry's order. */
export interface EntrySpectra {
  R: number[];
  T: number[];
  A: number[];
}

export interface TargetReport {
  readonly merit: number;
  /** mean |value − wish| over the R, T, A entries with their weights; null if there is none */
  readonly mae: number | null;
  /** one per entry of the target */
  readonly spectra: EntrySpectra[];
}

/** A beam and the wavelengths, ascending, on which it is looked at. */
export interface TargetIllumination {
  readonly beam: Beam;
  readonly wavelengthsNm: Float64Array;
}

/**
 * A target made ready to judge coatings quickly. Holds its own scratch memory: not to be shared between threads, and
 * nothing is allocated once the largest coating has been seen.
 *
 * For the metric "rms", merit² = Σ r², and Jᵀr = merit · ∇merit.
 *
 * For "mae", merit = Σ wᵢ|eᵢ| / Σ wᵢ, and the residuals are those of one step of iteratively reweighted least squares:
 * r = √(wᵢ/Σw) e/√(2 max(|e|, floor)), with the weights held fixed in J. Then Jᵀr = ½ ∇merit wherever |e| exceeds the
 * floor (0.001 in R, T, A; 0.01 OD; 0.1 dB), and the decrease of Σ r² in the linear model is to first order the
 * decrease of the merit, and never more than it.
 */
export interface CompiledTarget {
  readonly metric: 'rms' | 'mae';
  /** entries of weight 0 have no residuals */
  readonly residualCount: number;
  /** The contract's merit of a coating. `back` is empty unless the part has a coated back. */
  merit(front: LayerSequence, back: LayerSequence): number;
  /** Fills `r` (length `residualCount`) and returns the merit. */
  residuals(front: LayerSequence, back: LayerSequence, r: Float64Array): number;
  /**
   * The same, and ∂r/∂d in 1/nm for every layer, front layers first, then back layers:
   * (layers × residuals), row-major, so that a layer's derivative is contiguous.
   */
  jacobian(front: LayerSequence, back: LayerSequence, r: Float64Array, J: Float64Array): number;
  /**
   * ∂(Σ r²)/∂d, 1/nm, of an infinitely thin layer of each medium at each place: (places × layer media), row-major.
   * What it says of the places: `Evaluator.needleSlopes`.
   */
  needleSlopes(front: LayerSequence, back: LayerSequence, places: readonly NeedlePlace[], slopes: Float64Array): void;
  report(front: LayerSequence, back: LayerSequence): TargetReport;
  /** the beams that count; R on the wavelengths of the first, its T, R of the second, … make a row of curves */
  readonly illuminations: readonly TargetIllumination[];
  /** numbers in a row of curves */
  readonly rowLength: number;
  /** Rows of curves of many coatings: (coatings × `rowLength`), row-major. */
  curves(parts: readonly PartLayers[], rows: Float64Array): void;
  /** The merit of a coating whose R and T under each of `illuminations` are known. */
  meritOfCurves(curves: readonly Pick<Curves, 'R' | 'T'>[]): number;
}

export interface CompileOptions {
  /** overrides the target's own merit, so that a search may use the smoother rms first */
  readonly merit?: 'rms' | 'mae';
}

/** Entries that one evaluation serves: same angle, polarization and direction, on the union of their wavelengths. */
interface Group extends TargetIllumination {
  readonly evaluator: Evaluator;
  readonly curves: Curves;
  /** entries of weight > 0, and all of them with their place in the target */
  readonly counted: readonly CompiledEntry[];
  readonly all: readonly { readonly entry: CompiledEntry; readonly at: number; readonly points: Int32Array }[];
}

/**
 * Samples the materials and prepares everything that does not depend on the layers.
 * @throws StackwrightError OUT_OF_RANGE, ABSORBING_AMBIENT, UNDEFINED_QUANTITY
 */
export function compileTarget(target: Target, space: DesignSpace, options: CompileOptions = {}): CompiledTarget {
  const metric: Metric = {
    kind: options.merit ?? target.merit ?? 'rms',
    totalWeight: target.spectra.reduce((sum, entry) => sum + (entry.weight ?? 1), 0),
  };
  return new GroupedTarget(target, groupsOf(target, space, metric), metric.kind);
}

class GroupedTarget implements CompiledTarget {
  readonly metric: 'rms' | 'mae';
  readonly residualCount: number;
  readonly illuminations: readonly TargetIllumination[];
  readonly rowLength: number;
  private readonly target: Target;
  private readonly groups: readonly Group[];
  private readonly counted: readonly Group[];
  private readonly scratch: Float64Array;

  constructor(target: Target, groups: readonly Group[], metric: 'rms' | 'mae') {
    this.target = target;
    this.metric = metric;
    this.groups = groups;
    this.counted = groups.filter((group) => group.counted.length > 0);
    let count = 0;
    for (const group of this.counted) {
      for (const entry of group.counted) {
        entry.residualAt = count;
        count += entry.residualCount;
      }
    }
    this.residualCount = count;
    this.illuminations = this.counted;
    this.rowLength = this.counted.reduce((sum, { curves }) => sum + 2 * curves.count, 0);
    this.scratch = new Float64Array(count);
  }

  merit(front: LayerSequence, back: LayerSequence): number {
    return this.residuals(front, back, this.scratch);
  }

  curves(parts: readonly PartLayers[], rows: Float64Array): void {
    const { rowLength } = this;
    let at = 0;
    for (const { evaluator, curves } of this.counted) {
      const { count } = curves;
      const [R, T] = [new Float64Array(parts.length * count), new Float64Array(parts.length * count)];
      evaluator.spectraOfMany(parts, R, T);
      parts.forEach((_, part) => {
        rows.set(R.subarray(part * count, (part + 1) * count), part * rowLength + at);
        rows.set(T.subarray(part * count, (part + 1) * count), part * rowLength + at + count);
      });
      at += 2 * count;
    }
  }

  meritOfCurves(curves: readonly Pick<Curves, 'R' | 'T'>[]): number {
    let total = 0;
    this.counted.forEach(({ counted }, g) => {
      for (const entry of counted) total += entry.share(curves[g]);
    });
    return this.metric === 'rms' ? Math.sqrt(total) : total;
  }

  residuals(front: LayerSequence, back: LayerSequence, r: Float64Array): number {
    let total = 0;
    for (const { evaluator, curves, counted } of this.counted) {
      evaluator.spectra(front, back, curves.R, curves.T);
      for (const entry of counted) total += entry.compare(curves, r);
    }
    return this.metric === 'rms' ? Math.sqrt(total) : total;
  }

  jacobian(front: LayerSequence, back: LayerSequence, r: Float64Array, J: Float64Array): number {
    const layers = front.count + back.count;
    let total = 0;
    for (const { evaluator, curves, counted } of this.counted) {
      reserve(curves, layers);
      evaluator.derivatives(front, back, curves.R, curves.T, curves.dR, curves.dT);
      for (const entry of counted) {
        total += entry.compare(curves, r);
        entry.derivatives(curves, layers, J, this.residualCount);
      }
    }
    return this.metric === 'rms' ? Math.sqrt(total) : total;
  }

  needleSlopes(front: LayerSequence, back: LayerSequence, places: readonly NeedlePlace[], slopes: Float64Array): void {
    const ofGroup = new Float64Array(slopes.length);
    slopes.fill(0);
    for (const { evaluator, curves, counted } of this.counted) {
      const weightR = new Float64Array(curves.count);
      const weightT = new Float64Array(curves.count);
      evaluator.spectra(front, back, curves.R, curves.T);
      for (const entry of counted) {
        entry.compare(curves, this.scratch);
        entry.weigh(this.scratch, weightR, weightT);
      }
      evaluator.needleSlopes(front, back, places, weightR, weightT, ofGroup);
      for (let i = 0; i < slopes.length; i++) slopes[i] += ofGroup[i];
    }
  }

  report(front: LayerSequence, back: LayerSequence): TargetReport {
    const merit = this.merit(front, back);
    const entries = this.target.spectra;
    const spectra = new Array<EntrySpectra>(entries.length);
    const errors = new Float64Array(entries.length);
    for (const { evaluator, curves, all } of this.groups) {
      evaluator.spectra(front, back, curves.R, curves.T);
      for (const { entry, at, points } of all) {
        spectra[at] = spectraAt(points, curves);
        errors[at] = entry.absoluteError(curves);
      }
    }
    return { merit, mae: weightedError(entries, errors), spectra };
  }
}

/** Σ w error/Σ w over the entries in R, T and A; null if none of them has weight. */
export function weightedError(entries: readonly TargetEntry[], errors: ArrayLike<number>): number | null {
  let [sum, weights] = [0, 0];
  entries.forEach(({ quantity, weight = 1 }, at) => {
    if (scaleOf(quantity) !== 'fraction') return;
    sum += weight * errors[at];
    weights += weight;
  });
  return weights > 0 ? sum / weights : null;
}

function groupsOf(target: Target, space: DesignSpace, metric: Metric): Group[] {
  const byBeam = new Map<string, number[]>();
  target.spectra.forEach((entry, at) => {
    const key = beamKey(beamOf(entry));
    const members = byBeam.get(key);
    if (members === undefined) byBeam.set(key, [at]);
    else members.push(at);
  });
  return [...byBeam.values()].map((members) => groupOf(target, members, space, metric));
}

function groupOf(target: Target, members: readonly number[], space: DesignSpace, metric: Metric): Group {
  const wavelengths = members.flatMap((at) => target.spectra[at].wavelengthsNm);
  const grid = Float64Array.from(new Set(wavelengths)).sort();
  const placeOf = new Map<number, number>();
  grid.forEach((wavelength, i) => {
    placeOf.set(wavelength, i);
  });
  const all = members.map((at) => {
    const entry = target.spectra[at];
    const points = Int32Array.from(entry.wavelengthsNm, (wavelength) => placeOf.get(wavelength) ?? -1);
    return { entry: new CompiledEntry(entry, points, metric), at, points };
  });
  const beam = beamOf(target.spectra[members[0]]);
  return {
    beam,
    wavelengthsNm: grid,
    evaluator: createEvaluator(evaluatorSetup(space, beam, grid)),
    curves: {
      count: grid.length,
      R: new Float64Array(grid.length),
      T: new Float64Array(grid.length),
      dR: new Float64Array(0),
      dT: new Float64Array(0),
    },
    counted: all.filter(({ at }) => target.spectra[at].weight !== 0).map(({ entry }) => entry),
    all,
  };
}

function reserve(curves: Curves, layers: number): void {
  const needed = layers * curves.count;
  if (curves.dR.length >= needed) return;
  curves.dR = new Float64Array(needed);
  curves.dT = new Float64Array(needed);
}

function spectraAt(points: Int32Array, { R, T }: Curves): EntrySpectra {
  return {
    R: Array.from(points, (point) => R[point]),
    T: Array.from(points, (point) => T[point]),
    A: Array.from(points, (point) => 1 - R[point] - T[point]),
  };
}
