import { describe, expect, it } from 'vitest';
import { Random } from '#core/design/random.ts';
import { WaveEvaluator } from '#core/optics/amplitudes/wave-evaluator.ts';
import type { WaveSetup } from '#core/optics/amplitudes/wave-tables.ts';
import { simulateStack } from '#core/optics/reference/simulate.ts';
import type { LayerSequence, MediumTable } from '#core/optics/types.ts';

const WAVELENGTHS_NM = Float64Array.of(431, 550, 737.5, 1203);
const constant = (n: number, k = 0): MediumTable => ({
  n: new Float64Array(WAVELENGTHS_NM.length).fill(n),
  k: new Float64Array(WAVELENGTHS_NM.length).fill(k),
});
const AIR = constant(1);
const GLASS = constant(1.52);
const MEDIA = [constant(1.46), constant(2.35), constant(2.1, 0.004), constant(0.13, 3.9), constant(3.9, 0.25)];

type Pile = LayerSequence & { thicknessNm: Float64Array };
const pile = (media: readonly number[], thicknessNm: readonly number[]): Pile => ({
  count: media.length,
  media: Int32Array.from(media),
  thicknessNm: Float64Array.from(thicknessNm),
});
const NOTHING = pile([], []);

function randomPile(random: Random, most: number, mediumCount: number): Pile {
  const count = random.integer(most + 1);
  const media = Array.from({ length: count }, () => random.integer(mediumCount));
  return pile(
    media,
    media.map((medium) => (random.uniform() < 0.05 ? 0 : random.between(1, medium === 3 ? 60 : 400))),
  );
}

/** The reference's r and t of the same stack. */
function reference(setup: WaveSetup, front: Pile, back: Pile): { r: number[]; t: number[] } {
  const { ambient, substrate, layerMedia, slab } = setup;
  const layersOf = ({ media, thicknessNm }: Pile) =>
    Array.from(media, (medium, i) => ({ medium: layerMedia[medium], thicknessNm: thicknessNm[i] }));
  const stack = { ambient, layers: layersOf(front), substrate };
  const whole = slab === undefined ? stack : { ...stack, slab: { ...slab, backLayers: layersOf(back) } };
  const { amplitudes } = simulateStack(whole, setup, { amplitudes: true });
  return { r: amplitudes?.r.flat() ?? [], t: amplitudes?.t.flat() ?? [] };
}

function worst(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(got).toHaveLength(expected.length);
  let deviation = 0;
  for (let i = 0; i < got.length; i++) {
    const off = Math.abs(got[i] - expected[i]);
    if (!(off <= deviation)) deviation = off;
  }
  return deviation;
}

const plain: WaveSetup = {
  wavelengthsNm: WAVELENGTHS_NM,
  angleDeg: 0,
  polarization: 's',
  direction: 'forward',
  order: 0,
  ambient: AIR,
  layerMedia: MEDIA,
  substrate: GLASS,
};

function randomCase(random: Random) {
  const isReverse = random.uniform() < 0.4;
  const hasSlab = random.uniform() < 0.4;
  const dense = random.uniform() < 0.3 ? constant(1.7) : AIR;
  const setup: WaveSetup = {
    ...plain,
    angleDeg: random.uniform() < 0.3 ? 0 : random.between(0, 85),
    polarization: random.uniform() < 0.5 ? 's' : 'p',
    direction: isReverse ? 'reverse' : 'forward',
    ambient: isReverse && random.uniform() < 0.5 ? constant(1.3, 0.2) : dense,
    substrate: !isReverse || hasSlab ? constant(1.52, random.uniform() < 0.5 ? 0 : 0.01) : GLASS,
    ...(hasSlab ? { slab: { thicknessNm: random.between(500, 3000), coherent: true, exit: constant(1.33) } } : {}),
  };
  const front = randomPile(random, 8, MEDIA.length);
  return { setup, front, back: hasSlab ? randomPile(random, 3, MEDIA.length) : NOTHING };
}

describe('r and t', () => {
  it('agree with the reference: random stacks, absorbing and not, both directions, coherent slabs, total reflection', () => {
    const random = new Random(7);
    for (let i = 0; i < 400; i++) {
      const { setup, front, back } = randomCase(random);
      const { r, t } = new WaveEvaluator(setup).amplitudes(front, back);
      const expected = reference(setup, front, back);
      expect(worst(r, expected.r)).toBeLessThan(2e-12);
      expect(worst(t, expected.t)).toBeLessThan(2e-12 * Math.max(1, ...expected.t.map(Math.abs)));
    }
  });

  it('stay finite behind thick absorbers and in long stacks, with their derivatives', () => {
    const mirror = pile(
      Array.from({ length: 2000 }, (_, i) => i % 2),
      Array.from({ length: 2000 }, (_, i) => (i % 2 === 0 ? 94 : 58)),
    );
    for (const front of [pile([3, 0, 3], [5e4, 1e5, 3e6]), pile([3, 0], [1e9, 1e9]), mirror]) {
      const evaluator = new WaveEvaluator({ ...plain, angleDeg: 30 });
      const all = evaluator.amplitudeDerivatives(front, NOTHING);
      for (const part of Object.values(all)) expect(part.every(Number.isFinite)).toBe(true);
      expect(worst(all.r, reference(evaluator.setup, front, NOTHING).r)).toBeLessThan(1e-7);
    }
  });

  it('holds exactly at the critical angle of a layer, and for no layers', () => {
    // N = 0.75 in glass of 1.5 at 30°: q = 0
    const setup = { ...plain, ambient: constant(1.5), layerMedia: [constant(0.75)], angleDeg: 30 };
    for (const polarization of ['s', 'p'] as const) {
      const evaluator = new WaveEvaluator({ ...setup, polarization });
      for (const front of [pile([0], [300]), NOTHING]) {
        const expected = reference(evaluator.setup, front, NOTHING);
        const all = evaluator.amplitudeDerivatives(front, NOTHING);
        expect(worst(all.r, expected.r)).toBeLessThan(1e-12);
        expect(worst(all.t, expected.t)).toBeLessThan(1e-12);
        for (const part of Object.values(all)) expect(part.every(Number.isFinite)).toBe(true);
      }
    }
  });

  it('obeys Stokes: t is the same from both sides but for the admittances, and r r* + t t*′ = 1', () => {
    const front = pile([0, 1, 0, 1], [80, 60, 120, 45]);
    const forward = new WaveEvaluator(plain).amplitudes(front, NOTHING);
    const reverse = new WaveEvaluator({ ...plain, direction: 'reverse' }).amplitudes(front, NOTHING);
    for (let w = 0; w < WAVELENGTHS_NM.length; w++) {
      const [tr, ti] = [forward.t[2 * w], forward.t[2 * w + 1]];
      expect(reverse.t[2 * w]).toBeCloseTo(1.52 * tr, 13);
      expect(reverse.t[2 * w + 1]).toBeCloseTo(1.52 * ti, 13);
      const [rr, ri] = [forward.r[2 * w], forward.r[2 * w + 1]];
      expect(rr * rr + ri * ri + tr * reverse.t[2 * w] + ti * reverse.t[2 * w + 1]).toBeCloseTo(1, 13);
    }
  });

  it('an incoherent slab and an absorbing ambient are refused', () => {
    const slab = { thicknessNm: 1e6, coherent: false, exit: AIR };
    expect(() => new WaveEvaluator({ ...plain, slab })).toThrow(
      expect.objectContaining({ code: 'UNDEFINED_QUANTITY' }),
    );
    const ambient = constant(1, 0.1);
    expect(() => new WaveEvaluator({ ...plain, ambient })).toThrow(
      expect.objectContaining({ code: 'ABSORBING_AMBIENT' }),
    );
    expect(() => new WaveEvaluator({ ...plain, order: 1 })).toThrow(expect.objectContaining({ code: 'INVALID' }));
  });
});

describe('∂r and ∂t', () => {
  /** Sixth-order central difference of r and t. */
  function difference(at: (step: number) => { r: ArrayLike<number>; t: ArrayLike<number> }, h: number) {
    const values = [-3, -2, -1, 1, 2, 3].map((m) => at(m * h));
    const part = (side: 'r' | 't') =>
      Array.from(values[0][side], (_, i) => {
        const [a, b, c, d, e, f] = values.map((value) => value[side][i]);
        return (f - a - 9 * (e - b) + 45 * (d - c)) / (60 * h);
      });
    return { r: part('r'), t: part('t') };
  }
  const rowOf = (cells: Float64Array, row: number): Float64Array =>
    cells.subarray(row * 2 * WAVELENGTHS_NM.length, (row + 1) * 2 * WAVELENGTHS_NM.length);

  it('by thickness, also that of a coherent slab, agree with differences', () => {
    const random = new Random(11);
    for (let i = 0; i < 120; i++) {
      const { setup, front, back } = randomCase(random);
      const evaluator = new WaveEvaluator(setup);
      const all = evaluator.amplitudeDerivatives(front, back);
      expect(all.r).toEqual(evaluator.amplitudes(front, back).r);
      const compare = (row: number, at: (step: number) => { r: Float64Array; t: Float64Array }) => {
        const expected = difference(at, 0.03);
        const size = Math.max(1e-2, ...expected.t.map(Math.abs));
        expect(worst(rowOf(all.drByThickness, row), expected.r)).toBeLessThan(1e-9);
        expect(worst(rowOf(all.dtByThickness, row), expected.t)).toBeLessThan(1e-9 * size);
      };
      for (const [from, one] of [
        [0, front],
        [front.count, back],
      ] as const) {
        for (let layer = 0; layer < one.count; layer++) {
          const d = one.thicknessNm[layer];
          if (d === 0) continue;
          compare(from + layer, (step) => {
            one.thicknessNm[layer] = d + step;
            const result = evaluator.amplitudes(front, back);
            one.thicknessNm[layer] = d;
            return result;
          });
        }
      }
      const { slab } = setup;
      if (slab === undefined) continue;
      compare(front.count + back.count, (step) =>
        new WaveEvaluator({ ...setup, slab: { ...slab, thicknessNm: slab.thicknessNm + step } }).amplitudes(
          front,
          back,
        ),
      );
    }
  });

  it('by n and k agree with differences', () => {
    const random = new Random(13);
    for (let i = 0; i < 60; i++) {
      const { setup, front } = randomCase(random);
      const { slab: _, ...half } = { ...setup, substrate: GLASS };
      // each layer a medium of its own
      const media = Array.from(front.media, (medium) => MEDIA[medium]);
      const own = pile(
        media.map((_, layer) => layer),
        [...front.thicknessNm.subarray(0, front.count)],
      );
      const all = new WaveEvaluator({ ...half, layerMedia: media }).amplitudeDerivatives(own, NOTHING);
      media.forEach((medium, layer) => {
        const compare = (dn: number, dk: number) => {
          const expected = difference((step) => {
            const changed = constant(medium.n[0] + dn * step, medium.k[0] + dk * step);
            const layerMedia = media.with(layer, changed);
            return new WaveEvaluator({ ...half, layerMedia }).amplitudes(own, NOTHING);
          }, 2e-4);
          for (const [side, cells] of [
            ['r', all.drByIndex],
            ['t', all.dtByIndex],
          ] as const) {
            const row = rowOf(cells, layer);
            const turned = row.map((value, j) => (dn === 1 ? value : j % 2 === 0 ? -row[j + 1] : row[j - 1]));
            expect(worst(turned, expected[side])).toBeLessThan(1e-9 * Math.max(1, ...expected[side].map(Math.abs)));
          }
        };
        compare(1, 0);
        if (medium.k[0] > 0.01) compare(0, 1);
      });
    }
  });
});
