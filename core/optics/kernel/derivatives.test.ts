import { describe, expect, test } from 'vitest';
import { createEvaluator } from '#core/optics/kernel/evaluator.ts';
import { createPlainEvaluator } from '#core/optics/kernel/plain-evaluator.ts';
import type { Direction, EvaluatorSetup, LayerSequence, MediumTable, Polarization } from '#core/optics/types.ts';

const WAVELENGTHS_NM = Float64Array.of(431, 550, 737.5, 1203);

const constant = (n: number, k = 0): MediumTable => ({
  n: new Float64Array(WAVELENGTHS_NM.length).fill(n),
  k: new Float64Array(WAVELENGTHS_NM.length).fill(k),
});

const AIR = constant(1);
const GLASS = constant(1.52);
const DIELECTRICS = [constant(1.46), constant(2.35), constant(1.38)];
const MIXED = [...DIELECTRICS, constant(2.1, 0.004), constant(0.13, 3.9), constant(3.9, 0.25), constant(1.2, 1e-5)];

function layers(
  media: readonly number[],
  thicknessNm: readonly number[],
): LayerSequence & { thicknessNm: Float64Array } {
  return { count: media.length, media: Int32Array.from(media), thicknessNm: Float64Array.from(thicknessNm) };
}
const NO_LAYERS = layers([], []);

type Pile = ReturnType<typeof layers>;

describe.each([
  ['WebAssembly', createEvaluator],
  ['plain TypeScript', createPlainEvaluator],
] as const)('%s', (_, create) => {
  /** Largest difference, 1/nm, between the derivatives and 6-point central differences with the better of two steps. */
  function worstError(
    setup: EvaluatorSetup,
    front: Pile,
    back: Pile,
    stepsNm: readonly [number, number] = [0.3, 0.05],
  ): number {
    const evaluator = create(setup);
    const count = WAVELENGTHS_NM.length;
    const total = front.count + back.count;
    const R = new Float64Array(count);
    const T = new Float64Array(count);
    const dR = new Float64Array(total * count).fill(Number.NaN);
    const dT = new Float64Array(total * count).fill(Number.NaN);
    evaluator.derivatives(front, back, R, T, dR, dT);

    const r = new Float64Array(count);
    const t = new Float64Array(count);
    evaluator.spectra(front, back, r, t);
    expect(R).toEqual(r);
    expect(T).toEqual(t);

    const differences = (pile: Pile, layer: number, h: number): number[] => {
      const sum = new Array<number>(2 * count).fill(0);
      const d = pile.thicknessNm[layer];
      for (const [m, weight] of [
        [1, 45],
        [2, -9],
        [3, 1],
      ] as const) {
        for (const sign of [1, -1]) {
          pile.thicknessNm[layer] = d + sign * m * h;
          evaluator.spectra(front, back, r, t);
          for (let w = 0; w < count; w++) {
            sum[w] += (sign * weight * r[w]) / (60 * h);
            sum[count + w] += (sign * weight * t[w]) / (60 * h);
          }
        }
      }
      pile.thicknessNm[layer] = d;
      return sum;
    };
    let worst = 0;
    for (let row = 0; row < total; row++) {
      const pile = row < front.count ? front : back;
      const layer = row < front.count ? row : row - front.count;
      const coarse = differences(pile, layer, stepsNm[0]);
      const fine = differences(pile, layer, stepsNm[1]);
      for (let w = 0; w < count; w++) {
        const cell = row * count + w;
        worst = Math.max(worst, Math.min(Math.abs(coarse[w] - dR[cell]), Math.abs(fine[w] - dR[cell])));
        worst = Math.max(worst, Math.min(Math.abs(coarse[count + w] - dT[cell]), Math.abs(fine[count + w] - dT[cell])));
      }
    }
    return worst;
  }

  const polarizations: readonly Polarization[] = ['s', 'p', 'unpolarized'];
  const directions: readonly Direction[] = ['forward', 'reverse'];
  const conditions = polarizations.flatMap((polarization) =>
    directions.flatMap((direction) => [0, 25, 70].map((angleDeg) => ({ polarization, direction, angleDeg }))),
  );

  const common = { wavelengthsNm: WAVELENGTHS_NM, ambient: AIR };
  const lossless = () => layers([1, 0, 1, 2, 1, 0], [61.3, 120.7, 33.1, 240.2, 410.9, 18.8]);
  const mixed = () => layers([1, 0, 3, 4, 2, 5, 6, 1], [61.3, 120.7, 33.1, 12.5, 240.2, 14.1, 88.3, 40.4]);
  const back = () => layers([0, 3, 1, 4, 2], [95.2, 47.7, 62.5, 9.3, 110.6]);

  describe.each(conditions)(
    'derivatives against central differences: $polarization, $direction, $angleDeg°',
    (condition) => {
      test('lossless coating on a half-space', () => {
        const setup = { ...common, ...condition, layerMedia: DIELECTRICS, substrate: GLASS };
        expect(worstError(setup, lossless(), NO_LAYERS)).toBeLessThan(1e-9);
      });
      test('coating with metals and weak absorbers on a half-space', () => {
        const setup = { ...common, ...condition, layerMedia: MIXED, substrate: GLASS };
        expect(worstError(setup, mixed(), NO_LAYERS)).toBeLessThan(1e-9);
      });
      test('both coatings on an incoherent, absorbing slab between different media', () => {
        const slab = { thicknessNm: 1e6, coherent: false, exit: constant(1.33) };
        const setup = { ...common, ...condition, layerMedia: MIXED, substrate: constant(1.52, 2e-8), slab };
        expect(worstError(setup, mixed(), back())).toBeLessThan(1e-9);
        expect(worstError(setup, lossless(), back())).toBeLessThan(1e-9);
      });
      test('both coatings on a coherent slab', () => {
        const slab = { thicknessNm: 2000, coherent: true, exit: AIR };
        const setup = { ...common, ...condition, layerMedia: MIXED, substrate: constant(1.7, 1e-4), slab };
        expect(worstError(setup, mixed(), back())).toBeLessThan(1e-9);
      });
    },
  );

  describe('derivatives in special places', () => {
    test('absorbing half-space, light from the front', () => {
      const silicon = constant(3.9, 0.02);
      for (const polarization of polarizations) {
        const setup = {
          ...common,
          polarization,
          angleDeg: 40,
          direction: 'forward',
          layerMedia: MIXED,
          substrate: silicon,
        } as const;
        expect(worstError(setup, mixed(), NO_LAYERS)).toBeLessThan(1e-9);
        expect(worstError(setup, lossless(), NO_LAYERS)).toBeLessThan(1e-9);
      }
    });

    test('frustrated total reflection: evanescent layers between prisms, and a plasmon behind a metal film', () => {
      for (const polarization of polarizations) {
        const setup = {
          wavelengthsNm: WAVELENGTHS_NM,
          ambient: GLASS,
          angleDeg: 50,
          polarization,
          direction: 'forward',
          layerMedia: [...MIXED, AIR],
          substrate: GLASS,
        } as const;
        expect(worstError(setup, layers([0, 7, 1, 7], [100, 150, 80, 60]), NO_LAYERS)).toBeLessThan(1e-9);
        expect(worstError({ ...setup, substrate: AIR }, layers([4], [48]), NO_LAYERS)).toBeLessThan(1e-9);
      }
    });

    test('the critical angle in a layer, where kz vanishes', () => {
      const dense = constant(2);
      for (const polarization of polarizations) {
        for (const gap of [constant(1), constant(1, 1e-9), constant(1 - 1e-12), constant(1.0001, 1e-4)]) {
          const setup = {
            wavelengthsNm: WAVELENGTHS_NM,
            ambient: dense,
            angleDeg: 30,
            polarization,
            direction: 'forward',
            layerMedia: [gap, constant(1.4), constant(2.2, 0.01)],
            substrate: dense,
          } as const;
          expect(worstError(setup, layers([1, 0, 2, 0], [90, 120, 35, 700]), NO_LAYERS)).toBeLessThan(1e-9);
        }
      }
    });

    test('a long stack, past several normalisations', () => {
      const media = Array.from({ length: 150 }, (_, i) => (i * 7) % 3);
      const thicknessNm = media.map((_, i) => 20 + ((i * 37) % 90));
      const setup = {
        ...common,
        polarization: 'unpolarized',
        angleDeg: 20,
        direction: 'forward',
        substrate: GLASS,
      } as const;
      expect(
        worstError({ ...setup, layerMedia: DIELECTRICS }, layers(media, thicknessNm), NO_LAYERS, [0.03, 0.006]),
      ).toBeLessThan(1e-9);
      const weak = [constant(1.46), constant(2.35, 1e-4), constant(1.38)];
      expect(
        worstError({ ...setup, layerMedia: weak }, layers(media, thicknessNm), NO_LAYERS, [0.03, 0.006]),
      ).toBeLessThan(1e-9);
    });
  });
});
