import { describe, expect, it } from 'vitest';
import { ellipsometryDerivatives, phaseDifference } from '#core/optics/amplitudes/ellipsometry.ts';
import { WaveEvaluator } from '#core/optics/amplitudes/wave-evaluator.ts';
import type { WaveSetup } from '#core/optics/amplitudes/wave-tables.ts';
import { simulateStack } from '#core/optics/reference/simulate.ts';
import type { LayerSequence, MediumSeries } from '#core/optics/types.ts';

const WAVELENGTHS_NM = Float64Array.of(500, 633, 900);
const constant = (n: number, k = 0): MediumSeries => {
  const row = (value: number) => Float64Array.of(value, value, value, 0, 0, 0);
  return { order: 1, n: row(n), k: row(k) };
};
const THICKNESSES = [70, 130, 20];
const INDICES: [number, number][] = [
  [2.3, 0.02],
  [1.45, 0],
  [0.2, 3.5],
];

function setup(polarization: 's' | 'p', angleDeg = 60, indices = INDICES): WaveSetup {
  return {
    wavelengthsNm: WAVELENGTHS_NM,
    angleDeg,
    polarization,
    direction: 'forward',
    order: 1,
    ambient: constant(1),
    layerMedia: indices.map(([n, k]) => constant(n, k)),
    substrate: constant(3.9, 0.02),
  };
}
const layers = (thicknessNm = THICKNESSES): LayerSequence => ({
  count: 3,
  media: Int32Array.of(0, 1, 2),
  thicknessNm: Float64Array.from(thicknessNm),
});
const NOTHING: LayerSequence = { count: 0, media: new Int32Array(0), thicknessNm: new Float64Array(0) };

const solve = (thicknessNm = THICKNESSES, indices = INDICES, angleDeg = 60) =>
  ellipsometryDerivatives(
    new WaveEvaluator(setup('s', angleDeg, indices)),
    new WaveEvaluator(setup('p', angleDeg, indices)),
    layers(thicknessNm),
    NOTHING,
  );

describe('Ψ and Δ', () => {
  it('are those of the reference', () => {
    const { ambient, substrate, layerMedia } = setup('s');
    const stack = {
      ambient,
      substrate,
      layers: layerMedia.map((medium, i) => ({ medium, thicknessNm: THICKNESSES[i] })),
    };
    const { ellipsometry } = simulateStack(stack, setup('s'), { ellipsometry: true });
    const { psiRad, deltaRad } = solve();
    for (let w = 0; w < 3; w++) {
      expect((psiRad[w] * 180) / Math.PI).toBeCloseTo(ellipsometry?.psiDeg[w] ?? 0, 11);
      expect((deltaRad[w] * 180) / Math.PI).toBeCloseTo(ellipsometry?.deltaDeg[w] ?? 0, 11);
    }
  });

  it('by thickness alone are the same', () => {
    const [s, p] = (['s', 'p'] as const).map((polarization) => new WaveEvaluator(setup(polarization)));
    const all = ellipsometryDerivatives(s, p, layers(), NOTHING);
    const some = ellipsometryDerivatives(s, p, layers(), NOTHING, false);
    const none = new Float64Array(0);
    expect(some).toEqual({ ...all, psiByN: none, deltaByN: none, psiByK: none, deltaByK: none });
  });

  it('have the derivatives that differences show, by thickness, n and k', () => {
    const all = solve();
    const slope = (at: (step: number) => ReturnType<typeof solve>, h: number, angle: 'psiRad' | 'deltaRad') => {
      const [a, b, c, d] = [-2, -1, 1, 2].map((m) => at(m * h)[angle]);
      return Array.from(a, (_, w) => (a[w] - 8 * b[w] + 8 * c[w] - d[w]) / (12 * h));
    };
    for (let layer = 0; layer < 3; layer++) {
      const byThickness = (step: number) => solve(THICKNESSES.with(layer, THICKNESSES[layer] + step));
      const byIndex = (part: 0 | 1) => (step: number) =>
        solve(
          THICKNESSES,
          INDICES.with(layer, INDICES[layer].with(part, INDICES[layer][part] + step) as [number, number]),
        );
      for (const [at, h, psi, delta] of [
        [byThickness, 0.05, all.psiByThickness, all.deltaByThickness],
        [byIndex(0), 1e-3, all.psiByN, all.deltaByN],
        ...(layer === 1 ? [] : ([[byIndex(1), 1e-3, all.psiByK, all.deltaByK]] as const)),
      ] as const) {
        for (const [cells, angle] of [
          [psi, 'psiRad'],
          [delta, 'deltaRad'],
        ] as const) {
          slope(at, h, angle).forEach((expected, w) => {
            expect(Math.abs(cells[layer * 3 + w] - expected)).toBeLessThan(1e-9 * (1 + Math.abs(expected)));
          });
        }
      }
    }
  });
});

describe('the phase between p and s', () => {
  const difference = (side: 'r' | 't', angleDeg: number) =>
    phaseDifference(
      new WaveEvaluator(setup('s', angleDeg)),
      new WaveEvaluator(setup('p', angleDeg)),
      layers(),
      NOTHING,
      side,
    );

  it('is Δ less half a turn in reflection, with its derivatives', () => {
    const { deltaRad, deltaByThickness } = solve();
    const { phases, byThickness } = difference('r', 60);
    phases[0].forEach((phase, w) => {
      expect(Math.cos(phase - deltaRad[w])).toBeCloseTo(-1, 12);
    });
    byThickness[0].forEach((value, cell) => {
      expect(value).toBeCloseTo(deltaByThickness[cell], 13);
    });
  });

  it('vanishes at normal incidence in transmission and is half a turn in reflection', () => {
    const t = difference('t', 0);
    for (const values of [...t.phases, ...t.byThickness]) {
      for (const value of values) expect(Math.abs(value)).toBeLessThan(1e-13);
    }
    for (const phase of difference('r', 0).phases[0]) expect(Math.abs(phase)).toBeCloseTo(Math.PI, 12);
  });
});
