import type { LayerSequence, NeedlePlace, PartLayers } from '#core/optics/types.ts';
import { type CompiledTarget, type CompileOptions, compileSpectra, type TargetReport } from './compiled-target.ts';
import type { DesignSpace } from './design-space.ts';
import { type ErrorSample, errorSamples, spacesWithErrors } from './error-samples.ts';
import { addProbedSlopes, type ProbedPart } from './needle-probe.ts';
import { PenaltyTerms } from './penalty-terms.ts';
import { withPointsBetween } from './points-between.ts';
import type { Target } from './target.ts';

/** Samples over which the expected merit is taken where a target gives no number. */
const SAMPLES = 16;
/** The search's samples; those that judge a candidate are others. */
const SEARCH_SEED = 1;

/**
 * What a search minimises. Without penalties, errors and added points it is the contract's merit itself. Otherwise it
 * is that of `compileSpectra` on the target with its added points, its square (for "mae" the merit) taken in the mean
 * over samples of errors, and the penalties added; `report` tells both.
 * @throws StackwrightError OUT_OF_RANGE, ABSORBING_AMBIENT, UNDEFINED_QUANTITY, or INVALID with the place of a penalty
 */
export function compileTarget(target: Target, space: DesignSpace, options: CompileOptions = {}): CompiledTarget {
  const bare = compileSpectra(target, space, options);
  const { penalties, robust, sampling } = target;
  if (penalties === undefined && robust === undefined && sampling !== 'between') return bare;
  const sampled = sampling === 'between' ? withPointsBetween(target, space) : target;
  const searched =
    robust === undefined
      ? [sampled === target ? bare : compileSpectra(sampled, space, options)]
      : spacesWithErrors(space, robust, robust.samples ?? SAMPLES, SEARCH_SEED).map((other) =>
          compileSpectra(sampled, other, options),
        );
  const samples =
    robust === undefined ? [] : errorSamples(robust, robust.samples ?? SAMPLES, SEARCH_SEED, searched.length);
  return new SearchedTarget(bare, searched, samples, new PenaltyTerms(penalties ?? {}, space, bare.metric));
}

/** The residuals of all samples, each divided by the square root of their number, then those of the penalties. */
class SearchedTarget implements CompiledTarget {
  readonly metric: 'rms' | 'mae';
  readonly residualCount: number;
  readonly workCount: number;
  readonly bare: CompiledTarget;
  readonly illuminations: CompiledTarget['illuminations'];
  readonly rowLength: number;
  private readonly searched: readonly CompiledTarget[];
  private readonly samples: readonly ErrorSample[];
  private readonly penalties: PenaltyTerms;
  private readonly scratch: Float64Array;
  private readonly part: Float64Array;
  private partJacobian = new Float64Array(0);

  constructor(
    bare: CompiledTarget,
    searched: readonly CompiledTarget[],
    samples: readonly ErrorSample[],
    penalties: PenaltyTerms,
  ) {
    this.bare = bare;
    this.metric = bare.metric;
    this.searched = searched;
    this.samples = samples;
    this.penalties = penalties;
    this.illuminations = bare.illuminations;
    this.rowLength = bare.rowLength;
    this.residualCount = searched[0].residualCount * Math.max(1, samples.length) + penalties.count;
    this.workCount = searched[0].workCount * Math.max(1, samples.length);
    this.scratch = new Float64Array(this.residualCount);
    this.part = new Float64Array(searched[0].residualCount);
  }

  merit(front: LayerSequence, back: LayerSequence): number {
    return this.residuals(front, back, this.scratch);
  }

  residuals(front: LayerSequence, back: LayerSequence, r: Float64Array): number {
    const { searched, samples, part } = this;
    let total = 0;
    if (samples.length === 0) total = this.share(searched[0].residuals(front, back, part), 0, r);
    samples.forEach((sample, at) => {
      const target = searched[sample.spaceIndex];
      total += this.share(target.residuals(sample.front.of(front), sample.back.of(back), part), at, r);
    });
    total += this.penalties.residuals(front, back, r, this.residualCount - this.penalties.count);
    return this.metric === 'rms' ? Math.sqrt(total) : total;
  }

  jacobian(front: LayerSequence, back: LayerSequence, r: Float64Array, J: Float64Array): number {
    const { searched, samples, part, penalties, residualCount } = this;
    const layers = front.count + back.count;
    const needed = layers * part.length;
    if (this.partJacobian.length < needed) this.partJacobian = new Float64Array(needed);
    let total = 0;
    if (samples.length === 0) {
      total = this.share(searched[0].jacobian(front, back, part, this.partJacobian), 0, r);
      for (let layer = 0; layer < layers; layer++) this.copyRow(layer, 0, 1, J);
    }
    samples.forEach((sample, at) => {
      const target = searched[sample.spaceIndex];
      const [made, madeBack] = [sample.front.of(front), sample.back.of(back)];
      total += this.share(target.jacobian(made, madeBack, part, this.partJacobian), at, r);
      for (let layer = 0; layer < front.count; layer++) this.copyRow(layer, at, made.slopes[layer], J);
      for (let layer = 0; layer < back.count; layer++) {
        this.copyRow(front.count + layer, at, madeBack.slopes[layer], J);
      }
    });
    total += penalties.jacobian(front, back, r, J, residualCount - penalties.count, residualCount);
    return this.metric === 'rms' ? Math.sqrt(total) : total;
  }

  needleSlopes(front: LayerSequence, back: LayerSequence, places: readonly NeedlePlace[], slopes: Float64Array): void {
    const { searched, samples, penalties } = this;
    const ofSample = new Float64Array(slopes.length);
    slopes.fill(0);
    if (samples.length === 0) searched[0].needleSlopes(front, back, places, slopes);
    for (const sample of samples) {
      searched[sample.spaceIndex].needleSlopes(sample.front.of(front), sample.back.of(back), places, ofSample);
      for (let i = 0; i < slopes.length; i++) slopes[i] += ofSample[i] / samples.length;
    }
    const part: ProbedPart = { jacobian: (a, b, r, J, rowLength) => penalties.jacobian(a, b, r, J, 0, rowLength) };
    if (penalties.count > 0) addProbedSlopes([part], front, back, places, penalties.count, slopes);
  }

  curves(parts: readonly PartLayers[], rows: Float64Array): void {
    this.bare.curves(parts, rows);
  }

  meritOfCurves(curves: Parameters<CompiledTarget['meritOfCurves']>[0]): number {
    return this.bare.meritOfCurves(curves);
  }

  report(front: LayerSequence, back: LayerSequence): TargetReport {
    return { ...this.bare.report(front, back), penalised: this.merit(front, back) };
  }

  /** Puts a sample's residuals in their place. @returns the sample's share of Σ r² (or of the mean error) */
  private share(merit: number, at: number, r: Float64Array): number {
    const count = Math.max(1, this.samples.length);
    const scale = 1 / Math.sqrt(count);
    const { part } = this;
    for (let i = 0; i < part.length; i++) r[at * part.length + i] = scale * part[i];
    return (this.metric === 'rms' ? merit * merit : merit) / count;
  }

  private copyRow(layer: number, at: number, slope: number, J: Float64Array): void {
    const { part, partJacobian } = this;
    const scale = slope / Math.sqrt(Math.max(1, this.samples.length));
    const from = layer * part.length;
    const to = layer * this.residualCount + at * part.length;
    for (let i = 0; i < part.length; i++) J[to + i] = scale * partJacobian[from + i];
  }
}
