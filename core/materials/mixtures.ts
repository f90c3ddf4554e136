import { StackwrightError } from '#core/errors.ts';
import { type MixingArithmetic, NUMBERS, type TaylorSeries, taylorSeries } from '#core/materials/mixing-arithmetic.ts';
import type { Material } from '#core/materials/types.ts';
import { type Complex, complex } from '#core/optics/reference/complex.ts';
import type { MediumSeries, MediumTable } from '#core/optics/types.ts';

/**
 * How the indices of parts make the index of their mixture. ε is N², f a part's share of the volume.
 * - `linearIndex`: N = Σ f N. A rule of thumb for co-deposited films.
 * - `linearPermittivity`: ε = Σ f ε. The upper Wiener bound: fields along the boundaries of the parts.
 * - `lorentzLorenz`: (ε − 1)/(ε + 2) = Σ f (ε_i − 1)/(ε_i + 2). Molecular mixtures and packing density; no metals.
 * - `maxwellGarnett`: the same about the first part, the host: (ε − ε_h)/(ε + 2ε_h) = Σ f_i (ε_i − ε_h)/(ε_i + 2ε_h).
 *   Separate spheres in a host; good while they fill little of it.
 * - `bruggeman`: Σ f (ε_i − ε)/(ε_i + 2ε) = 0 for two parts on an equal footing. Porous films, rough surfaces.
 * @see D. E. Aspnes, Thin Solid Films 89, 249 (1982)
 */
export const MIXING_RULES = [
  'linearIndex',
  'linearPermittivity',
  'lorentzLorenz',
  'maxwellGarnett',
  'bruggeman',
] as const;
export type MixingRule = (typeof MIXING_RULES)[number];

const FRACTION_SLACK = 1e-9;

/**
 * A material mixed from others, over the wavelengths that all of them cover. Grains are taken to be much smaller than
 * the wavelength, so nothing is scattered.
 * @param parts volume fractions ≥ 0 that add up to 1; exactly two for `bruggeman`; the host comes first for
 *   `maxwellGarnett`
 * @throws StackwrightError INVALID for fractions that make no sense; `sample` and `series` as the parts do
 */
export function mixtureMaterial(
  id: string,
  rule: MixingRule,
  parts: readonly { readonly material: Material; readonly fraction: number }[],
): Material {
  const fractions = parts.map(({ fraction }) => fraction);
  checkFractions(rule, fractions);
  const ranges = parts.map(({ material }) => material.rangeNm);
  return {
    id,
    rangeNm: [Math.max(...ranges.map(([low]) => low)), Math.min(...ranges.map(([, high]) => high))],
    sample(wavelengthsNm, options) {
      const tables = parts.map(({ material }) => material.sample(wavelengthsNm, options));
      return { ...mixTables(rule, tables, fractions), clamped: tables.some(({ clamped }) => clamped) };
    },
    series(wavelengthsNm, order, options) {
      const values = this.sample(wavelengthsNm, options);
      const series = parts.map(({ material }) => material.series(wavelengthsNm, order, options));
      return mixSeries(rule, series, fractions, values);
    },
    asSpline() {
      const splines = parts.map(({ material, fraction }) => ({ material: material.asSpline(), fraction }));
      return mixtureMaterial(id, rule, splines);
    },
  };
}

/** n and k of a mixture from those of its parts on one grid; see `MIXING_RULES`. */
export function mixTables(rule: MixingRule, tables: readonly MediumTable[], fractions: readonly number[]): MediumTable {
  checkFractions(rule, fractions);
  const count = tables[0].n.length;
  const mixed = { n: new Float64Array(count), k: new Float64Array(count) };
  for (let i = 0; i < count; i++) {
    const index = mixIndices(
      rule,
      tables.map(({ n, k }) => complex(n[i], k[i])),
      fractions,
    );
    mixed.n[i] = index.re;
    mixed.k[i] = Math.max(0, index.im);
  }
  return mixed;
}

/** The same with derivatives, for parts whose `values` are mixed already. */
function mixSeries(
  rule: MixingRule,
  parts: readonly MediumSeries[],
  fractions: readonly number[],
  values: MediumTable,
): MediumSeries {
  const { order } = parts[0];
  const count = values.n.length;
  const mixed = { order, n: new Float64Array((order + 1) * count), k: new Float64Array((order + 1) * count) };
  mixed.n.set(values.n);
  mixed.k.set(values.k);
  if (order === 0) return mixed;
  const arithmetic = taylorSeries(order);
  for (let i = 0; i < count; i++) {
    const series = parts.map(
      ({ n, k }): TaylorSeries =>
        Array.from({ length: order + 1 }, (_, j) => complex(n[j * count + i], k[j * count + i])),
    );
    const index = mixIn(arithmetic, rule, series, fractions);
    for (let j = 1; j <= order; j++) {
      mixed.n[j * count + i] = index[j].re;
      if (values.k[i] > 0) mixed.k[j * count + i] = index[j].im;
    }
  }
  return mixed;
}

/** The complex index N = n + ik of a mixture from the indices of its parts. */
export function mixIndices(rule: MixingRule, indices: readonly Complex[], fractions: readonly number[]): Complex {
  return mixIn(NUMBERS, rule, indices, fractions);
}

function mixIn<T>(
  arithmetic: MixingArithmetic<T>,
  rule: MixingRule,
  indices: readonly T[],
  fractions: readonly number[],
): T {
  const only = fractions.findIndex((fraction) => fraction >= 1); // a pure part, to the last bit
  if (only >= 0) return indices[only];
  if (rule === 'linearIndex') return weighted(arithmetic, indices, fractions);
  const permittivities = indices.map((index) => arithmetic.mul(index, index));
  switch (rule) {
    case 'linearPermittivity':
      return arithmetic.root(weighted(arithmetic, permittivities, fractions));
    case 'lorentzLorenz':
      return arithmetic.root(clausiusMossotti(arithmetic, arithmetic.constant(1), permittivities, fractions));
    case 'maxwellGarnett':
      return arithmetic.root(clausiusMossotti(arithmetic, permittivities[0], permittivities, fractions));
    case 'bruggeman':
      return arithmetic.root(bruggeman(arithmetic, permittivities[0], permittivities[1], fractions[0]));
  }
}

function weighted<T>(
  { add, scale, constant }: MixingArithmetic<T>,
  values: readonly T[],
  fractions: readonly number[],
) {
  return values.reduce((sum, value, i) => add(sum, scale(value, fractions[i])), constant(0));
}

/** ε with (ε − ε_h)/(ε + 2ε_h) = Σ f (ε_i − ε_h)/(ε_i + 2ε_h) */
function clausiusMossotti<T>(
  arithmetic: MixingArithmetic<T>,
  host: T,
  parts: readonly T[],
  fractions: readonly number[],
): T {
  const { add, sub, mul, div, scale, constant } = arithmetic;
  const polarizabilities = parts.map((part) => div(sub(part, host), add(part, scale(host, 2))));
  const sum = weighted(arithmetic, polarizabilities, fractions);
  return mul(host, div(add(constant(1), scale(sum, 2)), sub(constant(1), sum)));
}

/**
 * The physical root of 2ε² − bε − ε₁ε₂ = 0, b = (3f₁ − 1)ε₁ + (3f₂ − 1)ε₂. With t = ε₁/ε₂ its discriminant factors as
 * (a²t − s)(t − c²/s), a = 3f₁ − 1, c = 3f₂ − 1, s = −(ac + 4) − √(16 + 8ac) < 0: it vanishes only at t < 0. So the
 * product of the two principal square roots goes over continuously, for all other t, into that of t = 1, where the
 * mixture is its parts.
 */
function bruggeman<T>(arithmetic: MixingArithmetic<T>, first: T, second: T, firstFraction: number): T {
  const { add, mul, div, scale, root, constant, value } = arithmetic;
  // The part with the larger Re ε is the divisor: between lossless media t < 0 is then a metal's, reached from above.
  if (value(first).re > value(second).re) return bruggeman(arithmetic, second, first, 1 - firstFraction);
  const a = 3 * firstFraction - 1;
  const c = 1 - a;
  const s = -(a * c + 4) - Math.sqrt(16 + 8 * a * c);
  const t = div(first, second);
  const roots = mul(root(add(scale(t, a * a), constant(-s))), root(add(t, constant((-c * c) / s))));
  return scale(mul(second, add(add(scale(t, a), constant(c)), roots)), 0.25);
}

function checkFractions(rule: MixingRule, fractions: readonly number[]): void {
  const sum = fractions.reduce((total, fraction) => total + fraction, 0);
  if (!(Math.abs(sum - 1) <= FRACTION_SLACK) || fractions.some((fraction) => !(fraction >= 0))) {
    throw new StackwrightError(
      'INVALID',
      `The volume fractions of a mixture must be ≥ 0 and add up to 1; these add up to ${sum}.`,
    );
  }
  if (rule === 'bruggeman' && fractions.length !== 2) {
    throw new StackwrightError('INVALID', `Bruggeman's rule mixes two parts here, not ${fractions.length}.`);
  }
}
