import { Curvature } from './curvature.ts';
import { solveDamped } from './linear-solve.ts';
import { accumulateNormalMatrix, dot } from './normal-equations.ts';

/** What may change: its row in the Jacobian, and its limits. */
export interface Variable {
  readonly row: number;
  readonly lower: number;
  readonly upper: number;
}

/** Smallest diagonal of the damping, relative to the largest: a layer that does nothing yet must not run away. */
const LEAST_DIAGONAL = 1e-6;

/**
 * The quadratic model of Σ r² around a point, and the damped step to its bounded minimum. Memory is kept from
 * refinement to refinement.
 */
export class LocalModel {
  /** the point, the step wanted and the step really taken */
  start = new Float64Array(0);
  step = new Float64Array(0);
  taken = new Float64Array(0);
  /** whether the next step counts the residuals' own curvature in */
  isCurved = false;
  private readonly curvature = new Curvature();
  private readonly residualCount: number;
  private readonly isRough: boolean;
  private size = 0;
  private learns = false;
  private gradient = new Float64Array(0);
  private change = new Float64Array(0);
  private secant = new Float64Array(0);
  private normal = new Float64Array(0);
  private factor = new Float64Array(0);
  private diagonal = new Float64Array(0);
  private right = new Float64Array(0);
  private free = new Int32Array(0);

  /** @param isRough whether steps may be worked out in single precision (gradients are not) */
  constructor(residualCount: number, isRough = false) {
    this.isRough = isRough;
    this.residualCount = residualCount;
  }

  /** @param learns whether curvature may be learnt: not where the residuals are reweighted from point to point */
  begin(size: number, learns: boolean): void {
    if (this.normal.length < size * size) {
      for (const name of ['start', 'step', 'taken', 'gradient', 'change', 'secant', 'diagonal', 'right'] as const) {
        this[name] = new Float64Array(size);
      }
      this.normal = new Float64Array(size * size);
      this.factor = new Float64Array(size * size);
      this.free = new Int32Array(size);
    }
    this.size = size;
    this.learns = learns;
    this.isCurved = false;
    this.curvature.reset(size);
  }

  linearise(jacobian: Float64Array, residuals: Float64Array, variables: readonly Variable[]): void {
    accumulateNormalMatrix(jacobian, variables, this.residualCount, this.normal, this.isRough);
    this.multiply(jacobian, residuals, variables, this.gradient);
  }

  /** Learns from an accepted step and moves on to its end. `taken` must hold the step. */
  advance(
    jacobian: Float64Array,
    nextJacobian: Float64Array,
    nextResiduals: Float64Array,
    variables: readonly Variable[],
  ): void {
    const { size, gradient, change, secant } = this;
    if (!this.learns) {
      this.linearise(nextJacobian, nextResiduals, variables);
      return;
    }
    this.multiply(jacobian, nextResiduals, variables, secant);
    change.set(gradient.subarray(0, size));
    this.linearise(nextJacobian, nextResiduals, variables);
    for (let v = 0; v < size; v++) {
      change[v] = gradient[v] - change[v];
      secant[v] = gradient[v] - secant[v];
    }
    this.curvature.update(this.taken, change, secant);
  }

  /**
   * The damped step over the variables that are not held at a limit, into `step`.
   * @returns false if none is free or the matrix is not positive definite
   */
  solve(variables: readonly Variable[], damping: number): boolean {
    const { size, start, gradient, normal, free, diagonal, right, factor, isCurved, curvature } = this;
    let count = 0;
    let largest = 0;
    for (let v = 0; v < size; v++) {
      const atLower = start[v] <= variables[v].lower && gradient[v] > 0;
      const atUpper = start[v] >= variables[v].upper && gradient[v] < 0;
      if (atLower || atUpper) continue;
      free[count++] = v;
      largest = Math.max(largest, normal[v * size + v]);
    }
    this.step.fill(0);
    if (count === 0) return false;
    for (let i = 0; i < count; i++) {
      const v = free[i];
      diagonal[i] = damping * Math.max(normal[v * size + v], LEAST_DIAGONAL * largest);
      right[i] = -gradient[v];
      for (let j = 0; j <= i; j++) {
        factor[i * count + j] = normal[v * size + free[j]] + (isCurved ? curvature.at(v, free[j]) : 0);
      }
    }
    if (!solveDamped(factor, diagonal, right, count)) return false;
    for (let i = 0; i < count; i++) this.step[free[i]] = right[i];
    return true;
  }

  /** Decrease of Σ r² that the model in use promises for the step taken. */
  predictedDecrease(): number {
    const plain = this.plainDecrease();
    return this.isCurved ? plain - this.curvature.along(this.taken) : plain;
  }

  /** Compares the two models with what happened and picks the one for the next step. */
  judge(decrease: number): void {
    if (!this.learns) return;
    const plain = this.plainDecrease();
    const curved = plain - this.curvature.along(this.taken);
    this.isCurved = Math.abs(curved - decrease) < Math.abs(plain - decrease);
  }

  private plainDecrease(): number {
    const { size, gradient, normal, taken } = this;
    let linear = 0;
    let quadratic = 0;
    for (let v = 0; v < size; v++) {
      linear += gradient[v] * taken[v];
      quadratic += taken[v] * dot(normal, v * size, taken, 0, size);
    }
    return -2 * linear - quadratic;
  }

  private multiply(
    jacobian: Float64Array,
    residuals: Float64Array,
    variables: readonly Variable[],
    out: Float64Array,
  ): void {
    const count = this.residualCount;
    for (let v = 0; v < variables.length; v++) out[v] = dot(jacobian, variables[v].row * count, residuals, 0, count);
  }
}
