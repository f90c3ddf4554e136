import { once } from '#core/once.ts';
import { BlendEvaluator, type BlendedLayers } from '#core/optics/kernel/blend-evaluator.ts';
import { kernelMemory } from '#core/optics/kernel/wasm-memory.ts';
import type { Evaluator, LayerSequence, NeedlePlace, PartLayers } from '#core/optics/types.ts';
import { type BeyondGroup, beyondGroups } from './beyond-group.ts';
import { CompiledEntry, type Curves, type Metric } from './compiled-entry.ts';
import { CompiledMeasure, type MeasureResult } from './compiled-measure.ts';
import type { DesignSpace } from './design-space.ts';
import { spaceOf } from './environment-space.ts';
import { type Beam, beamOf, evaluatorSetup, lightKey } from './illumination.ts';
import { addProbedSlopes } from './needle-probe.ts';
import { isFraction, isPlain } from './quantity.ts';
import { spaceEvaluator } from './space-evaluator.ts';
import { countedEntries, countedMeasures, type Target, type TargetEntry, totalWeightOf } from './target.ts';

/** R, T, A of a coating on the points of one entry, in the entry's order. */
export interface EntrySpectra {
  R: number[];
  T: number[];
  A: number[];
  /** the entry's own quantity where it is not made of this light's R and T; phases within ±180° */
  values?: number[];
}

export interface TargetReport {
  /** the contract's merit: errors of the spectra alone */
  readonly merit: number;
  /** what the search minimises, penalties and errors of manufacture included; absent where that is the merit */
  readonly penalised?: number;
  /** mean |value − wish| over the R, T, A entries with their weights; null if there is none */
  readonly mae: number | null;
  /** one per entry of the target */
  readonly spectra: EntrySpectra[];
  /** one per measure of the target, with the R and T of which it was taken (see `measureGridNm`) */
  readonly measures: readonly { readonly result: MeasureResult; readonly R: number[]; readonly T: number[] }[];
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
 * For the metric "rms", merit² = Σ r², and Jᵀr = merit · ∇merit, but for entries of the statistic min or max: there the
 * error counts exactly, and Jᵀr is the gradient of a smooth norm that sees all points which are nearly the worst
 * (`CompiledEntry`).
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
  /** what an evaluation costs, in residuals of plain R and T: that is `residualCount` where there is nothing else */
  readonly workCount: number;
  /** The same without penalties, errors of manufacture and added points; absent where there are none. */
  readonly bare?: CompiledTarget;
  /** The merit of a coating, as it is to be minimised. `back` is empty unless the part has a coated back. */
  merit(front: LayerSequence, back: LayerSequence): number;
  /** Fills `r` (length `residualCount`) and returns the merit. */
  residuals(front: LayerSequence, back: LayerSequence, r: Float64Array): number;
  /**
   * The same, and ∂r/∂d in 1/nm for every layer, front layers first, then back layers:
   * (layers × residuals), row-major, so that a layer's derivative is contiguous.
   */
  jacobian(front: LayerSequence, back: LayerSequence, r: Float64Array, J: Float64Array): number;
  /**
   * The same for a front face with layers of blended media, and ∂r/∂share: 2 L + 1 rows, L the number of layers, as
   * `BlendEvaluator.blended` has them. Absent where it cannot be had: without WebAssembly, or where the target asks for
   * more than R and T in its own surroundings.
   */
  readonly blendedJacobian?: (front: BlendedLayers, back: LayerSequence, r: Float64Array, J: Float64Array) => number;
  /**
   * ∂(Σ r²)/∂d, 1/nm, of an infinitely thin layer of each medium at each place: (places × layer media), row-major.
   * What it says of the places: `Evaluator.needleSlopes`.
   */
  needleSlopes(front: LayerSequence, back: LayerSequence, places: readonly NeedlePlace[], slopes: Float64Array): void;
  report(front: LayerSequence, back: LayerSequence): TargetReport;
  /** the beams that count, but those in other environments; R on the wavelengths of the first, its T, R of the second, … make a row of curves */
  readonly illuminations: readonly TargetIllumination[];
  /** numbers in a row of curves */
  readonly rowLength: number;
  /** Rows of curves of many coatings: (coatings × `rowLength`), row-major. */
  curves(parts: readonly PartLayers[], rows: Float64Array): void;
  /**
   * The merit of a coating whose R and T under each of `illuminations` are known. An estimate where the target wishes for
   * more than these tell: it is then of these alone.
   */
  meritOfCurves(curves: readonly Pick<Curves, 'R' | 'T'>[]): number;
}

export interface CompileOptions {
  /** overrides the target's own merit, so that a search may use the smoother rms first */
  readonly merit?: 'rms' | 'mae';
}

/** Entries that one evaluation serves: same angle, polarization and direction, on the union of their wavelengths. */
interface Group extends TargetIllumination {
  /** in the target's own surroundings, not in an environment */
  readonly isAtHome: boolean;
  readonly evaluator: Evaluator;
  /** Absent without WebAssembly. */
  readonly blends: (() => BlendEvaluator) | undefined;
  readonly curves: Curves;
  /** entries of weight > 0, and all of them with their place in the target */
  readonly counted: readonly CompiledEntry[];
  readonly all: readonly { readonly entry: CompiledEntry; readonly at: number; readonly points: Int32Array }[];
}

/**
 * The contract's merit of a target: its entries, and nothing of penalties and errors. Samples the materials and prepares
 * everything that does not depend on the layers.
 * @throws StackwrightError OUT_OF_RANGE, ABSORBING_AMBIENT, UNDEFINED_QUANTITY
 */
export function compileSpectra(target: Target, space: DesignSpace, options: CompileOptions = {}): CompiledTarget {
  const entries = countedEntries(target);
  const measures = countedMeasures(target);
  const metric: Metric = {
    kind: options.merit ?? target.merit ?? 'rms',
    totalWeight: totalWeightOf(target),
  };
  const extras = {
    beyond: beyondGroups(entries, space, metric),
    measures: measures.map((measure) => new CompiledMeasure(measure, space, metric)),
  };
  return new GroupedTarget(entries, groupsOf(entries, space, metric), extras, metric.kind);
}

class GroupedTarget implements CompiledTarget {
  readonly metric: 'rms' | 'mae';
  readonly residualCount: number;
  readonly workCount: number;
  private readonly entries: readonly TargetEntry[];
  readonly illuminations: readonly TargetIllumination[];
  readonly rowLength: number;
  /** the groups of `illuminations`: those in the target's own surroundings */
  private readonly atHome: readonly Group[];
  private readonly groups: readonly Group[];
  private readonly counted: readonly Group[];
  private readonly beyond: readonly BeyondGroup[];
  private readonly measures: readonly CompiledMeasure[];
  /** what is not made of one light's R and T point by point */
  private readonly others: readonly (BeyondGroup | CompiledMeasure)[];
  private readonly scratch: Float64Array;
  readonly blendedJacobian?: NonNullable<CompiledTarget['blendedJacobian']>;

  constructor(
    entries: readonly TargetEntry[],
    groups: readonly Group[],
    { beyond, measures }: { readonly beyond: readonly BeyondGroup[]; readonly measures: readonly CompiledMeasure[] },
    metric: 'rms' | 'mae',
  ) {
    this.entries = entries;
    this.metric = metric;
    this.groups = groups;
    this.beyond = beyond;
    this.counted = groups.filter((group) => group.counted.length > 0);
    this.measures = measures;
    const countedBeyond = beyond.filter((group) => group.counted.length > 0);
    const countedMeasures = measures.filter(({ isCounted }) => isCounted);
    this.others = [...countedBeyond, ...countedMeasures];
    const parts = [...this.counted, ...countedBeyond].flatMap((group) => group.counted);
    let count = 0;
    for (const part of [...parts, ...countedMeasures]) {
      part.residualAt = count;
      count += part.residualCount;
    }
    this.residualCount = count;
    this.workCount = this.others.reduce((sum, { workCount, residualCount }) => sum + workCount - residualCount, count);
    this.atHome = this.counted.filter(({ isAtHome }) => isAtHome);
    this.illuminations = this.atHome;
    this.rowLength = this.atHome.reduce((sum, { curves }) => sum + 2 * curves.count, 0);
    this.scratch = new Float64Array(count);
    const canBlend = this.others.length === 0 && this.counted.every((group) => group.isAtHome && group.blends);
    if (canBlend) this.blendedJacobian = (front, back, r, J) => this.blended(front, back, r, J);
  }

  private blended(front: BlendedLayers, back: LayerSequence, r: Float64Array, J: Float64Array): number {
    const rows = 2 * (front.count + back.count) + 1;
    let total = 0;
    for (const group of this.counted) {
      const { curves } = group;
      reserve(curves, rows);
      group.blends?.().blended(front, back, curves.R, curves.T, curves.dR, curves.dT);
      total = this.differentiated(group, rows, r, J, total);
    }
    return this.metric === 'rms' ? Math.sqrt(total) : total;
  }

  /** Residuals and `rows` rows of their Jacobian from curves just computed. @returns `total` with the group's share added */
  private differentiated(group: Group, rows: number, r: Float64Array, J: Float64Array, total: number): number {
    const { curves, counted } = group;
    for (const entry of counted) {
      total += entry.compare(curves, r);
      entry.derivatives(curves, rows, J, this.residualCount);
    }
    return total;
  }

  merit(front: LayerSequence, back: LayerSequence): number {
    return this.residuals(front, back, this.scratch);
  }

  curves(parts: readonly PartLayers[], rows: Float64Array): void {
    const { rowLength } = this;
    let at = 0;
    for (const { evaluator, curves } of this.atHome) {
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
    this.atHome.forEach(({ counted }, g) => {
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
    for (const other of this.others) total += other.residuals(front, back, r);
    return this.metric === 'rms' ? Math.sqrt(total) : total;
  }

  jacobian(front: LayerSequence, back: LayerSequence, r: Float64Array, J: Float64Array): number {
    const layers = front.count + back.count;
    let total = 0;
    for (const group of this.counted) {
      const { curves } = group;
      reserve(curves, layers);
      group.evaluator.derivatives(front, back, curves.R, curves.T, curves.dR, curves.dT);
      total = this.differentiated(group, layers, r, J, total);
    }
    for (const other of this.others) total += other.jacobian(front, back, r, J, this.residualCount);
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
    addProbedSlopes(this.others, front, back, places, this.residualCount, slopes);
  }

  report(front: LayerSequence, back: LayerSequence): TargetReport {
    const merit = this.merit(front, back);
    const { entries } = this;
    const spectra = new Array<EntrySpectra>(entries.length);
    const errors = new Float64Array(entries.length);
    for (const { evaluator, curves, all } of this.groups) {
      evaluator.spectra(front, back, curves.R, curves.T);
      for (const { entry, at, points } of all) {
        spectra[at] = spectraAt(points, curves);
        errors[at] = entry.absoluteError(curves);
      }
    }
    for (const group of this.beyond) {
      for (const { at, R, T, values } of group.report(front, back)) {
        spectra[at] = { R, T, A: R.map((reflectance, i) => 1 - reflectance - T[i]), values };
      }
    }
    const measures = this.measures.map((measure) => measure.report(front, back));
    return { merit, mae: weightedError(entries, errors), spectra, measures };
  }
}

/** Σ w error/Σ w over the entries in R, T and A; null if none of them has weight. */
export function weightedError(entries: readonly TargetEntry[], errors: ArrayLike<number>): number | null {
  let [sum, weights] = [0, 0];
  entries.forEach(({ quantity, weight = 1 }, at) => {
    if (!isFraction(quantity)) return;
    sum += weight * errors[at];
    weights += weight;
  });
  return weights > 0 ? sum / weights : null;
}

function groupsOf(entries: readonly TargetEntry[], space: DesignSpace, metric: Metric): Group[] {
  const byLight = new Map<string, number[]>();
  entries.forEach((entry, at) => {
    if (!isPlain(entry.quantity)) return;
    const key = lightKey(entry);
    const members = byLight.get(key);
    if (members === undefined) byLight.set(key, [at]);
    else members.push(at);
  });
  return [...byLight.values()].map((members) => groupOf(entries, members, space, metric));
}

function groupOf(
  entries: readonly TargetEntry[],
  members: readonly number[],
  space: DesignSpace,
  metric: Metric,
): Group {
  const wavelengths = members.flatMap((at) => entries[at].wavelengthsNm);
  const grid = Float64Array.from(new Set(wavelengths)).sort();
  const placeOf = new Map<number, number>();
  grid.forEach((wavelength, i) => {
    placeOf.set(wavelength, i);
  });
  const all = members.map((at) => {
    const entry = entries[at];
    const points = Int32Array.from(entry.wavelengthsNm, (wavelength) => placeOf.get(wavelength) ?? -1);
    return { entry: new CompiledEntry(entry, points, metric), at, points };
  });
  const first = entries[members[0]];
  const beam = beamOf(first);
  const memory = kernelMemory();
  const blends =
    memory === null
      ? undefined
      : once(() => new BlendEvaluator(memory, evaluatorSetup(space, beam, grid), space.maxLayers));
  return {
    beam,
    blends,
    wavelengthsNm: grid,
    isAtHome: first.environment === undefined,
    evaluator: spaceEvaluator(spaceOf(space, first.environment), beam, grid),
    curves: {
      count: grid.length,
      R: new Float64Array(grid.length),
      T: new Float64Array(grid.length),
      dR: new Float64Array(0),
      dT: new Float64Array(0),
    },
    counted: all.filter(({ at }) => entries[at].weight !== 0).map(({ entry }) => entry),
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
