import { sinCos } from '#core/optics/kernel/elementary.ts';

/** Nodes and weights of a quadrature on −1 … 1. */
export interface Quadrature {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/**
 * Gauss–Legendre quadrature of `count` nodes, exact for polynomials up to degree 2·count − 1. The roots of the Legendre
 * polynomial are found by Newton's method from Tricomi's estimate.
 */
export function gaussLegendre(count: number): Quadrature {
  const nodes = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let i = 0; i < (count + 1) >> 1; i++) {
    let x = sinCos((Math.PI * (count - 0.5 - 2 * i)) / (2 * count + 1)).sin;
    let slope = 0;
    for (let step = 0; step < 8; step++) {
      const { value, derivative } = legendre(count, x);
      slope = derivative;
      x -= value / derivative;
    }
    if (2 * i + 1 === count) x = 0;
    nodes[i] = -x;
    nodes[count - 1 - i] = x;
    const weight = 2 / ((1 - x * x) * slope * slope);
    weights[i] = weight;
    weights[count - 1 - i] = weight;
  }
  return { nodes, weights };
}

/** P_n(x) and its derivative for |x| < 1. */
function legendre(order: number, x: number): { value: number; derivative: number } {
  let before = 1;
  let value = x;
  for (let n = 2; n <= order; n++) {
    const next = ((2 * n - 1) * x * value - (n - 1) * before) / n;
    before = value;
    value = next;
  }
  return { value, derivative: (order * (before - x * value)) / (1 - x * x) };
}
