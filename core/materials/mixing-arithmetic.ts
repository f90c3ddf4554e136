import { add, type Complex, complex, div, mul, scale, sub } from '#core/optics/reference/complex.ts';

/** The operations of which mixing rules are made, for complex numbers or for their Taylor series. */
export interface MixingArithmetic<T> {
  constant(value: number): T;
  add(a: T, b: T): T;
  sub(a: T, b: T): T;
  mul(a: T, b: T): T;
  div(a: T, b: T): T;
  scale(a: T, factor: number): T;
  /** the square root with Re ≥ 0; of a negative real number, the one with Im ≥ 0 */
  root(a: T): T;
  /** the number, or the series at its own point */
  value(a: T): Complex;
}

export const NUMBERS: MixingArithmetic<Complex> = {
  constant: (value) => complex(value),
  add,
  sub,
  mul,
  div,
  scale,
  root: rootAbove,
  value: (a) => a,
};

/** Coefficients of h⁰, h¹, …, all series of one length. */
export type TaylorSeries = readonly Complex[];

/**
 * Truncated Taylor series; division and root need a value other than 0.
 * @see A. Griewank, A. Walther, Evaluating Derivatives, 2nd ed. (SIAM 2008), ch. 13
 */
export function taylorSeries(order: number): MixingArithmetic<TaylorSeries> {
  const each = (coefficient: (j: number) => Complex): TaylorSeries =>
    Array.from({ length: order + 1 }, (_, j) => coefficient(j));
  return {
    constant: (value) => each((j) => complex(j === 0 ? value : 0)),
    add: (a, b) => a.map((one, j) => add(one, b[j])),
    sub: (a, b) => a.map((one, j) => sub(one, b[j])),
    scale: (a, factor) => a.map((one) => scale(one, factor)),
    mul: (a, b) => each((j) => convolved(a, b, 0, j, j)),
    div(a, b) {
      const quotient: Complex[] = [];
      for (let j = 0; j <= order; j++) quotient.push(div(sub(a[j], convolved(b, quotient, 1, j, j)), b[0]));
      return quotient;
    },
    root(a) {
      const root = [rootAbove(a[0])];
      for (let j = 1; j <= order; j++) {
        root.push(div(sub(a[j], convolved(root, root, 1, j - 1, j)), scale(root[0], 2)));
      }
      return root;
    },
    value: (a) => a[0],
  };
}

/** Σ a_i b_(j−i) over first ≤ i ≤ last */
function convolved(a: TaylorSeries, b: TaylorSeries, first: number, last: number, j: number): Complex {
  let sum = complex(0);
  for (let i = first; i <= last; i++) sum = add(sum, mul(a[i], b[j - i]));
  return sum;
}

/** + − × ÷ √ alone. */
function rootAbove({ re, im }: Complex): Complex {
  const modulus = Math.sqrt(re * re + im * im);
  if (modulus === 0) return complex(0);
  const larger = Math.sqrt((modulus + Math.abs(re)) / 2);
  const smaller = Math.abs(im) / (2 * larger);
  const sign = im < 0 ? -1 : 1;
  return re >= 0 ? complex(larger, sign * smaller) : complex(smaller, sign * larger);
}
