/**
 * Elementary functions from + − × ÷ and rounding alone, so that results are the same bits on every JavaScript engine
 * and in WebAssembly (Math.sin, exp, log, pow differ between versions of V8).
 *
 * The coefficients are weighted minimax fits made at 60 digits by scripts/fit-elementary.py, which prints them and
 * their errors: tan 6.1e-16 rad of angle, 2^x 1.1e-17, log 2e-18, sin 6e-18, cos 1e-18, before the rounding of the
 * evaluation itself. With it, against Math.* on 400 000 points each: exp, exp2, pow10 3.3e-16, log 2.3e-16, log10
 * 2.9e-16 relative; sin and cos 1.2e-16 absolute; tests ask for 2e-15.
 */

/** Adding and subtracting 1.5·2⁵² rounds to the nearest integer, ties to even, for |x| < 2⁵¹. */
export const ROUND = 6755399441055744;

const LN2_HIGH = 0.6931471804855391; // 33 bits: k·LN2_HIGH is exact for |k| < 2²⁰
const LN2_LOW = 7.440617110012397e-11;
const LOG10_2_HIGH = 0.30102999560767785;
const LOG10_2_LOW = 5.630334806675098e-11;
const HALF_PI_HIGH = 1.5707963267341256;
const HALF_PI_MIDDLE = 6.077100506303966e-11;
const HALF_PI_LOW = 2.0222662487959506e-21;

const BITS = new DataView(new ArrayBuffer(8));

/**
 * P of tan(πf) = P/Q for |f| ≤ ½; `z` is f². Not normalised: P² + Q² runs from 1 to 1.18. Take the angle from both,
 * never the quotient: at f = ½ Q is zero to rounding.
 */
export function tanNumerator(f: number, z: number): number {
  return f * (3.1415926535897865 + z * (-4.140485600877684 + z * (1.0537943886247503 + z * -0.05490037945083788)));
}

/** Q of tan(πf) = P/Q; see `tanNumerator`. */
export function tanDenominator(z: number): number {
  return (
    1 + z * (-4.6078256340580666 + z * (2.5066930865271124 + z * (-0.30278031449020565 + z * 0.004872453243439846)))
  );
}

/** Odd part P of 2^x = (Q + P)/(Q − P) for |x| ≤ ½; `z` is x². */
export function exp2Odd(x: number, z: number): number {
  return x * (0.34657359027997264 + z * (0.004624841100001714 + z * 5.28708342106598e-6));
}

/** Even part Q of 2^x = (Q + P)/(Q − P) for |x| ≤ ½; `z` is x². */
export function exp2Even(z: number): number {
  return 1 + z * (0.05338222179959301 + z * 0.00022893358934211137);
}

/** 2^k for integer k: exact, 0 below −1074, Infinity above 1023. */
export function powerOfTwo(k: number): number {
  if (k > 1023) return Number.POSITIVE_INFINITY;
  if (k < -1074) return 0;
  if (k < -1022) return powerOfTwo(k + 100) * 7.888609052210118e-31; // 2^-100: subnormal
  BITS.setUint32(0, (k + 1023) << 20);
  BITS.setUint32(4, 0);
  return BITS.getFloat64(0);
}

/** Smallest exponent that the kernel tells from −∞: absorbers thicker than that transmit 2^−1000. */
export const LOWEST_EXPONENT = -1000;
/** 2^−k for k = 0 … −LOWEST_EXPONENT. */
export const POWERS_OF_HALF = Float64Array.from({ length: 1 - LOWEST_EXPONENT }, (_, k) => powerOfTwo(-k));

/** (2^x − 1) for |x| ≤ ½ and then ·2^k, keeping the last bit: 2^x − 1 = 2P/(Q − P). */
function scaledExp2(x: number, k: number): number {
  const z = x * x;
  const odd = exp2Odd(x, z);
  const value = 1 + (2 * odd) / (exp2Even(z) - odd);
  return k < -1000
    ? value * powerOfTwo(k + 100) * 7.888609052210118e-31
    : k > 1000
      ? value * 2 * powerOfTwo(k - 1)
      : value * powerOfTwo(k);
}

/** 2^x. */
export function exp2(x: number): number {
  if (!(x > -1080)) return Number.isNaN(x) ? x : 0;
  if (x > 1025) return Number.POSITIVE_INFINITY;
  const k = x + ROUND - ROUND;
  return scaledExp2(x - k, k);
}

/** e^x. */
export function exp(x: number): number {
  if (!(x > -750)) return Number.isNaN(x) ? x : 0;
  if (x > 710) return Number.POSITIVE_INFINITY;
  const k = x * Math.LOG2E + ROUND - ROUND;
  const rest = x - k * LN2_HIGH - k * LN2_LOW;
  return scaledExp2(rest * Math.LOG2E, k);
}

/** 10^x. */
export function pow10(x: number): number {
  if (!(x > -326)) return Number.isNaN(x) ? x : 0;
  if (x > 309) return Number.POSITIVE_INFINITY;
  const k = x * 3.321928094887362 + ROUND - ROUND;
  const rest = x - k * LOG10_2_HIGH - k * LOG10_2_LOW;
  return scaledExp2(rest * 3.321928094887362, k);
}

/** log((1 + s)/(1 − s)) − 2s for |s| ≤ 3 − 2√2, as a multiple of s. */
function logTail(s: number): number {
  const z = s * s;
  return (
    z *
    (0.6666666666666734 +
      z *
        (0.3999999999941432 +
          z *
            (0.2857142874247479 +
              z *
                (0.22222198563493697 +
                  z * (0.18183564866274582 + z * (0.1531403584471046 + z * 0.14796105354750064))))))
  );
}

/** x = mantissa·2^exponent with √½ ≤ mantissa < √2, for finite x > 0. */
function exponentOf(x: number): number {
  if (x < 2.2250738585072014e-308) return exponentOf(x * 18014398509481984) - 54;
  BITS.setFloat64(0, x);
  const k = (BITS.getUint32(0) >>> 20) - 1023;
  const mantissa = x * powerOfTwo(-k >= -1022 ? -k : -k + 1) * (-k >= -1022 ? 1 : 0.5);
  return mantissa >= Math.SQRT2 ? k + 1 : k;
}

function mantissaOf(x: number, exponent: number): number {
  const half = exponent >> 1; // two steps: 2^−exponent alone may overflow
  return x * powerOfTwo(-half) * powerOfTwo(half - exponent);
}

/** log of a mantissa in [√½, √2), accurate near 1. */
function logMantissa(m: number): number {
  const f = m - 1;
  const s = f / (2 + f);
  const halfSquare = 0.5 * f * f;
  return f - (halfSquare - s * (halfSquare + logTail(s)));
}

/** Natural logarithm; −∞ at 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  const k = exponentOf(x);
  return k * LN2_HIGH + (k * LN2_LOW + logMantissa(mantissaOf(x, k)));
}

/** Decimal logarithm; −∞ at 0, NaN below. */
export function log10(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  const k = exponentOf(x);
  return k * LOG10_2_HIGH + (k * LOG10_2_LOW + logMantissa(mantissaOf(x, k)) * Math.LOG10E);
}

function sinNear(x: number): number {
  const z = x * x;
  return (
    x +
    x *
      z *
      (-0.16666666666666632 +
        z *
          (0.008333333333322418 +
            z *
              (-0.00019841269829812405 +
                z * (2.7557313693580323e-6 + z * (-2.505075838540317e-8 + z * 1.5896811849880132e-10)))))
  );
}

function cosNear(x: number): number {
  const z = x * x;
  const half = 0.5 * z;
  const w = 1 - half;
  const tail =
    z *
    z *
    (0.0416666666666666 +
      z *
        (-0.0013888888888874131 +
          z *
            (2.4801587289486992e-5 +
              z * (-2.755731435378293e-7 + z * (2.087572347822315e-9 + z * -1.1359658803308732e-11)))));
  return w + (1 - w - half + tail);
}

/** sin and cos of an angle in radians, |x| < 1e5 (beyond that the reduction loses digits). */
export function sinCos(x: number): { sin: number; cos: number } {
  const k = x * 0.6366197723675814 + ROUND - ROUND;
  const y = x - k * HALF_PI_HIGH - k * HALF_PI_MIDDLE - k * HALF_PI_LOW;
  const s = sinNear(y);
  const c = cosNear(y);
  const quadrant = k - 4 * Math.floor(k / 4);
  if (quadrant === 0) return { sin: s, cos: c };
  if (quadrant === 1) return { sin: c, cos: -s };
  if (quadrant === 2) return { sin: -s, cos: -c };
  return { sin: -c, cos: s };
}

/** sin and cos of an angle in degrees, 0 … 90; exact at 0, 90, and each of them to full relative accuracy in between. */
export function sinCosDeg(angleDeg: number): { sin: number; cos: number } {
  if (angleDeg > 45) {
    const { sin, cos } = sinCosDeg(90 - angleDeg);
    return { sin: cos, cos: sin };
  }
  return sinCos(angleDeg * (Math.PI / 180));
}
