import { describe, expect, it } from 'vitest';
import { profileFunction } from '#core/optics/graded/profile.ts';
import { refineSublayers, sublayersOf } from '#core/optics/graded/sublayers.ts';
import { createEvaluator } from '#core/optics/kernel/evaluator.ts';
import type { MediumTable } from '#core/optics/types.ts';

const gridOf = (low: number, high: number, count: number) =>
  Float64Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));

/** R of a graded layer between indices n1 and n2 (n = n1 + (n2 − n1)·share), as homogeneous sublayers. */
function reflectance(
  setup: { wavelengthsNm: Float64Array; ambient: number; substrate: number; angleDeg?: number },
  fractionAt: (z: number) => number,
  [n1, n2]: readonly [number, number],
  thicknessNm: number,
  count: number,
): Float64Array {
  const { wavelengthsNm } = setup;
  const constant = (n: number): MediumTable => ({ n: wavelengthsNm.map(() => n), k: wavelengthsNm.map(() => 0) });
  const layers = sublayersOf(fractionAt, thicknessNm, count);
  const evaluator = createEvaluator({
    wavelengthsNm,
    angleDeg: setup.angleDeg ?? 0,
    polarization: 's',
    direction: 'forward',
    ambient: constant(setup.ambient),
    substrate: constant(setup.substrate),
    layerMedia: layers.map(({ fraction }) => constant(n1 + (n2 - n1) * fraction)),
  });
  const R = new Float64Array(wavelengthsNm.length);
  const front = {
    count,
    media: Int32Array.from(layers, (_, i) => i),
    thicknessNm: Float64Array.from(layers, (layer) => layer.thicknessNm),
  };
  evaluator.spectra(front, { count: 0, media: new Int32Array(0), thicknessNm: new Float64Array(0) }, R, R.slice());
  return R;
}

describe('profiles', () => {
  it('have their ends, and the quintic no slope and no curvature there', () => {
    const quintic = profileFunction({ kind: 'quintic' }, 100);
    expect([quintic(0), quintic(0.5), quintic(1)]).toEqual([0, 0.5, 1]);
    expect(quintic(1e-3)).toBeLessThan(1.1e-8);
    expect(1 - quintic(1 - 1e-3)).toBeLessThan(1.1e-8);
    const table = profileFunction({ kind: 'table', positions: [0, 0.4, 1], fractions: [0.2, 1, 0] }, 100);
    expect([table(0), table(0.2), table(1)]).toEqual([0.2, expect.closeTo(0.6, 14), 0]);
    const rugate = profileFunction({ kind: 'rugate', periodNm: 100, mean: 0.4, amplitude: 0.2 }, 400);
    expect(rugate(1 / 16)).toBeCloseTo(0.6, 14);
    for (const apodisation of ['sine', 'quintic', 'gaussian'] as const) {
      const faded = profileFunction({ kind: 'rugate', periodNm: 100, phaseDeg: 90, apodisation }, 400);
      expect(faded(0.5)).toBeCloseTo(1, 14);
      expect(faded(0)).toBeCloseTo(0.5 + (apodisation === 'gaussian' ? 0.5 * Math.exp(-4) : 0), 14);
    }
  });

  it('refuse shares outside 0 … 1', () => {
    const rugate = { kind: 'rugate', periodNm: 100, mean: 0.7, amplitude: 0.5 } as const;
    expect(() => profileFunction(rugate, 100)).toThrow(/outside 0 … 1/);
    expect(() => profileFunction({ ...rugate, periodNm: 0 }, 100)).toThrow(/above 0 nm/);
    expect(() => profileFunction({ kind: 'table', positions: [0, 1], fractions: [0] }, 1)).toThrow(/rise from 0 to 1/);
    expect(() => profileFunction({ kind: 'table', positions: [0, 1], fractions: [0, 2] }, 1)).toThrow(/within 0 … 1/);
  });
});

describe('sublayers', () => {
  const setup = { wavelengthsNm: gridOf(400, 900, 51), ambient: 1, substrate: 2.2, angleDeg: 30 };
  const linear = profileFunction({ kind: 'linear' }, 500);

  it('converge in second order', () => {
    const spectrum = (count: number) => reflectance(setup, linear, [1.4, 2], 500, count);
    const exact = spectrum(4096);
    const error = (count: number) => Math.max(...spectrum(count).map((value, i) => Math.abs(value - exact[i])));
    for (const count of [16, 32, 64]) {
      expect(error(count) / error(2 * count)).toBeGreaterThan(3.8);
      expect(error(count) / error(2 * count)).toBeLessThan(4.2);
    }
  });

  it('are doubled until the spectra settle, and the error left is a third of the last change', () => {
    const spectrum = (count: number) => reflectance(setup, linear, [1.4, 2], 500, count);
    const { count, change } = refineSublayers(spectrum, 1e-4, 4, 4096);
    expect(change).toBeLessThan(1e-4);
    const error = Math.max(...spectrum(count).map((value, i) => Math.abs(value - spectrum(4096)[i])));
    expect(error / (change / 3)).toBeGreaterThan(0.9);
    expect(error / (change / 3)).toBeLessThan(1.1);
    expect(refineSublayers(spectrum, 1e-12, 4, 16)).toMatchObject({ count: 16 });
  });
});

describe('a linear layer between its own ends', () => {
  it('reflects what the exact solution for n² linear in depth gives in the thin limit: Fresnel', () => {
    const setup = { wavelengthsNm: Float64Array.of(1e6), ambient: 1, substrate: 1.5 };
    const R = reflectance(setup, (z) => z, [1, 1.5], 10, 64);
    expect(R[0]).toBeCloseTo(0.04, 8);
  });
});

describe('a quintic matching layer', () => {
  it('of two waves leaves less than a thousandth of the 4 % of bare glass, as far as 40°', () => {
    const quintic = profileFunction({ kind: 'quintic' }, 2000);
    for (const angleDeg of [0, 40]) {
      const setup = { wavelengthsNm: gridOf(400, 1000, 61), ambient: 1, substrate: 1.5, angleDeg };
      const R = reflectance(setup, quintic, [1, 1.5], 2000, 1024);
      expect(Math.max(...R)).toBeLessThan(4e-5);
    }
  });
});

describe('a rugate', () => {
  // n = 2 + (Δ/2) sin(2πz/Λ): λ₀ = 2 n Λ; matched outside
  const [n, delta, periodNm] = [2, 0.1, 150];
  const lambda0 = 2 * n * periodNm;

  it.each([10, 20, 40])('of %i periods has its stop band at 2nΛ with R = tanh²(πΔN/4n)', (periods) => {
    const thicknessNm = periods * periodNm;
    const fractionAt = profileFunction({ kind: 'rugate', periodNm }, thicknessNm);
    const wavelengthsNm = gridOf(lambda0 - 40, lambda0 + 40, 801);
    const setup = { wavelengthsNm, ambient: n, substrate: n };
    const R = reflectance(setup, fractionAt, [n - delta / 2, n + delta / 2], thicknessNm, 64 * periods);
    const expected = Math.tanh((Math.PI * delta * periods) / (4 * n)) ** 2;
    const peak = R.indexOf(Math.max(...R));
    expect(Math.abs(wavelengthsNm[peak] - lambda0)).toBeLessThan(2);
    expect(Math.abs(R[400] - expected)).toBeLessThan(2e-3);
  });

  it('has no stop band at the half wavelength, which a stack of quarter waves has at the third', () => {
    const thicknessNm = 40 * periodNm;
    const fractionAt = profileFunction({ kind: 'rugate', periodNm, apodisation: 'quintic' }, thicknessNm);
    const setup = { wavelengthsNm: gridOf(180, 220, 81), ambient: n, substrate: n };
    const R = reflectance(setup, fractionAt, [1.95, 2.05], thicknessNm, 2560);
    expect(Math.max(...R)).toBeLessThan(1e-3);
  });

  it('with an apodised swing has weaker side lobes', () => {
    const thicknessNm = 60 * periodNm;
    const lobes = (apodisation: 'none' | 'quintic') => {
      const fractionAt = profileFunction({ kind: 'rugate', periodNm, apodisation }, thicknessNm);
      const setup = { wavelengthsNm: gridOf(500, 570, 141), ambient: n, substrate: n };
      return Math.max(...reflectance(setup, fractionAt, [1.95, 2.05], thicknessNm, 1920));
    };
    expect(lobes('none')).toBeGreaterThan(0.03);
    expect(lobes('quintic')).toBeLessThan(lobes('none') / 50);
  });
});
