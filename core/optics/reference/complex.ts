/** Complex numbers as immutable pairs: for code that is read, not for inner loops that must be fast. */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

export const complex = (re: number, im = 0): Complex => ({ re, im });

export const ZERO: Complex = complex(0);

export const add = (a: Complex, b: Complex): Complex => ({ re: a.re + b.re, im: a.im + b.im });
export const sub = (a: Complex, b: Complex): Complex => ({ re: a.re - b.re, im: a.im - b.im });
export const mul = (a: Complex, b: Complex): Complex => ({
  re: a.re * b.re - a.im * b.im,
  im: a.re * b.im + a.im * b.re,
});
export const scale = (a: Complex, factor: number): Complex => ({ re: a.re * factor, im: a.im * factor });
export const conj = (a: Complex): Complex => ({ re: a.re, im: -a.im });

/** |a|² */
export const abs2 = (a: Complex): number => a.re * a.re + a.im * a.im;

/** |a| without overflow on the way */
export const abs = (a: Complex): number => Math.hypot(a.re, a.im);

/** Argument of a in radians, −π … π; 0 for a = 0. */
export const arg = (a: Complex): number => Math.atan2(a.im, a.re);

/** a / b, scaled by the larger part of b so that |b|² neither overflows nor underflows (Smith's method). */
export function div(a: Complex, b: Complex): Complex {
  if (Math.abs(b.re) >= Math.abs(b.im)) {
    const ratio = b.im / b.re;
    const denominator = b.re + b.im * ratio;
    return { re: (a.re + a.im * ratio) / denominator, im: (a.im - a.re * ratio) / denominator };
  }
  const ratio = b.re / b.im;
  const denominator = b.re * ratio + b.im;
  return { re: (a.re * ratio + a.im) / denominator, im: (a.im * ratio - a.re) / denominator };
}

/** The square root with a non-negative real part; of a negative real number, the one with a positive imaginary part. */
export function sqrt(a: Complex): Complex {
  if (a.im === 0) return a.re >= 0 ? complex(Math.sqrt(a.re)) : complex(0, Math.sqrt(-a.re));
  const modulus = abs(a);
  // The larger part first: the other follows without cancellation from re·im = a.im / 2.
  const larger = Math.sqrt((modulus + Math.abs(a.re)) / 2);
  const smaller = Math.abs(a.im) / (2 * larger);
  const [re, im] = a.re >= 0 ? [larger, smaller] : [smaller, larger];
  return { re, im: a.im < 0 ? -im : im };
}
