import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Interpolation, tableCurve } from '#core/materials/curve.ts';

function values(x: number[], y: number[], at: number[], how?: Interpolation): number[] {
  const out = new Float64Array(at.length);
  tableCurve(x, y, how).fill(at, out);
  return [...out];
}

const table = fc
  .array(fc.tuple(fc.double({ min: 0.01, max: 50, noNaN: true }), fc.double({ min: 0, max: 10, noNaN: true })), {
    minLength: 1,
    maxLength: 30,
  })
  .map((rows) => {
    let x = 300;
    const wavelengths = rows.map(([step]) => {
      x += step;
      return x;
    });
    return { wavelengths, values: rows.map(([, value]) => value) };
  });

describe.each(['linear', 'spline'] as const)('a %s table', (how) => {
  it('passes through its rows', () => {
    fc.assert(
      fc.property(table, ({ wavelengths, values: y }) => {
        const at = values(wavelengths, y, wavelengths, how);
        for (const [i, value] of at.entries()) expect(value).toBeCloseTo(y[i], 9);
      }),
    );
  });

  it('never leaves the interval between two rows: k ≥ 0 stays so', () => {
    fc.assert(
      fc.property(table, fc.double({ min: 0, max: 1, noNaN: true }), ({ wavelengths, values: y }, t) => {
        for (let i = 0; i + 1 < y.length; i++) {
          const [value] = values(wavelengths, y, [wavelengths[i] + t * (wavelengths[i + 1] - wavelengths[i])], how);
          expect(value).toBeGreaterThanOrEqual(Math.min(y[i], y[i + 1]) - 1e-9);
          expect(value).toBeLessThanOrEqual(Math.max(y[i], y[i + 1]) + 1e-9);
        }
      }),
    );
  });

  it('gives the same in any order of asking', () => {
    const x = [400, 410, 450, 500, 600, 800];
    const y = [2, 1.9, 1.7, 1.6, 1.55, 1.5];
    const at = [455, 401, 799, 410, 405, 600, 599.9, 700];
    const one = at.map((query) => values(x, y, [query], how)[0]);
    expect(values(x, y, at, how)).toEqual(one);
  });
});

describe('the spline', () => {
  it('is exact for a straight line and close for a smooth curve', () => {
    const straight = values([1, 2, 4, 7], [1, 2, 4, 7], [1.5, 3, 6.2], 'spline');
    expect(straight.map((value) => Number(value.toFixed(12)))).toEqual([1.5, 3, 6.2]);
    const x = Array.from({ length: 41 }, (_, i) => 400 + 10 * i);
    const n = (wavelength: number) => 1.45 + 4000 / (wavelength * wavelength);
    const at = x.slice(1, -2).map((wavelength) => wavelength + 5);
    const smooth = values(x, x.map(n), at, 'spline');
    for (const [i, value] of smooth.entries()) expect(Math.abs(value - n(at[i]))).toBeLessThan(2e-6);
  });

  it('takes the harmonic mean of neighbouring secants as its slope', () => {
    // secants 1, ½, 2½ give slopes ⅔ and ⅚; halfway, (1 + 1.5)/2 + (⅔ − ⅚)/8
    expect(values([0, 1, 2, 3], [0, 1, 1.5, 4], [1.5], 'spline')[0]).toBeCloseTo(1.25 - 1 / 48, 14);
  });
});
