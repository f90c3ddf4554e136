import {
  add,
  affine,
  angle,
  constant,
  cosine,
  type Dual,
  div,
  exponential,
  mul,
  sine,
  sqrt,
  sub,
  variable,
} from '#core/optics/colour/dual.ts';
import type { Triple } from '#core/optics/colour/tristimulus.ts';

/** A colour difference and its derivatives by L*, a*, b* of the sample; 0 where it has none (at ΔE = 0). */
export interface Difference {
  readonly value: number;
  readonly byLab: Triple;
}

/** ΔE*ab of 1976: the distance in CIELAB. @see CIE 15:2004, §8.2.1.2 */
export function deltaE1976(sample: Triple, reference: Triple): Difference {
  const [L, a, b] = [sample[0] - reference[0], sample[1] - reference[1], sample[2] - reference[2]];
  const value = Math.sqrt(L * L + a * a + b * b);
  return { value, byLab: value > 0 ? [L / value, a / value, b / value] : [0, 0, 0] };
}

const RAD = Math.PI / 180;
const POW_25_7 = 6103515625;
/** Hues count as opposite up to this many radians, so that rounding does not choose the mean hue. */
const OPPOSITE_SLACK = 1e-12;

/** C, h and the rescaled a′ of one colour, G being common to both. */
interface Polar {
  readonly chroma: Dual;
  readonly hue: Dual;
}

/**
 * ΔE₀₀ (CIEDE2000, k_L = k_C = k_H = 1) with its derivatives. It is symmetric. It jumps by some thousandths where two
 * hues lie just opposite each other; the derivatives are those of the side on which the sample lies.
 * @see CIE 142:2001; G. Sharma, W. Wu, E. N. Dalal, Color Res. Appl. 30, 21 (2005), equations 2 to 22
 */
export function deltaE2000(sample: Triple, reference: Triple): Difference {
  const [L, a, b] = [variable(sample[0], 0), variable(sample[1], 1), variable(sample[2], 2)];
  const [L0, a0, b0] = [constant(reference[0]), constant(reference[1]), constant(reference[2])];
  const stretch = greyStretch(affine(add(length(a, b), length(a0, b0)), 0.5));
  const one = polar(mul(a, stretch), b);
  const two = polar(mul(a0, stretch), b0);

  const deltaH = hueDifference(one, two);
  const meanL = affine(add(L, L0), 0.5);
  const meanC = affine(add(one.chroma, two.chroma), 0.5);
  const meanH = meanHue(one, two);
  const fromMiddle = affine(meanL, 1, -50);
  const square = mul(fromMiddle, fromMiddle);
  const sL = affine(div(square, sqrt(affine(square, 1, 20))), 0.015, 1);
  const sC = affine(meanC, 0.045, 1);
  const sH = affine(mul(meanC, hueWeight(meanH)), 0.015, 1);

  const l = div(sub(L, L0), sL);
  const c = div(sub(one.chroma, two.chroma), sC);
  const h = div(deltaH, sH);
  const rotation = mul(blueRotation(meanC, meanH), mul(c, h));
  const { value, slope } = sqrt(nonNegative(add(add(mul(l, l), mul(c, c)), add(mul(h, h), rotation))));
  return { value, byLab: slope };
}

const length = (x: Dual, y: Dual): Dual => sqrt(add(mul(x, x), mul(y, y)));
/** Rounding may leave −1e-20 of a sum of squares. */
const nonNegative = (a: Dual): Dual => (a.value > 0 ? a : constant(0));

/** √(C⁷/(C⁷ + 25⁷)) */
function chromaShare(chroma: Dual): Dual {
  const square = mul(chroma, chroma);
  const seventh = mul(mul(mul(square, square), square), chroma);
  return sqrt(div(seventh, affine(seventh, 1, POW_25_7)));
}

/** 1 + G */
const greyStretch = (meanChroma: Dual): Dual => affine(chromaShare(meanChroma), -0.5, 1.5);

const polar = (a: Dual, b: Dual): Polar => ({ chroma: length(a, b), hue: angle(b, a) });

/** ΔH′ = 2 √(C₁C₂) sin(Δh/2), sample minus reference, by the shorter way round. */
function hueDifference(one: Polar, two: Polar): Dual {
  if (one.chroma.value * two.chroma.value === 0) return constant(0);
  const turn = sub(one.hue, two.hue);
  const shift = turn.value > Math.PI ? -2 * Math.PI : turn.value < -Math.PI ? 2 * Math.PI : 0;
  return affine(mul(sqrt(mul(one.chroma, two.chroma)), sine(affine(turn, 0.5, shift / 2))), 2);
}

/** h̄′ in radians, 0 … 2π; the sum of the hues where one colour is grey and has none. */
function meanHue(one: Polar, two: Polar): Dual {
  const [h1, h2] = [positive(one.hue), positive(two.hue)];
  const sum = add(h1, h2);
  if (one.chroma.value * two.chroma.value === 0) return sum;
  if (Math.abs(h1.value - h2.value) <= Math.PI + OPPOSITE_SLACK) return affine(sum, 0.5);
  return affine(sum, 0.5, sum.value < 2 * Math.PI ? Math.PI : -Math.PI);
}

const positive = (hue: Dual): Dual => (hue.value < 0 ? affine(hue, 1, 2 * Math.PI) : hue);

/** T = 1 − 0.17 cos(h − 30°) + 0.24 cos 2h + 0.32 cos(3h + 6°) − 0.20 cos(4h − 63°) */
function hueWeight(hue: Dual): Dual {
  const term = (factor: number, order: number, offsetDeg: number): Dual =>
    affine(cosine(affine(hue, order, offsetDeg * RAD)), factor);
  const low = affine(add(term(-0.17, 1, -30), term(0.24, 2, 0)), 1, 1);
  return add(low, add(term(0.32, 3, 6), term(-0.2, 4, -63)));
}

/** R_T = −sin(2Δθ) R_C, Δθ = 30° exp(−((h − 275°)/25°)²) */
function blueRotation(meanChroma: Dual, meanHueRad: Dual): Dual {
  const distance = affine(meanHueRad, 1 / (25 * RAD), -11);
  const twist = affine(exponential(affine(mul(distance, distance), -1)), 60 * RAD);
  return affine(mul(sine(twist), chromaShare(meanChroma)), -2);
}
