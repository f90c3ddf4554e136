import type { CompiledTarget } from '#core/targets/compiled-target.ts';
import type { DesignSpace } from '#core/targets/design-space.ts';
import { type Coating, type Face, fillBack, SequenceBuffer, totalThicknessNm } from './coating.ts';
import { LocalModel, type Variable } from './local-model.ts';
import { dot } from './normal-equations.ts';

export interface RefineOptions {
  /** at most this many evaluations of residuals with their Jacobian */
  readonly iterations: number;
  /** stop when three steps in a row lower the merit by less than this fraction; default 1e-4 */
  readonly tolerance?: number;
  /** polled before every iteration; true ends the refinement with what it has */
  readonly cancelled?: () => boolean;
}

export interface Refined {
  readonly merit: number;
  readonly iterations: number;
  /** false when it stopped for the iteration limit or because it was cancelled */
  readonly converged: boolean;
}

/**
 * Bounded Levenberg–Marquardt refinement of layer thicknesses on the analytic Jacobian of the exact solver.
 *
 * Free variables are the thicknesses of all unlocked layers, each within its medium's limits; a variable that
 * sits on a limit and wants to leave it is held for that step (projected steps). Damping follows Nielsen
 * (Madsen, Nielsen & Tingleff, Methods for Non-Linear Least Squares Problems, 2nd ed., DTU 2004, §3.2) with
 * Marquardt's diagonal scaling; the curvature of the residuals is learnt on the way (see `Curvature`). A cap on the total thickness is kept by shrinking the trial step towards the
 * lower limits. For the merit "mae" the compiled target reweights its residuals (see CompiledTarget.jacobian).
 *
 * Holds its scratch memory: one refiner per thread.
 */
export class Refiner {
  private readonly front = new SequenceBuffer();
  private readonly back = new SequenceBuffer();
  private residuals: Float64Array;
  private trialResiduals: Float64Array;
  private jacobian = new Float64Array(0);
  private trialJacobian = new Float64Array(0);
  private readonly model: LocalModel;
  private readonly target: CompiledTarget;
  private readonly space: DesignSpace;
  /** Jacobian evaluations since the start: the unit in which search work is counted. */
  evaluations = 0;

  constructor(target: CompiledTarget, space: DesignSpace) {
    this.target = target;
    this.space = space;
    this.residuals = new Float64Array(target.residualCount);
    this.trialResiduals = new Float64Array(target.residualCount);
    this.model = new LocalModel(target.residualCount);
  }

  /** The target's merit of a coating, by the exact solver. */
  merit(coating: Coating): number {
    this.fill(coating);
    return this.target.merit(this.front, this.back);
  }

  /** Refines the coating in place. */
  refine(coating: Coating, options: RefineOptions): Refined {
    const variables = freeVariables(coating, this.space);
    const size = variables.length;
    this.reserve(coating);
    clampToLimits(coating, variables, this.space);
    let merit = this.evaluate(coating);
    this.acceptTrial();
    if (size === 0) return { merit, iterations: 1, converged: true };

    const model = this.model;
    model.begin(size, this.target.metric === 'rms');
    model.linearise(this.jacobian, this.residuals, variables);
    let damping = 1e-2;
    let growth = 2;
    let slow = 0;
    let iteration = 1;
    while (iteration < options.iterations && !options.cancelled?.()) {
      readThickness(variables, model.start);
      const isSolved = model.solve(variables, damping);
      if (isSolved) {
        applyStep(coating, variables, model.start, model.step, this.space);
        readTaken(variables, model.start, model.taken);
        const trial = this.evaluate(coating);
        iteration++;
        const decrease = squaredCost(merit, this.target) - squaredCost(trial, this.target);
        const predicted = model.predictedDecrease();
        if (trial < merit && predicted > 0) {
          slow = merit - trial < (options.tolerance ?? 1e-4) * merit ? slow + 1 : 0;
          merit = trial;
          model.judge(decrease);
          model.advance(this.jacobian, this.trialJacobian, this.trialResiduals, variables);
          this.acceptTrial();
          const ratio = 2 * (decrease / predicted) - 1;
          damping *= Math.max(1 / 3, 1 - ratio * ratio * ratio);
          growth = 2;
          if (slow >= 3 || merit < 1e-12) return { merit, iterations: iteration, converged: true };
          continue;
        }
        writeThickness(variables, model.start);
        model.isCurved = false; // the plain model is the safer one to shorten
      } else if (model.isCurved) {
        model.isCurved = false;
        continue;
      }
      damping *= growth;
      growth *= 2;
      if (damping > 1e12) return { merit, iterations: iteration, converged: true };
    }
    return { merit, iterations: iteration, converged: false };
  }

  /**
   * Expected rms change of the residuals when every designed thickness errs independently by 1 nm (rms),
   * to first order: how sensitive a finished coating is. Small is good.
   */
  sensitivityPerNm(coating: Coating): number {
    const variables = freeVariables(coating, this.space, true);
    this.reserve(coating);
    this.evaluate(coating);
    const count = this.target.residualCount;
    let sum = 0;
    for (const { row } of variables)
      sum += dot(this.trialJacobian, row * count, this.trialJacobian, row * count, count);
    return Math.sqrt(sum);
  }

  private fill(coating: Coating): void {
    this.front.fill(coating.front);
    fillBack(this.back, coating, this.space);
  }

  /** Residuals and Jacobian of the coating into the trial buffers; a mirrored back is folded onto the front. */
  private evaluate(coating: Coating): number {
    this.fill(coating);
    this.evaluations++;
    const merit = this.target.jacobian(this.front, this.back, this.trialResiduals, this.trialJacobian);
    if (this.space.back.mode === 'mirror') this.foldMirror();
    return merit;
  }

  private foldMirror(): void {
    const count = this.target.residualCount;
    const layers = this.front.count;
    for (let layer = 0; layer < layers; layer++) {
      const mirrored = 2 * layers - 1 - layer;
      for (let i = 0; i < count; i++) this.trialJacobian[layer * count + i] += this.trialJacobian[mirrored * count + i];
    }
  }

  private acceptTrial(): void {
    [this.residuals, this.trialResiduals] = [this.trialResiduals, this.residuals];
    [this.jacobian, this.trialJacobian] = [this.trialJacobian, this.jacobian];
  }

  private reserve(coating: Coating): void {
    this.fill(coating);
    const entries = (this.front.count + this.back.count) * this.target.residualCount;
    if (this.jacobian.length < entries) {
      this.jacobian = new Float64Array(entries);
      this.trialJacobian = new Float64Array(entries);
    }
  }
}

function freeVariables(coating: Coating, space: DesignSpace, includeLocked = false): Variable[] {
  const variables: Variable[] = [];
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

function readThickness(variables: readonly Variable[], out: Float64Array): void {
  for (let v = 0; v < variables.length; v++) out[v] = variables[v].face.thicknessNm[variables[v].layer];
}

/** How far the thicknesses really went, limits and the cap on the total considered. */
function readTaken(variables: readonly Variable[], start: Float64Array, out: Float64Array): void {
  readThickness(variables, out);
  for (let v = 0; v < variables.length; v++) out[v] -= start[v];
}

function writeThickness(variables: readonly Variable[], values: Float64Array): void {
  for (let v = 0; v < variables.length; v++) variables[v].face.thicknessNm[variables[v].layer] = values[v];
}

function clampToLimits(coating: Coating, variables: readonly Variable[], space: DesignSpace): void {
  for (const { face, layer, lower, upper } of variables) {
    face.thicknessNm[layer] = Math.min(Math.max(face.thicknessNm[layer], lower), upper);
  }
  shrinkToCap(coating, variables, space);
}

function applyStep(
  coating: Coating,
  variables: readonly Variable[],
  start: Float64Array,
  step: Float64Array,
  space: DesignSpace,
): void {
  for (let v = 0; v < variables.length; v++) {
    const { face, layer, lower, upper } = variables[v];
    face.thicknessNm[layer] = Math.min(Math.max(start[v] + step[v], lower), upper);
  }
  shrinkToCap(coating, variables, space);
}

/** The cap is kept whatever the order in which the layers are added up: their sum rounds differently in each. */
const CAP_MARGIN = 1e-12;

/** Keeps the total thickness under the target's cap by moving the free layers proportionally towards their lower limits. */
function shrinkToCap(coating: Coating, variables: readonly Variable[], space: DesignSpace): void {
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

/** The merit in the units of the linear model's Σ r². */
function squaredCost(merit: number, target: CompiledTarget): number {
  return target.metric === 'mae' ? merit : merit * merit;
}
