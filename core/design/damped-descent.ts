import { LocalModel, type Variable } from './local-model.ts';

export interface DescentOptions {
  /** at most this many evaluations of residuals with their Jacobian */
  readonly iterations: number;
  /** stop when three steps in a row lower the merit by less than this fraction; default 1e-4 */
  readonly tolerance?: number;
  /** polled before every iteration; true ends the descent with what it has */
  readonly cancelled?: () => boolean;
  /** asked before every iteration with the evaluations so far and the merit reached; true ends the descent */
  readonly isHopeless?: (evaluations: number, merit: number) => boolean;
}

export interface Descended {
  readonly merit: number;
  readonly iterations: number;
  /** false when it stopped for the iteration limit or because it was cancelled */
  readonly converged: boolean;
}

/** What is to be minimised: the merit as a function of some variables that the problem holds. */
export interface Problem {
  /** each at its row of the Jacobian */
  readonly variables: readonly Variable[];
  /** rows of the Jacobian, used or not */
  readonly rows: number;
  read(values: Float64Array): void;
  /** Takes on values that keep the variables' limits, or nearby ones where the problem has limits of its own. */
  write(values: Float64Array): void;
  /** The merit of the values last written, its residuals and Jacobian (rows × residuals). */
  evaluate(residuals: Float64Array, jacobian: Float64Array): number;
}

/**
 * Bounded Levenberg–Marquardt descent. A variable that sits on a limit and wants to leave it is held for that step
 * (projected steps). Damping follows Nielsen (Madsen, Nielsen & Tingleff, Methods for Non-Linear Least Squares Problems,
 * 2nd ed., DTU 2004, §3.2) with Marquardt's diagonal scaling; the curvature of the residuals is learnt on the way (see
 * `Curvature`).
 *
 * Holds its scratch memory: one for each thread and target.
 */
export class DampedDescent {
  private residuals: Float64Array;
  private trialResiduals: Float64Array;
  private jacobian = new Float64Array(0);
  private trialJacobian = new Float64Array(0);
  private next = new Float64Array(0);
  private readonly model: LocalModel;
  private readonly isL1: boolean;

  /**
   * @param isL1 whether the merit is Σ r² itself, of reweighted residuals, and not its root (see `CompiledTarget`)
   * @param isRough whether steps may be worked out in single precision
   */
  constructor(residualCount: number, isL1: boolean, isRough = false) {
    this.residuals = new Float64Array(residualCount);
    this.trialResiduals = new Float64Array(residualCount);
    this.model = new LocalModel(residualCount, isRough);
    this.isL1 = isL1;
  }

  /** Moves the problem's variables to where the merit has a minimum, from where they are. */
  minimise(problem: Problem, options: DescentOptions): Descended {
    const { variables } = problem;
    const size = variables.length;
    const { model } = this;
    this.reserve(problem.rows, size);
    model.begin(size, !this.isL1);
    problem.read(model.start);
    this.write(problem, model.start);
    let merit = this.evaluate(problem);
    this.acceptTrial();
    if (size === 0) return { merit, iterations: 1, converged: true };

    model.linearise(this.jacobian, this.residuals, variables);
    let damping = 1e-2;
    let growth = 2;
    let slow = 0;
    let iteration = 1;
    while (iteration < options.iterations && !options.cancelled?.() && !options.isHopeless?.(iteration, merit)) {
      problem.read(model.start);
      const isSolved = model.solve(variables, damping);
      if (isSolved) {
        const trial = this.step(problem);
        iteration++;
        const decrease = this.squared(merit) - this.squared(trial);
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
        problem.write(model.start);
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

  /** The Jacobian where the problem is, good until the next call. */
  jacobianOf(problem: Problem): Float64Array {
    this.reserve(problem.rows, problem.variables.length);
    this.evaluate(problem);
    return this.trialJacobian;
  }

  /** The model's step, as far as the limits allow. */
  private step(problem: Problem): number {
    const { model, next } = this;
    const size = problem.variables.length;
    for (let v = 0; v < size; v++) next[v] = model.start[v] + model.step[v];
    this.write(problem, next);
    problem.read(model.taken);
    for (let v = 0; v < size; v++) model.taken[v] -= model.start[v];
    return this.evaluate(problem);
  }

  private write(problem: Problem, values: Float64Array): void {
    const { next } = this;
    problem.variables.forEach(({ lower, upper }, v) => {
      next[v] = Math.min(Math.max(values[v], lower), upper);
    });
    problem.write(next);
  }

  private evaluate(problem: Problem): number {
    return problem.evaluate(this.trialResiduals, this.trialJacobian);
  }

  private acceptTrial(): void {
    [this.residuals, this.trialResiduals] = [this.trialResiduals, this.residuals];
    [this.jacobian, this.trialJacobian] = [this.trialJacobian, this.jacobian];
  }

  /** The merit in the units of the linear model's Σ r². */
  private squared(merit: number): number {
    return this.isL1 ? merit : merit * merit;
  }

  private reserve(rows: number, size: number): void {
    const entries = rows * this.residuals.length;
    if (this.jacobian.length < entries) {
      this.jacobian = new Float64Array(entries);
      this.trialJacobian = new Float64Array(entries);
    }
    if (this.next.length < size) this.next = new Float64Array(size);
  }
}
