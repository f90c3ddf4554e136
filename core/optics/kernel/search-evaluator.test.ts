import { describe, expect, test } from 'vitest';
import { createEvaluator, createSearchEvaluator } from '#core/optics/kernel/evaluator.ts';
import { flawOf, HARD_WAVELENGTHS, hardParts, seeded } from '#core/optics/kernel/hard-parts.ts';
import { WasmSearchEvaluator } from '#core/optics/kernel/wasm-search-evaluator.ts';
import type { Direction, EvaluatorSetup, MediumTable, PartLayers, Polarization } from '#core/optics/types.ts';

const COUNT = 11;
const WAVELENGTHS_NM = Float64Array.from({ length: COUNT }, (_, i) => 400 + 67.3 * i);
const constant = (n: number, k = 0): MediumTable => ({
  n: new Float64Array(COUNT).fill(n),
  k: new Float64Array(COUNT).fill(k),
});
const AIR = constant(1);
const CLEAR = [constant(1.46), constant(2.35), constant(1.38), constant(1.9)];
const WEAK = [constant(1.46, 1e-6), constant(2.35, 1e-3), constant(1.38), constant(2.1, 0.08)];
const METALS = [constant(1.46), constant(2.35), constant(0.13, 3.9), constant(1.1, 6.5), constant(3, 2.5)];

interface Kind {
  readonly name: string;
  readonly media: readonly MediumTable[];
  readonly thicknessNm: (random: number) => number;
  readonly setup: Partial<EvaluatorSetup>;
  readonly layers?: number;
  /** where cavities between metals, or tunnelling, make resonances that single precision cannot hold to 3e-6 */
  readonly isSharp?: boolean;
}
const glass = constant(1.52);
const ordinary = (random: number) => 10 + 490 * random;
const slab = { thicknessNm: 1e6, coherent: false, exit: AIR };
const KINDS: readonly Kind[] = [
  { name: 'clear', media: CLEAR, thicknessNm: ordinary, setup: {}, layers: 30 },
  { name: 'clear, near grazing', media: CLEAR, thicknessNm: ordinary, setup: { angleDeg: 86 } },
  { name: 'weakly absorbing', media: WEAK, thicknessNm: ordinary, setup: { angleDeg: 40 } },
  { name: 'metals', media: METALS, thicknessNm: (u) => 60 * u, setup: { substrate: constant(0.2, 3) } },
  { name: 'opaque', media: METALS, thicknessNm: (u) => 10 ** (7 * u), isSharp: true, setup: { angleDeg: 20 } },
  { name: 'long', media: CLEAR, thicknessNm: (u) => 10 ** (6 * u), setup: { angleDeg: 30 }, layers: 6 },
  {
    name: 'total reflection',
    media: CLEAR,
    thicknessNm: ordinary,
    setup: { ambient: glass, angleDeg: 50, substrate: AIR },
  },
  {
    name: 'evanescent layers',
    media: [...CLEAR, AIR],
    isSharp: true,
    thicknessNm: (u) => 200 * u,
    setup: { ambient: glass, angleDeg: 50 },
  },
  {
    name: 'the critical angle',
    media: [...CLEAR, constant(0.76)],
    thicknessNm: ordinary,
    setup: { ambient: glass, angleDeg: 30 },
  },
  { name: 'clear on an incoherent slab', media: CLEAR, thicknessNm: ordinary, setup: { slab } },
  {
    name: 'absorbing on an incoherent slab',
    media: WEAK,
    thicknessNm: ordinary,
    setup: { slab, substrate: constant(1.52, 1e-8), angleDeg: 30 },
  },
  {
    name: 'metals on an incoherent slab',
    media: METALS,
    thicknessNm: (u) => 90 * u,
    setup: { slab, substrate: constant(1.52, 1e-9), angleDeg: 30 },
  },
  {
    name: 'a coherent slab',
    media: WEAK,
    thicknessNm: ordinary,
    setup: { slab: { ...slab, coherent: true, thicknessNm: 2e5 }, angleDeg: 20 },
  },
];
const CONDITIONS = (['s', 'p', 'unpolarized'] as Polarization[]).flatMap((polarization) =>
  (['forward', 'reverse'] as Direction[]).map((direction) => ({ polarization, direction })),
);

test('this host ranks in single precision', () => {
  const setup = { wavelengthsNm: WAVELENGTHS_NM, angleDeg: 0, ...CONDITIONS[0], ambient: AIR, substrate: glass };
  expect(createSearchEvaluator({ ...setup, layerMedia: CLEAR })).toBeInstanceOf(WasmSearchEvaluator);
});

describe.each(KINDS)('single precision: $name', ({ media, thicknessNm, setup, layers = 14, isSharp = false }) => {
  test('R and T as in double precision', () => {
    const random = seeded(20261125);
    const pile = (most: number) => {
      const count = Math.floor(random() * (most + 1));
      return {
        count,
        media: Int32Array.from({ length: count }, () => Math.floor(random() * media.length)),
        thicknessNm: Float64Array.from({ length: count }, () => thicknessNm(random())),
      };
    };
    for (const condition of CONDITIONS) {
      const full: EvaluatorSetup = {
        wavelengthsNm: WAVELENGTHS_NM,
        angleDeg: 0,
        ambient: AIR,
        substrate: glass,
        layerMedia: media,
        ...setup,
        ...condition,
      };
      const from = full.direction === 'reverse' ? (full.slab?.exit ?? full.substrate) : full.ambient;
      if (from.k.some((k) => k > 0)) continue;
      const parts: PartLayers[] = Array.from({ length: 200 }, () => ({
        front: pile(layers),
        back: pile(full.slab === undefined ? 0 : 6),
      }));
      const [r, t, R, T] = Array.from({ length: 4 }, () => new Float64Array(parts.length * COUNT));
      createEvaluator(full).spectraOfMany(parts, R, T);
      createSearchEvaluator(full).spectraOfMany(parts, r, t);
      let worst = 0;
      for (let i = 0; i < R.length; i++) worst = Math.max(worst, Math.abs(r[i] - R[i]), Math.abs(t[i] - T[i]));
      expect(worst).toBeLessThan(isSharp ? 6e-6 : 3e-6);
      expect([...r, ...t].every(Number.isFinite)).toBe(true);
    }
  });
});

test('20 000 of the hardest parts: no NaN or infinity, no gain', () => {
  const each = 100;
  const [R, T] = [new Float64Array(each * HARD_WAVELENGTHS), new Float64Array(each * HARD_WAVELENGTHS)];
  let checked = 0;
  for (const { setup, parts } of hardParts(11, each)) {
    createSearchEvaluator(setup).spectraOfMany(parts, R, T);
    const flaw = flawOf(R, T, [], 3e-5);
    if (flaw !== undefined) expect({ flaw, setup }).toBe('finite, without gain');
    checked += each;
    if (checked >= 20_000) break;
  }
  expect(checked).toBe(20_000);
});
