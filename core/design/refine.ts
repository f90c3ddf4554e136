import type { CompiledTarget } from '#core/targets/compiled-target.ts';
import type { DesignSpace } from '#core/targets/design-space.ts';
import { type Coating, type Face, fillBack, SequenceBuffer, totalThicknessNm } from './coating.ts';
import { DampedDescent, type Descended, type DescentOptions, type Problem } from './damped-descent.ts';
import type { Variable } from './local-model.ts';
import { dot } from './normal-equations.ts';

/** One thickness that may change; front layers have the first rows of the Jacobian, then back layers. */
interface Thickness extends Variable {
  readonly face: Face;
  readonly layer: number;
}

/**
 * Refinement of layer thicknesses by a damped descent on the analytic Jacobian of the exact solver. Free are the
 * thicknesses of all unlocked layers, each within its medium's limits; a cap on the total thickness is kept by shrinking
 * the trial step towards the lower limits.
 *
 * Holds its scratch memory: one refiner per thread.
 */
export class Refiner {
  private readonly front = new SequenceBuffer();
  private readonly back = new SequenceBuffer();
  private readonly descent: DampedDescent;
  private readonly target: CompiledTarget;
  private readonly space: DesignSpace;
  /** Jacobian evaluations since the start: the unit in which search work is counted. */
  evaluations = 0;

  constructor(target: CompiledTarget, space: DesignSpace) {
    this.target = target;
    this.space = space;
    this.descent = new DampedDescent(target.residualCount, target.metric === 'mae');
  }

  /** The target's merit of a coating, by the exact solver. */
  merit(coating: Coating): number {
    this.fill(coating);
    return this.target.merit(this.front, this.back);
  }

  /** Refines the coating in place. */
  refine(coating: Coating, options: DescentOptions): Descended {
    return this.descent.minimise(this.problemOf(coating, freeThicknesses(coating, this.space)), options);
  }

  /**
   * Expected rms change of the residuals when every designed thickness errs independently by 1 nm (rms),
   * to first order: how sensitive a finished coating is. Small is good.
   */
  sensitivityPerNm(coating: Coating): number {
    const problem = this.problemOf(coating, freeThicknesses(coating, this.space, true));
    const jacobian = this.descent.jacobianOf(problem);
    const count = this.target.residualCount;
    let sum = 0;
    for (const { row } of problem.variables) sum += dot(jacobian, row * count, jacobian, row * count, count);
    return Math.sqrt(sum);
  }

  private problemOf(coating: Coating, variables: readonly Thickness[]): Problem {
    this.fill(coating);
    return {
      variables,
      rows: this.front.count + this.back.count,
      read(values) {
        for (let v = 0; v < variables.length; v++) values[v] = variables[v].face.thicknessNm[variables[v].layer];
      },
      write: (values) => {
        for (let v = 0; v < variables.length; v++) variables[v].face.thicknessNm[variables[v].layer] = values[v];
        shrinkToCap(coating, variables, this.space);
      },
      evaluate: (residuals, jacobian) => {
        this.fill(coating);
        this.evaluations++;
        const merit = this.target.jacobian(this.front, this.back, residuals, jacobian);
        if (this.space.back.mode === 'mirror') this.foldMirror(jacobian);
        return merit;
      },
    };
  }

  private fill(coating: Coating): void {
    this.front.fill(coating.front);
    fillBack(this.back, coating, this.space);
  }

  /** A mirrored back is folded onto the front. */
  private foldMirror(jacobian: Float64Array): void {
    const count = this.target.residualCount;
    const layers = this.front.count;
    for (let layer = 0; layer < layers; layer++) {
      const mirrored = 2 * layers - 1 - layer;
      for (let i = 0; i < count; i++) jacobian[layer * count + i] += jacobian[mirrored * count + i];
    }
  }
}

function freeThicknesses(coating: Coating, space: DesignSpace, includeLocked = false): Thickness[] {
  const variables: Thickness[] = [];
  const collect = (face: Face, firstRow: number): void => {
    for (let layer = 0; layer < face.media.length; layer++) {
      if (face.locked[layer] && !includeLocked) continue;
      const medium = face.media[layer];
      variables.push({ face, layer, row: firstRow + layer, lower: space.minNm[medium], upper: space.maxNm[medium] });
    }
  };
  collect(coating.front, 0);
  if (space.back.mode === 'design') collect(coating.back, coating.front.media.length);
  return variables;
}

/** The cap is kept whatever the order in which the layers are added up: their sum rounds differently in each. */
const CAP_MARGIN = 1e-12;

/** Keeps the total thickness under the target's cap by moving the free layers proportionally towards their lower limits. */
function shrinkToCap(coating: Coating, variables: readonly Thickness[], space: DesignSpace): void {
  const faces = space.back.mode === 'mirror' ? 2 : 1;
  const capNm = (space.totalMaxNm / faces) * (1 - CAP_MARGIN);
  const excess = totalThicknessNm(coating) - capNm;
  if (!(excess > 0)) return;
  let slack = 0;
  for (const { face, layer, lower } of variables) slack += face.thicknessNm[layer] - lower;
  if (slack <= 0) return;
  const keep = Math.max(0, 1 - (excess * (1 + 1e-12)) / slack);
  for (const { face, layer, lower } of variables) {
    face.thicknessNm[layer] = lower + (face.thicknessNm[layer] - lower) * keep;
  }
}
