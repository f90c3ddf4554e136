import { describe, expect, it } from 'vitest';
import { parseTarget } from '#core/targets/parse-target.ts';
import { noCatalogue, SCANNED_TARGETS } from '../../test/scanned-targets.ts';
import { type Coating, emptyFace } from './coating.ts';
import { Grafts } from './grafts.ts';
import { openTarget } from './open-target.ts';
import { Random } from './random.ts';
import { randomCoating } from './random-coating.ts';
import type { SearchContext } from './search-context.ts';

const never = () => false;
const wavelengthsNm = Array.from({ length: 61 }, (_, i) => 400 + 5 * i);
const values = wavelengthsNm.map((nm) => 0.5 + 0.3 * Math.sin(nm / 25));

function open(stack: object): { context: SearchContext; grafts: Grafts } {
  const target = parseTarget({
    spectra: [{ quantity: 'R', wavelengthsNm, values }],
    stack: {
      substrate: { medium: { n: 1.52 } },
      materials: { H: { n: 2.35 }, L: { n: 1.46 }, M: { n: 1.8 } },
      ...stack,
    },
    merit: 'rms',
  });
  const context = openTarget(target, noCatalogue);
  const grafts = context.grafts();
  if (grafts === null) throw new Error('this host has no WebAssembly');
  return { context, grafts };
}

describe.each(Object.entries(SCANNED_TARGETS))('grafts on %s', (_, { spectra, stack }) => {
  it.each(['rms', 'mae'] as const)(
    'cost what the exact solver says, and are among the best, with merit %s',
    (merit) => {
      const target = parseTarget({ spectra, stack: { ...stack, maxLayers: 9 }, merit });
      const context = openTarget(target, noCatalogue);
      const grafts = Grafts.create(target, merit, context);
      if (grafts === null) throw new Error('this host has no WebAssembly');
      const random = new Random(5);
      for (let i = 0; i < 4; i++) {
        const coating = i === 0 ? { front: emptyFace(), back: emptyFace() } : randomCoating(random, context);
        const count = Math.min(i, coating.front.media.length);
        const run = { layer: random.integer(coating.front.media.length - count + 1), count };
        const found = grafts.best(coating, run, 4, 8);
        const room = 9 - coating.front.media.length + count;
        expect(found.length).toBe(room > 0 ? 8 : 0);
        const costOf = (substack: number) => {
          const exact = context.refiner.merit(grafts.grafted(coating, run, { cost: 0, substack }));
          return merit === 'rms' ? exact * exact : exact;
        };
        for (const { cost, substack } of found) {
          const wanted = costOf(substack);
          expect(Math.abs(cost - wanted) / Math.max(wanted, 1e-2)).toBeLessThan(2e-3);
          expect(grafts.substacks[substack].media.length).toBeLessThanOrEqual(Math.min(4, room));
        }
        const all = grafts.substacks.flatMap(({ media }, at) =>
          media.length <= Math.min(4, room) ? [costOf(at)] : [],
        );
        const better = all.filter((cost) => found.length > 0 && cost < 0.99 * found[0].cost).length;
        expect(better).toBeLessThan(0.02 * all.length + 1);
      }
    },
  );
});

describe('grafts', () => {
  it('leave locked layers where they are, and keep to the limits', () => {
    const { context, grafts } = open({ thicknessNm: { min: 20, max: 200 }, maxLayers: 6 });
    for (const { thicknessNm } of grafts.substacks) {
      for (const nm of thicknessNm) expect(nm).toSatisfy((d: number) => d >= 20 && d <= 200);
    }
    const coating: Coating = {
      front: { media: [0, 1, 2, 1, 0], thicknessNm: [50, 60, 70, 80, 90], locked: [true, false, false, true, true] },
      back: emptyFace(),
    };
    const random = new Random(3);
    let grafted = 0;
    for (let i = 0; i < 200; i++) {
      const next = grafts.graft(random, coating);
      if (next === undefined) continue;
      grafted++;
      const { media, thicknessNm, locked } = next.front;
      expect([media[0], thicknessNm[0], locked[0]]).toEqual([0, 50, true]);
      expect(media.slice(-2)).toEqual([1, 0]);
      expect(thicknessNm.slice(-2)).toEqual([80, 90]);
      expect(locked.filter(Boolean).length).toBe(3);
      expect(media.length).toBeLessThanOrEqual(context.space.maxLayers);
    }
    expect(grafted).toBeGreaterThan(20);
    expect(coating.front.media).toEqual([0, 1, 2, 1, 0]);
  });

  it('make new coatings that do far better than random ones, in order, and count their work', () => {
    const { context, grafts } = open({ maxLayers: 8 });
    const random = new Random(7);
    expect(grafts.takeWork()).toBe(0);
    const planted = grafts.plant(random, 20, 6, never).map((coating) => context.refiner.merit(coating));
    expect(grafts.takeWork()).toBeGreaterThan(20);
    expect(grafts.takeWork()).toBe(0);
    expect(planted.length).toBe(6);
    expect([...planted].sort((a, b) => a - b)).toEqual(planted);
    const drawn = Array.from({ length: 20 }, () => context.refiner.merit(randomCoating(random, context)));
    expect(planted[5]).toBeLessThan(0.8 * Math.min(...drawn));
    expect(grafts.plant(random, 20, 6, () => true)).toEqual([]);
  });

  it('begin below fixed outermost layers', () => {
    const fixed = { outermost: [{ medium: 'M', thicknessNm: 33 }], innermost: [{ medium: 'L', thicknessNm: 44 }] };
    const { grafts } = open({ maxLayers: 8, fixed });
    const planted = grafts.plant(new Random(1), 10, 4, never);
    expect(planted.length).toBe(4);
    for (const { front } of planted) {
      expect(front.media.length).toBeLessThanOrEqual(8);
      expect([front.thicknessNm[0], front.thicknessNm.at(-1)]).toEqual([33, 44]);
      expect([front.locked[0], front.locked.at(-1)]).toEqual([true, true]);
    }
  });

  it('are not so many layers that a cap on the total could not be kept', () => {
    const { grafts } = open({
      maxLayers: 9,
      thicknessNm: { min: 40, max: 300 },
      totalThicknessNm: { max: 170 },
    });
    const random = new Random(2);
    const planted = grafts.plant(random, 10, 4, never);
    expect(planted.length).toBe(4);
    for (const coating of planted) {
      expect(coating.front.media.length).toBeLessThanOrEqual(4);
      const next = grafts.graft(random, coating);
      if (next !== undefined) expect(next.front.media.length).toBeLessThanOrEqual(4);
    }
  });

  it('are none where one material is allowed to be nothing but itself, or none is', () => {
    const { context, grafts } = open({ materials: { H: { n: 2.35 } }, maxLayers: 1 });
    for (const { media } of grafts.substacks) expect(media.length).toBe(1);
    const only: Coating = { front: { media: [0], thicknessNm: [50], locked: [true] }, back: emptyFace() };
    expect(grafts.graft(new Random(1), only)).toBeUndefined();
    expect(context.space.allowed.length).toBe(1);
  });
});
