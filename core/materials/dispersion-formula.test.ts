import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dispersionFormula, type FormulaNumber } from '#core/materials/dispersion-formula.ts';
import { power } from '#core/materials/power.ts';

const at = (formula: FormulaNumber, coefficients: number[], wavelengthUm: number) =>
  dispersionFormula(formula, coefficients)(wavelengthUm);

describe('published indices', () => {
  it('formula 1: fused silica (Malitson 1965), n = 1.4585 at 589.3 nm, 1.4496 at 1064 nm', () => {
    const silica = [0, 0.6961663, 0.0684043, 0.4079426, 0.1162414, 0.8974794, 9.896161];
    expect(at(1, silica, 0.5893)).toBeCloseTo(1.4584, 4);
    expect(at(1, silica, 1.064)).toBeCloseTo(1.4496, 4);
  });

  it('formula 2: SCHOTT N-BK7, nd = 1.5168', () => {
    const bk7 = [0, 1.03961212, 0.00600069867, 0.231792344, 0.0200179144, 1.01046945, 103.560653];
    expect(at(2, bk7, 0.5875618)).toBeCloseTo(1.5168, 5);
  });

  it('formula 3: the Schott polynomial of BK7, nd = 1.5168', () => {
    const bk7 = [2.2718929, -0.010108077, 2, 0.010592509, -2, 0.00020816965, -4, -7.6472538e-6, -6, 4.9240991e-7, -8];
    expect(at(3, bk7, 0.5875618)).toBeCloseTo(1.5168, 4);
  });

  it('formula 4: rutile, ordinary ray (Devore 1951), n = 2.613 at 589.3 nm', () => {
    expect(at(4, [5.913, 0.2441, 0, 0.0803, 1], 0.5893)).toBeCloseTo(2.6131, 3);
  });

  it('formula 6: air (Ciddor 1996), (n − 1) = 2.768e-4 at 589.3 nm and 15 °C', () => {
    const air = [0, 0.05792105, 238.0185, 0.00167917, 57.362];
    expect((at(6, air, 0.5893) - 1) * 1e4).toBeCloseTo(2.768, 2);
  });

  it('formula 7: silicon (Edwards and Ochoa 1980), n = 3.4215 at 10 µm', () => {
    const silicon = [3.41983, 0.159906, -0.123109, 1.26878e-6, -1.95104e-9];
    expect(at(7, silicon, 10)).toBeCloseTo(3.4215, 3);
  });
});

describe('the forms of the formulas', () => {
  const l = 0.7;
  const l2 = l * l;
  it.each<[FormulaNumber, number[], number]>([
    [5, [1.5, 0.004, -2, 1e-4, -4], 1.5 + 0.004 / l2 + 1e-4 / (l2 * l2)],
    [
      4,
      [2, 0.3, 2, 0.1, 2, 0.05, 1, 0.2, 1, 0.01, 2],
      Math.sqrt(2 + (0.3 * l2) / (l2 - 0.01) + (0.05 * l) / (l2 - 0.2) + 0.01 * l2),
    ],
    [
      8,
      [0.2, 0.1, 0.05, 0.01],
      (() => {
        const q = 0.2 + (0.1 * l2) / (l2 - 0.05) + 0.01 * l2;
        return Math.sqrt((1 + 2 * q) / (1 - q));
      })(),
    ],
    [
      9,
      [2, 0.02, 0.03, 0.02, 1.5, 0.7],
      Math.sqrt(2 + 0.02 / (l2 - 0.03) + (0.02 * (l - 1.5)) / ((l - 1.5) * (l - 1.5) + 0.7)),
    ],
  ])('formula %d', (formula, coefficients, n) => expect(at(formula, coefficients, l)).toBeCloseTo(n, 13));

  it('missing trailing coefficients are zero, at the resonances of nothing too', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<FormulaNumber>(1, 2, 3, 4, 5, 6, 7, 8, 9),
        fc.double({ min: 0.1, max: 0.5, noNaN: true }),
        fc.constantFrom(0.3, 1, 2.5),
        (formula, c1, wavelengthUm) => {
          const most = { 1: 7, 2: 7, 3: 7, 4: 11, 5: 7, 6: 7, 7: 6, 8: 4, 9: 6 }[formula];
          const short = at(formula, [c1], wavelengthUm);
          expect(Number.isFinite(short)).toBe(true);
          expect(at(formula, [c1, ...new Array<number>(most - 1).fill(0)], wavelengthUm)).toBe(short);
        },
      ),
    );
  });

  it('too many coefficients, none, or no numbers are refused', () => {
    expect(() => dispersionFormula(8, [1, 2, 3, 4, 5])).toThrow(/takes 1 to 4 coefficients, but 5/);
    expect(() => dispersionFormula(1, [])).toThrow(/but 0 were given/);
    expect(() => dispersionFormula(1, [0, Number.NaN])).toThrow(/C2 .* not a finite number/);
  });
});

describe('power', () => {
  it('agrees with Math.pow to 1e-14 relative', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 50, noNaN: true }),
        fc.oneof(
          fc.integer({ min: -12, max: 12 }),
          fc.double({ min: -8, max: 8, noNaN: true }),
          fc.constantFrom(0.5, -1.5),
        ),
        (base, exponent) => {
          const expected = base ** exponent;
          expect(Math.abs(power(base, exponent) / expected - 1)).toBeLessThan(1e-13);
        },
      ),
    );
  });
});
