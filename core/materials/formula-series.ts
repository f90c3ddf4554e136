import type { FormulaNumber } from '#core/materials/dispersion-formula.ts';
import { power } from '#core/materials/power.ts';

/** A real Taylor series: entry j is the coefficient of hʲ. */
type Series = Float64Array;

/**
 * The dispersion formulas 1–9 (see `dispersionFormula`) as Taylor series of n in λ, λ in µm: the same formulas in the
 * arithmetic of truncated series, which differentiates them exactly.
 *
 * @param length coefficients wanted, 1 for the value alone
 * @returns n, dn/dλ, ½ d²n/dλ², … in µm⁻ʲ; NaN where n² < 0
 */
export function formulaSeries(
  formula: FormulaNumber,
  coefficients: readonly number[],
  wavelengthUm: number,
  length: number,
): Series {
  const c = (index: number): number => coefficients[index - 1] ?? 0;
  const lambda = variable(wavelengthUm, length);
  const square = product(lambda, lambda);
  switch (formula) {
    case 1:
    case 2: {
      const terms = pairs(coefficients, 1).map(([strength, at]) =>
        quotient(scaled(square, strength), shifted(square, formula === 1 ? -at * at : -at)),
      );
      return squareRoot(shifted(sum(terms, length), 1 + c(1)));
    }
    case 3:
      return squareRoot(powers(coefficients, 1, wavelengthUm, length));
    case 4: {
      const fractions = [2, 6]
        .filter((first) => c(first) !== 0)
        .map((first) =>
          quotient(
            powerSeries(c(first), c(first + 1), wavelengthUm, length),
            shifted(square, -power(c(first + 2), c(first + 3))),
          ),
        );
      return squareRoot(sum([powers(coefficients, 9, wavelengthUm, length), ...fractions], length));
    }
    case 5:
      return powers(coefficients, 1, wavelengthUm, length);
    case 6: {
      const minusInverse = powerSeries(-1, -2, wavelengthUm, length);
      const terms = pairs(coefficients, 1).map(([strength, at]) =>
        quotient(constant(strength, length), shifted(minusInverse, at)),
      );
      return shifted(sum(terms, length), 1 + c(1));
    }
    case 7: {
      const pole = quotient(constant(1, length), shifted(square, -0.028));
      const fourth = product(square, square);
      const polynomial = [scaled(square, c(4)), scaled(fourth, c(5)), scaled(product(fourth, square), c(6))];
      const poles = [scaled(pole, c(2)), scaled(product(pole, pole), c(3))];
      return shifted(sum([...polynomial, ...poles], length), c(1));
    }
    case 8: {
      const pole = c(2) === 0 ? [] : [quotient(scaled(square, c(2)), shifted(square, -c(3)))];
      const q = shifted(sum([scaled(square, c(4)), ...pole], length), c(1));
      return squareRoot(quotient(shifted(scaled(q, 2), 1), shifted(scaled(q, -1), 1)));
    }
    case 9: {
      const shift = shifted(lambda, -c(5));
      const pole = c(2) === 0 ? [] : [quotient(constant(c(2), length), shifted(square, -c(3)))];
      const resonance = c(4) === 0 ? [] : [quotient(scaled(shift, c(4)), shifted(product(shift, shift), c(6)))];
      return squareRoot(shifted(sum([...pole, ...resonance], length), c(1)));
    }
  }
}

/** Pairs after the first `skip` coefficients; zero numerators dropped, a lost partner is 0. */
function pairs(coefficients: readonly number[], skip: number): [number, number][] {
  const kept: [number, number][] = [];
  for (let i = skip; i < coefficients.length; i += 2) {
    if (coefficients[i] !== 0) kept.push([coefficients[i], coefficients[i + 1] ?? 0]);
  }
  return kept;
}

/** C1 + Σ Cλᵖ with the pairs (C, p) after the first `skip` coefficients */
function powers(coefficients: readonly number[], skip: number, wavelengthUm: number, length: number): Series {
  const terms = pairs(coefficients, skip).map(([factor, exponent]) =>
    powerSeries(factor, exponent, wavelengthUm, length),
  );
  return shifted(sum(terms, length), coefficients[0]);
}

/** factor·λᵖ: the binomial series */
function powerSeries(factor: number, exponent: number, wavelengthUm: number, length: number): Series {
  const series = new Float64Array(length);
  series[0] = factor * power(wavelengthUm, exponent);
  for (let j = 1; j < length; j++) series[j] = (series[j - 1] * (exponent - j + 1)) / (j * wavelengthUm);
  return series;
}

function constant(value: number, length: number): Series {
  const series = new Float64Array(length);
  series[0] = value;
  return series;
}

function variable(value: number, length: number): Series {
  const series = constant(value, length);
  if (length > 1) series[1] = 1;
  return series;
}

const scaled = (a: Series, factor: number): Series => a.map((value) => value * factor);

const shifted = (a: Series, by: number): Series => a.map((value, j) => (j === 0 ? value + by : value));

function sum(terms: readonly Series[], length: number): Series {
  const total = new Float64Array(length);
  for (const term of terms) for (let j = 0; j < length; j++) total[j] += term[j];
  return total;
}

function product(a: Series, b: Series): Series {
  return a.map((_, j) => {
    let value = 0;
    for (let i = 0; i <= j; i++) value += a[i] * b[j - i];
    return value;
  });
}

function quotient(a: Series, b: Series): Series {
  const q = new Float64Array(a.length);
  for (let j = 0; j < a.length; j++) {
    let rest = a[j];
    for (let i = 0; i < j; i++) rest -= q[i] * b[j - i];
    q[j] = rest / b[0];
  }
  return q;
}

function squareRoot(a: Series): Series {
  const root = new Float64Array(a.length);
  root[0] = Math.sqrt(a[0]);
  for (let j = 1; j < a.length; j++) {
    let rest = a[j];
    for (let i = 1; i < j; i++) rest -= root[i] * root[j - i];
    root[j] = rest / (2 * root[0]);
  }
  return root;
}
