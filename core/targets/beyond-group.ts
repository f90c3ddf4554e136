import type { Evaluator, LayerSequence } from '#core/optics/types.ts';
import { CompiledEntry, type Curves, type Metric } from './compiled-entry.ts';
import { type CurveSource, curveSource, sourceCost, sourceKey } from './curve-source.ts';
import type { DesignSpace } from './design-space.ts';
import { spaceOf } from './environment-space.ts';
import { beamOf, lightKey } from './illumination.ts';
import { isPlain } from './quantity.ts';
import type { SourceCurve } from './source-curve.ts';
import { spaceEvaluator } from './space-evaluator.ts';
import type { TargetEntry } from './target.ts';

/** An entry's spectra and error, as `report` answers them. */
export interface ReportedEntry {
  /** place of the entry in the target */
  readonly at: number;
  readonly R: number[];
  readonly T: number[];
  readonly values: number[];
}

interface Member {
  readonly at: number;
  readonly entry: CompiledEntry;
  readonly points: Int32Array;
  readonly curve: SourceCurve;
  readonly curves: Curves;
  readonly isCounted: boolean;
}

/** Entries of one light whose quantities are not made of its R and T, and that one calculation serves. */
export class BeyondGroup {
  readonly counted: readonly CompiledEntry[];
  /** of the counted entries */
  readonly residualCount: number;
  /** what an evaluation costs, in residuals of plain R and T */
  readonly workCount: number;
  private readonly source: CurveSource;
  /** R and T of the light itself, for the report */
  private readonly evaluator: Evaluator;
  private readonly members: readonly Member[];

  constructor(entries: readonly TargetEntry[], places: readonly number[], space: DesignSpace, metric: Metric) {
    const first = entries[places[0]];
    const grid = Float64Array.from(new Set(places.flatMap((at) => entries[at].wavelengthsNm))).sort();
    const placeOf = new Map(Array.from(grid, (wavelength, i) => [wavelength, i]));
    const own = spaceOf(space, first.environment);
    this.source = curveSource(
      places.map((at) => entries[at]),
      own,
      grid,
    );
    this.evaluator = spaceEvaluator(own, beamOf(first), grid);
    const none = new Float64Array(0);
    this.members = places.flatMap((at) => {
      const entry = entries[at];
      if (isPlain(entry.quantity)) return [];
      const points = Int32Array.from(entry.wavelengthsNm, (wavelength) => placeOf.get(wavelength) ?? -1);
      const curve = this.source.curve(entry.quantity);
      const curves: Curves = { count: grid.length, R: curve.values, T: none, dR: none, dT: none };
      const compiled = new CompiledEntry(entry, points, metric);
      return [{ at, entry: compiled, points, curve, curves, isCounted: entry.weight !== 0 }];
    });
    this.counted = this.members.filter(({ isCounted }) => isCounted).map(({ entry }) => entry);
    this.residualCount = this.counted.reduce((sum, { residualCount }) => sum + residualCount, 0);
    this.workCount = grid.length * sourceCost(first);
  }

  /** Residuals of the counted entries, and their share of the merit (see `CompiledEntry.compare`). */
  residuals(front: LayerSequence, back: LayerSequence, r: Float64Array): number {
    this.source.evaluate(front, back);
    let share = 0;
    for (const { entry, curves, isCounted } of this.members) if (isCounted) share += entry.compare(curves, r);
    return share;
  }

  /** The same with the rows of the Jacobian, `rowLength` residuals a layer. */
  jacobian(front: LayerSequence, back: LayerSequence, r: Float64Array, J: Float64Array, rowLength: number): number {
    this.source.evaluateDerivatives(front, back);
    let share = 0;
    for (const { entry, curve, curves, isCounted } of this.members) {
      if (!isCounted) continue;
      curves.dR = curve.derivatives;
      share += entry.compare(curves, r);
      entry.derivatives(curves, front.count + back.count, J, rowLength);
    }
    return share;
  }

  report(front: LayerSequence, back: LayerSequence): ReportedEntry[] {
    const R = new Float64Array(this.evaluator.wavelengthCount);
    const T = new Float64Array(R.length);
    this.evaluator.spectra(front, back, R, T);
    this.source.evaluate(front, back);
    return this.members.map(({ at, points, curve }) => {
      const taken = (of: Float64Array): number[] => Array.from(points, (point) => of[point]);
      return { at, R: taken(R), T: taken(T), values: taken(curve.values) };
    });
  }
}

/** Groups the entries that are not made of R and T. */
export function beyondGroups(entries: readonly TargetEntry[], space: DesignSpace, metric: Metric): BeyondGroup[] {
  const groups = new Map<string, number[]>();
  entries.forEach((entry, at) => {
    if (isPlain(entry.quantity)) return;
    const key = `${sourceKey(entry)} ${lightKey(entry)}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [at]);
    else known.push(at);
  });
  return [...groups.values()].map((places) => new BeyondGroup(entries, places, space, metric));
}
