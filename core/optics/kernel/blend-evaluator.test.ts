import { describe, expect, test } from 'vitest';
import { BlendEvaluator } from '#core/optics/kernel/blend-evaluator.ts';
import { createPlainEvaluator } from '#core/optics/kernel/plain-evaluator.ts';
import { kernelMemory } from '#core/optics/kernel/wasm-memory.ts';
import type { EvaluatorSetup, IndexDerivatives, LayerSequence, MediumTable, Polarization } from '#core/optics/types.ts';

const memory = kernelMemory();
const WAVELENGTHS_NM = Float64Array.from({ length: 13 }, (_, i) => 410 + 47 * i);
const COUNT = WAVELENGTHS_NM.length;
/** n falls and k rises with the wavelength, so that no two wavelengths are alike. */
const medium = (n: number, k = 0): MediumTable => ({
  n: WAVELENGTHS_NM.map((nm) => n + 3e4 / (nm * nm)),
  k: WAVELENGTHS_NM.map((nm) => (k * nm) / 600),
});
const AIR: MediumTable = { n: new Float64Array(COUNT).fill(1), k: new Float64Array(COUNT) };
const MEDIA = [medium(1.38), medium(1.7, 0.02), medium(2.3), medium(2.6, 0.4), medium(1.1, 3)];
const GLASS = medium(1.5);

type Layer = readonly [first: number, second: number, share: number, thicknessNm: number];
const LAYERS: readonly Layer[] = [
  [0, 1, 0.3, 120],
  [2, -1, 0, 85],
  [1, 2, 0.85, 240],
  [2, 3, 0.5, 60],
  [4, -1, 0, 9],
  [0, 2, 0, 333],
  [1, 0, 1, 77],
  [3, 1, 0.4, 41],
  [0, 2, 0.62, 140],
  [2, 0, 0.25, 95],
];
const EMPTY: LayerSequence = { count: 0, media: new Int32Array(0), thicknessNm: new Float64Array(0) };
const BACK: LayerSequence = { count: 1, media: Int32Array.of(2), thicknessNm: Float64Array.of(130) };

/** Each blend as a medium of its own. */
function spread(setup: EvaluatorSetup, layers: readonly Layer[]): { setup: EvaluatorSetup; front: LayerSequence } {
  const media = layers.map(([first, second, share]) => {
    const [a, b] = [MEDIA[first], MEDIA[Math.max(0, second)]];
    const mix = (x: Float64Array, y: Float64Array) => x.map((value, i) => value + share * (y[i] - value));
    return second < 0 ? a : { n: mix(a.n, b.n), k: mix(a.k, b.k) };
  });
  const front = {
    count: layers.length,
    media: Int32Array.from(layers, (_, i) => MEDIA.length + i),
    thicknessNm: Float64Array.from(layers, ([, , , d]) => d),
  };
  return { setup: { ...setup, layerMedia: [...MEDIA, ...media] }, front };
}

const rows = (count: number): Float64Array => new Float64Array(count * COUNT).fill(Number.NaN);

describe.runIf(memory !== null)('blended layers', () => {
  const base = { wavelengthsNm: WAVELENGTHS_NM, ambient: AIR, layerMedia: MEDIA, substrate: GLASS };
  const slab = { thicknessNm: 1e5, exit: AIR };
  const cases: [string, Omit<EvaluatorSetup, 'angleDeg' | 'polarization'>][] = [
    ['on a half-space', { ...base, direction: 'forward' }],
    ['on an absorbing half-space, from behind the coating', { ...base, direction: 'forward', substrate: MEDIA[3] }],
    ['on an incoherent slab', { ...base, direction: 'forward', slab: { ...slab, coherent: false } }],
    ['on an incoherent slab, reverse light', { ...base, direction: 'reverse', slab: { ...slab, coherent: false } }],
    ['on a coherent slab', { ...base, direction: 'forward', slab: { ...slab, thicknessNm: 700, coherent: true } }],
  ];
  const lights: [number, Polarization][] = [
    [0, 's'],
    [47, 's'],
    [47, 'p'],
    [30, 'unpolarized'],
  ];
  for (const [where, rest] of cases) {
    test.each(lights)(
      `${where} at %d°, %s: R, T and their derivatives by thickness and share`,
      (angleDeg, polarization) => {
        const setup: EvaluatorSetup = { ...rest, angleDeg, polarization };
        const back = setup.slab === undefined ? EMPTY : BACK;
        const evaluator = new BlendEvaluator(memory as NonNullable<typeof memory>, setup, LAYERS.length);
        const layers = LAYERS.length + back.count;
        const [R, T, dR, dT] = [rows(1), rows(1), rows(2 * layers + 1), rows(2 * layers + 1)];
        const front = {
          count: LAYERS.length,
          media: Int32Array.from(LAYERS, ([first]) => first),
          seconds: Int32Array.from(LAYERS, ([, second]) => second),
          shares: Float64Array.from(LAYERS, ([, , share]) => share),
          thicknessNm: Float64Array.from(LAYERS, ([, , , d]) => d),
        };
        evaluator.blended(front, back, R, T, dR, dT);

        const alone = spread(setup, LAYERS);
        const plain = createPlainEvaluator(alone.setup);
        const [R0, T0, dR0, dT0] = [rows(1), rows(1), rows(layers), rows(layers)];
        plain.derivatives(alone.front, back, R0, T0, dR0, dT0);
        const byIndex: IndexDerivatives = {
          R: rows(1),
          T: rows(1),
          dRdn: rows(layers),
          dTdn: rows(layers),
          dRdk: rows(layers),
          dTdk: rows(layers),
        };
        plain.indexDerivatives(alone.front, back, byIndex);
        for (let w = 0; w < COUNT; w++) {
          expect(R[w]).toBeCloseTo(R0[w], 12);
          expect(T[w]).toBeCloseTo(T0[w], 12);
        }
        for (let i = 0; i < layers * COUNT; i++) {
          expect(Math.abs(dR[i] - dR0[i])).toBeLessThan(1e-12);
          expect(Math.abs(dT[i] - dT0[i])).toBeLessThan(1e-12);
        }
        LAYERS.forEach(([first, second], layer) => {
          if (second < 0) return;
          for (let w = 0; w < COUNT; w++) {
            const toN = MEDIA[second].n[w] - MEDIA[first].n[w];
            const toK = MEDIA[second].k[w] - MEDIA[first].k[w];
            const at = layer * COUNT + w;
            const blend = (layers + 1 + layer) * COUNT + w;
            const wantedR = byIndex.dRdn[at] * toN + byIndex.dRdk[at] * toK;
            const wantedT = byIndex.dTdn[at] * toN + byIndex.dTdk[at] * toK;
            expect(Math.abs(dR[blend] - wantedR), `R, layer ${layer}`).toBeLessThan(1e-11 * (1 + Math.abs(wantedR)));
            expect(Math.abs(dT[blend] - wantedT), `T, layer ${layer}`).toBeLessThan(1e-11 * (1 + Math.abs(wantedT)));
          }
        });
      },
    );
  }
});
