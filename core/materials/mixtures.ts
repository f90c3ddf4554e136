import { StackwrightError } from '#core/errors.ts';
import type { Material } from '#core/materials/types.ts';
import { add, type Complex, complex, div, mul, scale, sub } from '#core/optics/reference/complex.ts';
import type { MediumTable } from '#core/optics/types.ts';

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
 * @throws StackwrightError INVALID for fractions that make no sense; `sample` as the parts do
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
    series() {
      const message = `${id} is a mixture, whose derivatives in ω are not known; group delay needs pure materials.`;
      throw new StackwrightError('UNDEFINED_QUANTITY', message);
    },
    asSpline: () =>
      mixtureMaterial(
        id,
        rule,
        parts.map(({ material, fraction }) => ({ material: material.asSpline(), fraction })),
      ),
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

/** The complex index N = n + ik of a mixture from the indices of its parts. */
export function mixIndices(rule: MixingRule, indices: readonly Complex[], fractions: readonly number[]): Complex {
  const only = fractions.findIndex((fraction) => fraction >= 1); // a pure part, to the last bit
  if (only >= 0) return indices[only];
  if (rule === 'linearIndex') return weighted(indices, fractions);
  const permittivities = indices.map((index) => mul(index, index));
  switch (rule) {
    case 'linearPermittivity':
      return rootAbove(weighted(permittivities, fractions));
    case 'lorentzLorenz':
      return rootAbove(clausiusMossotti(complex(1), permittivities, fractions));
    case 'maxwellGarnett':
      return rootAbove(clausiusMossotti(permittivities[0], permittivities, fractions));
    case 'bruggeman':
      return rootAbove(bruggeman(permittivities[0], permittivities[1], fractions[0]));
  }
}

const weighted = (values: readonly Complex[], fractions: readonly number[]): Complex =>
  values.reduce((sum, value, i) => add(sum, scale(value, fractions[i])), complex(0));

/** ε with (ε − ε_h)/(ε + 2ε_h) = Σ f (ε_i − ε_h)/(ε_i + 2ε_h) */
function clausiusMossotti(host: Complex, parts: readonly Complex[], fractions: readonly number[]): Complex {
  const polarizabilities = parts.map((part) => div(sub(part, host), add(part, scale(host, 2))));
  const sum = weighted(polarizabilities, fractions);
  return mul(host, div(add(complex(1), scale(sum, 2)), sub(complex(1), sum)));
}

/**
 * The physical root of 2ε² − bε − ε₁ε₂ = 0, b = (3f₁ − 1)ε₁ + (3f₂ − 1)ε₂. With t = ε₁/ε₂ its discriminant factors as
 * (a²t − s)(t − c²/s), a = 3f₁ − 1, c = 3f₂ − 1, s = −(ac + 4) − √(16 + 8ac) < 0: it vanishes only at t < 0. So the
 * product of the two principal square roots goes over continuously, for all other t, into that of t = 1, where the
 * mixture is its parts.
 */
function bruggeman(first: Complex, second: Complex, firstFraction: number): Complex {
  // The part with the larger Re ε is the divisor: between lossless media t < 0 is then a metal's, reached from above.
  if (first.re > second.re) return bruggeman(second, first, 1 - firstFraction);
  const a = 3 * firstFraction - 1;
  const c = 1 - a;
  const s = -(a * c + 4) - Math.sqrt(16 + 8 * a * c);
  const t = div(first, second);
  const root = mul(rootAbove(add(scale(t, a * a), complex(-s))), rootAbove(add(t, complex((-c * c) / s))));
  return scale(mul(second, add(add(scale(t, a), complex(c)), root)), 0.25);
}

/** The square root with Re ≥ 0; of a negative real number, the one with Im ≥ 0. + − × ÷ √ alone. */
function rootAbove({ re, im }: Complex): Complex {
  const modulus = Math.sqrt(re * re + im * im);
  if (modulus === 0) return complex(0);
  const larger = Math.sqrt((modulus + Math.abs(re)) / 2);
  const smaller = Math.abs(im) / (2 * larger);
  const sign = im < 0 ? -1 : 1;
  return re >= 0 ? complex(larger, sign * smaller) : complex(smaller, sign * larger);
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
