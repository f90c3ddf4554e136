import { dot } from './normal-equations.ts';

/**
 * The part of the Hessian that Gauss–Newton leaves out, S ≈ Σ rᵢ ∇²rᵢ, learnt from the steps taken. It matters where
 * residuals stay large (a wish that no stack can meet) or where the best design makes a positive quantity zero.
 *
 * Secant update with sizing of NL2SOL (Dennis, Gay & Welsch, ACM Trans. Math. Softw. 7, 348 (1981), §3); its rule for
 * when to use it (the model, with or without S, that foretold the last step better) is `LocalModel.judge`.
 */
export class Curvature {
  private s = new Float64Array(0);
  private size = 0;
  private moved = new Float64Array(0);
  private difference = new Float64Array(0);

  reset(size: number): void {
    if (this.s.length < size * size) {
      this.s = new Float64Array(size * size);
      this.moved = new Float64Array(size);
      this.difference = new Float64Array(size);
    }
    this.s.fill(0);
    this.size = size;
  }

  at(v: number, w: number): number {
    return this.s[v * this.size + w];
  }

  /** stepᵀ S step: what S adds to the quadratic model of Σ r². */
  along(step: Float64Array): number {
    let sum = 0;
    for (let v = 0; v < this.size; v++) sum += step[v] * this.row(v, step);
    return sum;
  }

  /**
   * @param step x⁺ − x, as taken
   * @param change ∇⁺ − ∇, with ∇ = Jᵀr
   * @param secant (J⁺ − J)ᵀ r⁺
   */
  update(step: Float64Array, change: Float64Array, secant: Float64Array): void {
    const { size, s, moved, difference } = this;
    const curvature = dot(change, 0, step, 0, size);
    if (!(Math.abs(curvature) > 1e-300)) return;
    for (let v = 0; v < size; v++) moved[v] = this.row(v, step);
    const before = dot(step, 0, moved, 0, size);
    const wanted = dot(step, 0, secant, 0, size);
    const sizing = before === 0 ? 1 : Math.min(Math.abs(wanted / before), 1);
    for (let v = 0; v < size; v++) difference[v] = secant[v] - sizing * moved[v];
    const rest = dot(step, 0, difference, 0, size) / (curvature * curvature);
    for (let v = 0; v < size; v++) {
      for (let w = 0; w <= v; w++) {
        const cross = (difference[v] * change[w] + change[v] * difference[w]) / curvature;
        const value = sizing * s[v * size + w] + cross - rest * change[v] * change[w];
        s[v * size + w] = value;
        s[w * size + v] = value;
      }
    }
  }

  private row(v: number, step: Float64Array): number {
    return dot(this.s, v * this.size, step, 0, this.size);
  }
}
