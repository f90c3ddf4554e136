import { describe, expect, it } from 'vitest';
import { StackwrightError } from '#core/errors.ts';
import type { FormulaNumber } from '#core/materials/dispersion-formula.ts';
import { constantMaterial, createMaterial } from '#core/materials/material.ts';
import type { Material } from '#core/materials/types.ts';
import { SPEED_OF_LIGHT_NM_PER_FS } from '#core/optics/constants.ts';

const TWO_PI_C = 2 * Math.PI * SPEED_OF_LIGHT_NM_PER_FS;
const SILICA = [0, 0.6961663, 0.0684043, 0.4079426, 0.1162414, 0.8974794, 9.896161];
const silica = createMaterial('SiO2/Malitson', { n: { formula: 1, coefficients: SILICA, rangeNm: [210, 6700] } });

/** Row j of the series against central differences of row j − 1 in ω, relative to the largest of them. */
function worstDeviation(material: Material, wavelengthsNm: number[], part: 'n' | 'k' = 'n'): number {
  const count = wavelengthsNm.length;
  const series = material.series(wavelengthsNm, 3)[part];
  let worst = 0;
  for (let w = 0; w < count; w++) {
    const omega = TWO_PI_C / wavelengthsNm[w];
    const h = 2e-4 * omega;
    const at = (m: number): Float64Array => material.series([TWO_PI_C / (omega + m * h)], 3)[part];
    const [a, b, c, d] = [-2, -1, 1, 2].map(at);
    for (let j = 1; j <= 3; j++) {
      const difference = (a[j - 1] - 8 * b[j - 1] + 8 * c[j - 1] - d[j - 1]) / (12 * h * j);
      const scale = omega ** -j * 1e-2;
      worst = Math.max(worst, Math.abs(series[j * count + w] - difference) / (Math.abs(difference) + scale));
    }
  }
  return worst;
}

describe('n and k as series in ω', () => {
  it.each<[FormulaNumber, number[]]>([
    [1, SILICA],
    [2, [0, 1.03961212, 0.00600069867, 0.231792344, 0.0200179144, 1.01046945, 103.560653]],
    [3, [2.2718929, -0.010108077, 2, 0.010592509, -2, 0.00020816965, -4, -7.6472538e-6, -6, 4.9240991e-7, -8]],
    [4, [5.913, 0.2441, 0, 0.0803, 1]],
    [4, [2, 0.3, 2, 0.1, 2, 0.05, 1, 0.2, 1, 0.01, 2]],
    [5, [1.5, 0.004, -2, 1e-4, -4, 1e-3, 0.5]],
    [6, [0, 0.05792105, 238.0185, 0.00167917, 57.362]],
    [7, [3.41983, 0.159906, -0.123109, 1.26878e-6, -1.95104e-9]],
    [8, [0.2, 0.1, 0.05, 0.01]],
    [9, [2, 0.02, 0.03, 0.02, 1.5, 0.7]],
  ])('formula %d: the value is that of sample, each derivative is that of differences', (formula, coefficients) => {
    const material = createMaterial('x', { n: { formula, coefficients, rangeNm: [500, 2000] } });
    const wavelengths = [600, 700, 803, 1000, 1234, 1800];
    const { n } = material.sample(wavelengths);
    const series = material.series(wavelengths, 3);
    for (let w = 0; w < n.length; w++) expect(Math.abs(series.n[w] / n[w] - 1)).toBeLessThan(1e-15);
    expect(series.k).toEqual(new Float64Array(4 * wavelengths.length));
    expect(worstDeviation(material, wavelengths)).toBeLessThan(1e-9);
  });

  it('fused silica at 800 nm: group index 1.4671 and 36.16 fs²/mm (Malitson 1965)', () => {
    const { n } = silica.series([800], 2);
    const omega = TWO_PI_C / 800;
    expect(n[0] + omega * n[1]).toBeCloseTo(1.4671, 4);
    // d²k/dω² = (2 n′ + ω n″)/c; row 2 is n″/2
    const perMm = ((2 * n[1] + 2 * omega * n[2]) / SPEED_OF_LIGHT_NM_PER_FS) * 1e6;
    expect(perMm).toBeCloseTo(36.16, 2);
  });

  it('a spline is differentiated exactly between its rows', () => {
    const wavelengthsNm = [400, 450, 520, 600, 700, 820];
    const material = createMaterial('film', {
      wavelengthsNm,
      n: [2.6, 2.5, 2.42, 2.36, 2.32, 2.3],
      k: [0.02, 0.01, 0.006, 0.004, 0.003, 0.0025],
      interpolation: 'spline',
    });
    expect(worstDeviation(material, [430, 480, 560, 650, 760])).toBeLessThan(1e-9);
    expect(worstDeviation(material, [430, 480, 560, 650, 760], 'k')).toBeLessThan(1e-9);
    const { n } = material.series([400, 560, 820], 1);
    expect([...n.subarray(0, 3)]).toEqual([...material.sample([400, 560, 820]).n].map((x) => expect.closeTo(x, 14)));
  });

  it('constants have no dispersion', () => {
    expect(constantMaterial('glass', 1.5, 0.1).series([500, 600], 2)).toEqual({
      order: 2,
      n: Float64Array.of(1.5, 1.5, 0, 0, 0, 0),
      k: Float64Array.of(0.1, 0.1, 0, 0, 0, 0),
    });
  });

  it('a table of straight lines is refused by name with a way out, and taken as a spline', () => {
    const linear = createMaterial('TiO2/Film', { wavelengthsNm: [400, 600, 800], n: [2.5, 2.4, 2.35], k: [0, 0, 0] });
    let error: unknown;
    try {
      linear.series([500], 1);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(StackwrightError);
    expect(error).toMatchObject({
      code: 'UNDEFINED_QUANTITY',
      message: expect.stringMatching(/TiO2\/Film .*"spline"/),
    });
    expect(linear.series([500], 0).n[0]).toBe(linear.sample([500]).n[0]);
    const spline = linear.asSpline();
    expect(spline.id).toBe('TiO2/Film');
    expect(worstDeviation(spline, [450, 500, 700])).toBeLessThan(1e-9);
  });

  it('beside a formula a negligible k may be a table of straight lines, a larger one not', () => {
    const glass = (k: number) =>
      createMaterial('glass', {
        n: { formula: 1, coefficients: SILICA, rangeNm: [300, 2000] },
        k: { wavelengthsNm: [300, 1000, 2000], k: [k, k / 2, k] },
      });
    expect(glass(1e-7).series([600], 2).k[0]).toBeGreaterThan(0);
    expect(() => glass(1e-3).series([600], 2)).toThrow(/straight lines/);
    expect(glass(1e-3).asSpline().series([600], 2).k[1]).not.toBe(0);
  });

  it('outside the range it is refused, or clamped without dispersion', () => {
    expect(() => silica.series([150], 1)).toThrow(/has data over/);
    const clamped = silica.series([150], 1, { clamp: true });
    expect(clamped.n[0]).toBe(silica.sample([210]).n[0]);
    expect(clamped.n[1]).toBe(0);
  });
});
