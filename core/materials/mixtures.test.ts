import { describe, expect, it } from 'vitest';
import { tableCurve } from '#core/materials/curve.ts';
import { constantMaterial, createMaterial, curveMaterial } from '#core/materials/material.ts';
import { MIXING_RULES, mixIndices, mixTables, mixtureMaterial } from '#core/materials/mixtures.ts';
import type { Material } from '#core/materials/types.ts';
import { SPEED_OF_LIGHT_NM_PER_FS } from '#core/optics/constants.ts';
import { abs, add, type Complex, complex, div, mul, scale, sub } from '#core/optics/reference/complex.ts';

const SILVER = complex(0.06, 4.1);
const GLASS = complex(1.46);
const TITANIA = complex(2.4, 1e-3);
const FRACTIONS = [0.02, 0.1, 0.3, 1 / 3, 0.5, 0.66, 0.9, 0.99];
const square = (index: Complex) => mul(index, index);

describe('every rule', () => {
  it.each(MIXING_RULES)('%s gives the parts at f = 0 and 1, and their common index', (rule) => {
    expect(mixIndices(rule, [TITANIA, SILVER], [1, 0])).toEqual(TITANIA);
    expect(mixIndices(rule, [TITANIA, SILVER], [0, 1])).toEqual(SILVER);
    const near = mixIndices(rule, [TITANIA, GLASS], [1 - 1e-9, 1e-9]);
    expect(abs(sub(near, TITANIA))).toBeLessThan(1e-8);
    const same = mixIndices(rule, [TITANIA, TITANIA], [0.4, 0.6]);
    expect(abs(sub(same, TITANIA))).toBeLessThan(1e-14);
  });

  it.each(MIXING_RULES)('%s of lossless media is lossless and between the bounds of Wiener', (rule) => {
    for (const f of FRACTIONS) {
      const [e1, e2] = [2.4 ** 2, 1];
      const { re, im } = mixIndices(rule, [complex(2.4), complex(1)], [f, 1 - f]);
      expect(im).toBe(0);
      expect(re * re).toBeGreaterThanOrEqual(1 / (f / e1 + (1 - f) / e2) - 1e-12);
      const most = rule === 'linearIndex' ? (f * 2.4 + 1 - f) ** 2 : f * e1 + (1 - f) * e2;
      expect(re * re).toBeLessThanOrEqual(most + 1e-12);
    }
  });
});

describe('Maxwell Garnett', () => {
  it('is the bound of Hashin and Shtrikman on the side of its host, Bruggeman lies between the two', () => {
    for (const f of FRACTIONS) {
      const [e1, e2] = [2.4 ** 2, 1.3 ** 2];
      const lower = e2 + f / (1 / (e1 - e2) + (1 - f) / (3 * e2));
      const upper = e1 + (1 - f) / (1 / (e2 - e1) + f / (3 * e1));
      const epsilon = (rule: 'maxwellGarnett' | 'bruggeman', indices: number[], fractions: number[]) =>
        mixIndices(
          rule,
          indices.map((n) => complex(n)),
          fractions,
        ).re ** 2;
      expect(epsilon('maxwellGarnett', [1.3, 2.4], [1 - f, f])).toBeCloseTo(lower, 12);
      expect(epsilon('maxwellGarnett', [2.4, 1.3], [f, 1 - f])).toBeCloseTo(upper, 12);
      const between = epsilon('bruggeman', [2.4, 1.3], [f, 1 - f]);
      expect(between).toBeGreaterThan(lower);
      expect(between).toBeLessThan(upper);
    }
  });

  it('puts the Fröhlich resonance of few metal spheres where ε = −2ε_h', () => {
    const loss = (epsilonMetal: number) => {
      const metal = complex(0.02, Math.sqrt(-epsilonMetal)); // ε ≈ epsilonMetal with a small loss
      return square(mixIndices('maxwellGarnett', [complex(1.5), metal], [0.999, 0.001])).im;
    };
    const scan = Array.from({ length: 301 }, (_, i) => -3 - i / 100);
    const peak = scan.reduce((best, value) => (loss(value) > loss(best) ? value : best));
    expect(Math.abs(peak + 2 * 1.5 ** 2)).toBeLessThan(0.03);
  });
});

describe('Bruggeman', () => {
  const residual = (first: Complex, second: Complex, f: number, mixed: Complex) => {
    const e = square(mixed);
    const term = (part: Complex) => div(sub(square(part), e), add(square(part), scale(e, 2)));
    return abs(add(scale(term(first), f), scale(term(second), 1 - f)));
  };

  it('solves its equation with k ≥ 0, for dielectrics, absorbers and metals', () => {
    const media = [complex(1), GLASS, TITANIA, SILVER, complex(3.5, 0.02), complex(1.2, 7), complex(0.2, 1.5)];
    for (const first of media)
      for (const second of media) {
        for (const f of FRACTIONS) {
          const mixed = mixIndices('bruggeman', [first, second], [f, 1 - f]);
          expect(mixed.im).toBeGreaterThanOrEqual(-1e-15);
          expect(mixed.re).toBeGreaterThanOrEqual(0);
          expect(residual(first, second, f, mixed)).toBeLessThan(1e-12);
          const swapped = mixIndices('bruggeman', [second, first], [1 - f, f]);
          expect(abs(sub(swapped, mixed))).toBeLessThan(1e-13);
        }
      }
  });

  it('follows its branch without a jump as the fraction grows, and conducts beyond one third', () => {
    let before = GLASS;
    for (let f = 0.001; f < 1; f += 0.001) {
      const mixed = mixIndices('bruggeman', [SILVER, GLASS], [f, 1 - f]);
      expect(abs(sub(mixed, before))).toBeLessThan(0.06);
      before = mixed;
    }
    // the percolation threshold of a perfect conductor: ε = ε_d/(1 − 3f) below f = 1/3, (3f − 1)ε_m/2 above
    const perfect = complex(1e4, 1e4);
    const below = square(mixIndices('bruggeman', [perfect, complex(1)], [0.2, 0.8]));
    expect(below.re).toBeCloseTo(1 / (1 - 0.6), 5);
    const above = square(mixIndices('bruggeman', [perfect, complex(1)], [0.6, 0.4]));
    expect(above.im / square(perfect).im).toBeCloseTo(0.4, 5);
  });

  it('takes the lossy root of lossless media of opposite sign of ε', () => {
    const metal = complex(0, 2);
    for (const order of [
      [metal, complex(1)],
      [complex(1), metal],
    ]) {
      const mixed = mixIndices('bruggeman', order, [0.5, 0.5]);
      // ε₁ = −4, ε₂ = 1, f = ½: 2ε² + 3ε/2 + 4 = 0, ε = −3/8 + i√(119)/8
      expect(square(mixed).re).toBeCloseTo(-0.375, 13);
      expect(square(mixed).im).toBeCloseTo(Math.sqrt(119) / 8, 13);
    }
  });

  it('has the value of half void, half glass: ε = 1.4949 for ε = 2.13', () => {
    // b = (2.13 + 1)/2, ε = (b + √(b² + 8·2.13))/4
    const b = 3.13 / 2;
    const expected = (b + Math.sqrt(b * b + 8 * 2.13)) / 4;
    const mixed = mixIndices('bruggeman', [complex(Math.sqrt(2.13)), complex(1)], [0.5, 0.5]);
    expect(mixed.re ** 2).toBeCloseTo(expected, 13);
    expect(expected).toBeCloseTo(1.4949, 4);
  });
});

describe('Lorentz–Lorenz', () => {
  it('makes water vapour of water: (n² − 1)/(n² + 2) goes with the density', () => {
    const share = 8.04e-4; // steam at 0 °C and 1 atm, relative to the liquid
    const { re } = mixIndices('lorentzLorenz', [complex(1.334), complex(1)], [share, 1 - share]);
    expect(re - 1).toBeCloseTo(2.5e-4, 5); // 1.000250–1.000261 at 589 nm
  });
});

/** Rows 1 … 3 of the series of n and k against central differences of the row before, relative to the larger. */
function worstDeviation(material: Material, wavelengthsNm: number[]): number {
  const count = wavelengthsNm.length;
  const series = material.series(wavelengthsNm, 3);
  let worst = 0;
  wavelengthsNm.forEach((wavelengthNm, w) => {
    const omega = (2 * Math.PI * SPEED_OF_LIGHT_NM_PER_FS) / wavelengthNm;
    const h = 2e-4;
    const [a, b, c, d] = [-2, -1, 1, 2].map((m) => material.series([wavelengthNm / (1 + m * h)], 3));
    for (const part of ['n', 'k'] as const) {
      for (let j = 1; j <= 3; j++) {
        const row = a[part][j - 1] - 8 * b[part][j - 1] + 8 * c[part][j - 1] - d[part][j - 1];
        const difference = row / (12 * h * omega * j);
        const size = Math.abs(difference) + omega ** -j * 1e-2;
        worst = Math.max(worst, Math.abs(series[part][j * count + w] - difference) / size);
      }
    }
  });
  return worst;
}

describe('a mixed material', () => {
  const dispersive = curveMaterial('a', tableCurve([400, 800], [1.5, 1.4]), tableCurve([400, 800], [0, 0]));
  const mixed = mixtureMaterial('mix', 'bruggeman', [
    { material: dispersive, fraction: 0.7 },
    { material: constantMaterial('void', 1, 0), fraction: 0.3 },
  ]);

  it('mixes at every wavelength of the common range, and passes clamping on', () => {
    expect(mixed.rangeNm).toEqual([400, 800]);
    const { n } = mixed.sample([400, 600]);
    expect(n[1]).toBe(mixIndices('bruggeman', [complex(1.45), complex(1)], [0.7, 0.3]).re);
    expect(n[0]).toBeGreaterThan(n[1]);
    expect(() => mixed.sample([300])).toThrow(/400–800 nm/);
    expect(mixed.sample([300], { clamp: true }).clamped).toBe(true);
  });

  it('has the derivatives of its parts: those of differences in ω, for every rule, dielectrics and metals', () => {
    const silica = [0, 0.6961663, 0.0684043, 0.4079426, 0.1162414, 0.8974794, 9.896161];
    const glass = createMaterial('glass', { n: { formula: 1, coefficients: silica, rangeNm: [300, 2000] } });
    const rows = { wavelengthsNm: [400, 500, 620, 800], interpolation: 'spline' as const };
    const titania = createMaterial('film', { ...rows, n: [2.6, 2.5, 2.4, 2.35], k: [0.02, 0.01, 0.006, 0.004] });
    const metal = createMaterial('metal', { ...rows, n: [0.17, 0.13, 0.12, 0.14], k: [1.9, 2.9, 3.9, 5.3] });
    for (const rule of MIXING_RULES) {
      for (const [one, other] of [
        [glass, titania],
        [titania, glass],
        [metal, glass],
        [constantMaterial('void', 1, 0), metal],
      ]) {
        for (const fraction of [0.2, 0.5, 0.75]) {
          const mixture = mixtureMaterial('mix', rule, [
            { material: one, fraction },
            { material: other, fraction: 1 - fraction },
          ]);
          expect(worstDeviation(mixture, [450, 560, 700])).toBeLessThan(1e-7);
        }
      }
    }
  });

  it('of glass and void has the values of sample to the bit, and no derivative of a k that is 0', () => {
    expect(mixed.series([450, 700], 0)).toEqual({ order: 0, n: mixed.sample([450, 700]).n, k: new Float64Array(2) });
    expect(() => mixed.series([500], 1)).toThrow(/a is a table joined by straight lines/);
    const { n, k } = mixed.asSpline().series([450, 700], 3);
    expect([...n.subarray(0, 2)]).toEqual([...mixed.asSpline().sample([450, 700]).n]);
    expect(n[2]).toBeGreaterThan(0);
    expect(k).toEqual(new Float64Array(8));
  });

  it('refuses fractions that make no sense', () => {
    const table = constantMaterial('x', 2, 0).sample([500]);
    expect(() => mixTables('linearIndex', [table, table], [0.5, 0.6])).toThrow(/add up to 1.1/);
    expect(() => mixTables('linearIndex', [table, table], [-0.5, 1.5])).toThrow(/≥ 0/);
    expect(() => mixTables('bruggeman', [table, table, table], [0.2, 0.3, 0.5])).toThrow(/two parts/);
  });
});
