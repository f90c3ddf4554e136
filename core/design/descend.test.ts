import { describe, expect, it } from 'vitest';
import { parseTarget } from '#core/targets/parse-target.ts';
import type { Target } from '#core/targets/target.ts';
import { emptyFace, layerCount, totalThicknessNm } from './coating.ts';
import { descend, grow } from './descend.ts';
import { ElitePool } from './elite-pool.ts';
import { capOfTurn, startUnder, underCap } from './front.ts';
import { withoutIdleLayers } from './improve.ts';
import { openTarget } from './open-target.ts';
import { Random } from './random.ts';
import type { Scored } from './scored.ts';
import type { SearchContext } from './search-context.ts';

const catalogue = { find: () => undefined, suggestions: () => [] } as unknown as Parameters<typeof openTarget>[1];
const wavelengthsNm = Array.from({ length: 61 }, (_, i) => 400 + 5 * i);
const never = () => false;

function open(stack: Partial<Target['stack']>, value: number, more: Partial<Target> = {}): SearchContext {
  const target = parseTarget({
    spectra: [{ quantity: 'R', wavelengthsNm, values: wavelengthsNm.map(() => value) }],
    stack: { substrate: { medium: { n: 1.52 } }, materials: { H: { n: 2.35 }, L: { n: 1.38 } }, ...stack },
    ...more,
  });
  return openTarget(target, catalogue);
}

function scored(context: SearchContext, media: number[], thicknessNm: number[]): Scored {
  const coating = { front: { media, thicknessNm, locked: media.map(() => false) }, back: emptyFace() };
  const merit = context.refiner.merit(coating);
  return { coating, merit, lineage: { origin: 'global', proposal: coating, proposalMerit: merit } };
}

describe('growth', () => {
  it('finds the four-layer antireflection coating of 400–700 nm, mean R 0.306 %', () => {
    const context = open({ maxLayers: 4 }, 0, { merit: 'mae' });
    const best = Math.min(
      ...[0, 1].flatMap((v) => grow(context, new Random(1, v), v, never).map(({ merit }) => merit)),
    );
    expect(best).toBeLessThan(1.02 * 0.00306);
  });

  it('keeps to layers, limits and fixed layers', () => {
    const fixed = { outermost: [{ medium: 'L', thicknessNm: 80 }], innermost: [{ medium: 'H', thicknessNm: 30 }] };
    const context = open({ maxLayers: 7, thicknessNm: { min: 20, max: 150 }, fixed }, 1);
    const found = grow(context, new Random(3), 0, never);
    expect(found.length).toBeGreaterThan(0);
    for (const { coating } of found) {
      const { media, thicknessNm, locked } = coating.front;
      expect(media.length).toBeLessThanOrEqual(7);
      expect([thicknessNm[0], thicknessNm.at(-1)]).toEqual([80, 30]);
      thicknessNm.forEach((nm, i) => {
        if (!locked[i]) expect(nm).toSatisfy((d: number) => d >= 20 - 1e-9 && d <= 150 + 1e-9);
      });
    }
  });

  it('begins with as many first layers as there are media', () => {
    const context = open({ maxLayers: 1 }, 0.2);
    const media = [0, 1].map((variant) => grow(context, new Random(1), variant, () => true)[0].coating.front.media[0]);
    expect(new Set(media).size).toBe(2);
  });

  it('is the same for the same seed, and a descent is never worse than its start', () => {
    const context = open({ maxLayers: 12 }, 1);
    const [one, two] = [0, 1].map(() => grow(context, new Random(7), 0, never).map(({ merit }) => merit));
    expect(one).toEqual(two);
    const start = scored(context, [0, 1, 0, 1], [60, 100, 60, 100]);
    for (const { merit } of descend(context, new Random(2), start, 1, never)) expect(merit).toBeLessThan(start.merit);
  });
});

describe('idle layers', () => {
  it('below an opaque one are dropped, those above it are kept', () => {
    const context = open({ materials: { H: { n: 2.35 }, metal: { n: 0.2, k: 6 } }, maxLayers: 8 }, 0.9);
    const { coating, merit } = scored(context, [0, 1, 0, 1, 0], [70, 400, 80, 100, 60]);
    const start = { ...scored(context, [0, 1, 0, 1, 0], [70, 400, 80, 100, 60]), coating, merit };
    const kept = withoutIdleLayers(context, start);
    expect(kept.coating.front.media).toEqual([0, 1]);
    expect(kept.merit).toBeCloseTo(merit, 9);
  });

  it('are none where light comes to the substrate', () => {
    const context = open({ maxLayers: 4 }, 1);
    expect(layerCount(withoutIdleLayers(context, scored(context, [0, 1, 0], [58, 95, 58])).coating)).toBe(3);
  });
});

describe('a front over total thickness', () => {
  const context = open({ maxLayers: 8 }, 0, { minimize: ['error', 'totalThickness'] });
  const pool = new ElitePool(10, ['error', 'totalThickness']);
  pool.merge([scored(context, [1, 0, 1], [90, 120, 90]), scored(context, [1], [100])]);

  it('has caps from the thinnest layer to the thickest design, again and again', () => {
    const caps = Array.from({ length: 14 }, (_, turn) => capOfTurn(turn, 10, pool).capNm);
    expect(caps[0]).toBe(10);
    expect(caps.at(-1)).toBeCloseTo(300, 6);
    caps.slice(1).forEach((cap, i) => {
      expect(cap / caps[i]).toBeCloseTo(caps[1] / caps[0], 9);
    });
    expect(capOfTurn(14, 10, pool)).toEqual({ capNm: 10, turns: 1 });
  });

  it('is worked on from designs of about that thickness, and keeps under the cap', () => {
    const start = startUnder(110, pool);
    expect(start?.coating.front.media).toEqual([1]);
    expect(startUnder(12, pool)).toBeUndefined();
    for (const task of [
      { capNm: 110, start, variant: 0 },
      { capNm: 60, variant: 1 },
    ]) {
      const found = underCap(context, new Random(4), task, never);
      expect(found.length).toBeGreaterThan(0);
      for (const { coating } of found) expect(totalThicknessNm(coating)).toBeLessThanOrEqual(task.capNm + 1e-6);
    }
  });
});
