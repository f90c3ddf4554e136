import { StackwrightError } from '#core/errors.ts';
import { power } from '#core/materials/power.ts';

/** Number of a dispersion formula of refractiveindex.info. */
export type FormulaNumber = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** Most coefficients that a formula may have; more is a damaged record. */
const MOST_COEFFICIENTS: Readonly<Record<FormulaNumber, number>> = {
  1: 25,
  2: 25,
  3: 25,
  4: 25,
  5: 25,
  6: 25,
  7: 6,
  8: 4,
  9: 6,
};

/**
 * The dispersion formulas 1–9 of refractiveindex.info as a function n(λ), λ in micrometres.
 *
 * Coefficients C1, C2, … in file order, λ in µm; missing trailing ones are zero, and a term whose numerator is zero
 * is left out (0/0 at a resonance, and 0⁰ = 1 in formula 4, would otherwise leak in).
 * 1 Sellmeier, 2 Sellmeier with unsquared resonances, 3 polynomial, 4 the database's own general form, 5 Cauchy,
 * 6 gases, 7 Herzberger, 8 Lorentz–Lorenz ("retro"), 9 exotic.
 *
 * The answer is NaN where n² < 0; the caller checks. These formulas describe n alone, never k.
 *
 * @throws StackwrightError BAD_DATA for too many or non-finite coefficients
 * @see refractiveindex.info, "Dispersion formulas" (database documentation)
 */
export function dispersionFormula(
  formula: FormulaNumber,
  coefficients: readonly number[],
): (wavelengthUm: number) => number {
  checkCoefficients(formula, coefficients);
  const c = (index: number) => coefficients[index - 1] ?? 0;
  switch (formula) {
    case 1:
      return sellmeier(c(1), pairs(coefficients, 1), true);
    case 2:
      return sellmeier(c(1), pairs(coefficients, 1), false);
    case 3: {
      const sum = powerSum(c(1), pairs(coefficients, 1));
      return (wavelengthUm) => Math.sqrt(sum(wavelengthUm));
    }
    case 4:
      return general(coefficients);
    case 5:
      return powerSum(c(1), pairs(coefficients, 1));
    case 6:
      return gas(c(1), pairs(coefficients, 1));
    case 7:
      return herzberger(c(1), c(2), c(3), c(4), c(5), c(6));
    case 8:
      return lorentzLorenz(c(1), c(2), c(3), c(4));
    case 9:
      return exotic(c(1), c(2), c(3), c(4), c(5), c(6));
  }
}

function checkCoefficients(formula: FormulaNumber, coefficients: readonly number[]): void {
  const most = MOST_COEFFICIENTS[formula];
  if (coefficients.length < 1 || coefficients.length > most) {
    throw new StackwrightError(
      'BAD_DATA',
      `Dispersion formula ${formula} takes 1 to ${most} coefficients, but ${coefficients.length} were given; check the record against its source.`,
    );
  }
  const bad = coefficients.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new StackwrightError(
      'BAD_DATA',
      `Coefficient C${bad + 1} of dispersion formula ${formula} is not a finite number; check the record against its source.`,
    );
  }
}

/** Pairs (numerator, partner) that follow the first `skip` coefficients; zero numerators dropped, a lost partner is 0. */
function pairs(coefficients: readonly number[], skip: number): Float64Array {
  const kept: number[] = [];
  for (let i = skip; i < coefficients.length; i += 2) {
    if (coefficients[i] !== 0) kept.push(coefficients[i], coefficients[i + 1] ?? 0);
  }
  return Float64Array.from(kept);
}

/** n² − 1 = C1 + Σ Bλ²/(λ² − C²) (squared) or with C in µm² as it stands. */
function sellmeier(c1: number, terms: Float64Array, squared: boolean): (wavelengthUm: number) => number {
  const resonances = terms.map((value, i) => (i % 2 === 1 && squared ? value * value : value));
  return (wavelengthUm) => {
    const l2 = wavelengthUm * wavelengthUm;
    let n2 = 1 + c1;
    for (let i = 0; i < resonances.length; i += 2) n2 += (resonances[i] * l2) / (l2 - resonances[i + 1]);
    return Math.sqrt(n2);
  };
}

/** C1 + Σ Cλ^p */
function powerSum(c1: number, terms: Float64Array): (wavelengthUm: number) => number {
  return (wavelengthUm) => {
    let sum = c1;
    for (let i = 0; i < terms.length; i += 2) sum += terms[i] * power(wavelengthUm, terms[i + 1]);
    return sum;
  };
}

/** n² = C1 + C2 λ^C3/(λ² − C4^C5) + C6 λ^C7/(λ² − C8^C9) + Σ Cλ^p */
function general(coefficients: readonly number[]): (wavelengthUm: number) => number {
  const c = (index: number) => coefficients[index - 1] ?? 0;
  const fractions: number[] = [];
  for (const first of [2, 6]) {
    if (c(first) !== 0) fractions.push(c(first), c(first + 1), power(c(first + 2), c(first + 3)));
  }
  const rest = powerSum(c(1), pairs(coefficients, 9));
  return (wavelengthUm) => {
    const l2 = wavelengthUm * wavelengthUm;
    let n2 = rest(wavelengthUm);
    for (let i = 0; i < fractions.length; i += 3) {
      n2 += (fractions[i] * power(wavelengthUm, fractions[i + 1])) / (l2 - fractions[i + 2]);
    }
    return Math.sqrt(n2);
  };
}

/** n − 1 = C1 + Σ B/(C − λ⁻²) */
function gas(c1: number, terms: Float64Array): (wavelengthUm: number) => number {
  return (wavelengthUm) => {
    const inverse = 1 / (wavelengthUm * wavelengthUm);
    let n = 1 + c1;
    for (let i = 0; i < terms.length; i += 2) n += terms[i] / (terms[i + 1] - inverse);
    return n;
  };
}

/** n = C1 + C2/(λ² − 0.028) + C3/(λ² − 0.028)² + C4λ² + C5λ⁴ + C6λ⁶ */
function herzberger(c1: number, c2: number, c3: number, c4: number, c5: number, c6: number) {
  return (wavelengthUm: number) => {
    const l2 = wavelengthUm * wavelengthUm;
    const pole = 1 / (l2 - 0.028);
    return c1 + pole * (c2 + c3 * pole) + l2 * (c4 + l2 * (c5 + l2 * c6));
  };
}

/** (n² − 1)/(n² + 2) = C1 + C2λ²/(λ² − C3) + C4λ² */
function lorentzLorenz(c1: number, c2: number, c3: number, c4: number) {
  return (wavelengthUm: number) => {
    const l2 = wavelengthUm * wavelengthUm;
    const polarizability = c1 + (c2 === 0 ? 0 : (c2 * l2) / (l2 - c3)) + c4 * l2;
    return Math.sqrt((1 + 2 * polarizability) / (1 - polarizability));
  };
}

/** n² = C1 + C2/(λ² − C3) + C4(λ − C5)/((λ − C5)² + C6) */
function exotic(c1: number, c2: number, c3: number, c4: number, c5: number, c6: number) {
  return (wavelengthUm: number) => {
    const l2 = wavelengthUm * wavelengthUm;
    const shift = wavelengthUm - c5;
    const pole = c2 === 0 ? 0 : c2 / (l2 - c3);
    const resonance = c4 === 0 ? 0 : (c4 * shift) / (shift * shift + c6);
    return Math.sqrt(c1 + pole + resonance);
  };
}
