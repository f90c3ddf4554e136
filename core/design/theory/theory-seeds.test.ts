import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import { parseTarget } from '#core/targets/parse-target.ts';
import { totalThicknessNm } from '../coating.ts';
import { openTarget } from '../open-target.ts';
import type { Proposed } from '../proposed.ts';
import type { SearchContext } from '../search-context.ts';
import { theorySeeds } from './theory-seeds.ts';
import { readWish } from './wish.ts';

const NO_CATALOGUE: MaterialCatalogue = { find: () => undefined, suggest: () => [] };
type Values = { readonly quantity: string; readonly from: number; readonly to: number; readonly value: number };

function grid(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step);
}

/** A target of flat wishes; errors count as they are. */
function targetOf(wishes: readonly Values[], stack: Record<string, unknown>, more: Record<string, unknown> = {}) {
  const spectra = wishes.map(({ quantity, from, to, value }) => {
    const wavelengthsNm = grid(from, to, Math.max(1, Math.round((to - from) / 40)));
    const values = wavelengthsNm.map(() => value);
    return { quantity, wavelengthsNm, values, tolerance: 1, weight: values.length, ...more };
  });
  return parseTarget({ spectra, stack: { substrate: { medium: { n: 1.52 } }, ...stack } });
}

const wish = (quantity: string, from: number, to: number, value: number): Values => ({ quantity, from, to, value });

function seedsOf(target: ReturnType<typeof targetOf>): { context: SearchContext; seeds: Proposed[]; best: number } {
  const context = openTarget(target, NO_CATALOGUE);
  const seeds = theorySeeds(context, target);
  return { context, seeds, best: Math.min(...seeds.map(({ coating }) => context.refiner.merit(coating))) };
}

const pair = (high: number, low: number) => ({ H: { n: high }, L: { n: low } });

describe('the wish', () => {
  test('is read as bands, whatever quantity names it', () => {
    const target = targetOf([wish('T', 400, 500, 1), wish('OD', 520, 560, 3), wish('R', 600, 700, 0)], {
      materials: pair(2.35, 1.46),
    });
    const { bands } = readWish(target);
    expect(bands.map(({ kind }) => kind)).toEqual(['pass', 'reject', 'pass']);
    expect(bands[1]).toMatchObject({ fromNm: 520, toNm: 560 });
    expect(bands[1].meanT).toBeCloseTo(0.001, 12);
  });

  test('what is neither reflected nor transmitted is to be absorbed, and limits are read as half of what they leave', () => {
    const dark = targetOf([wish('R', 400, 500, 0), wish('T', 400, 500, 0)], { materials: pair(2.35, 1.46) });
    expect(readWish(dark).bands).toMatchObject([{ kind: 'absorb' }]);
    const good = targetOf([wish('T', 400, 500, 0.9)], { materials: pair(2.35, 1.46) }, { kind: 'atLeast' });
    expect(readWish(good).points[0].T).toBeCloseTo(0.95, 12);
    const blocking = targetOf([wish('OD', 400, 500, 3)], { materials: pair(2.35, 1.46) }, { kind: 'atLeast' });
    expect(readWish(blocking).points[0].T).toBeCloseTo(0.0005, 12);
  });
});

describe('seeds from theory', () => {
  test('a V-coat is there as it should be', () => {
    const { seeds, best } = seedsOf(targetOf([wish('R', 550, 550, 0)], { materials: pair(2.35, 1.38), maxLayers: 2 }));
    expect(best).toBeLessThan(1e-12);
    expect(seeds.every(({ origin }) => origin === 'theory')).toBe(true);
  });

  test('a quarter-wave mirror reflects what theory promises', () => {
    const target = targetOf([wish('R', 600, 600, 1)], {
      substrate: { medium: { n: 1.8 } },
      materials: pair(1.8, 1.4),
      maxLayers: 40,
    });
    expect(seedsOf(target).best).toBeCloseTo(9.572e-5, 7);
  });

  test.each([
    ['broadband antireflection', 0.003, [wish('R', 400, 700, 0)], { materials: pair(2.35, 1.38), maxLayers: 10 }],
    ['a broad mirror', 0.15, [wish('R', 400, 800, 1)], { materials: pair(2.35, 1.46), maxLayers: 20 }],
    [
      'three cavities',
      0.02,
      [wish('T', 500, 535, 0), wish('T', 547, 553, 1), wish('T', 565, 600, 0)],
      { materials: pair(2.35, 1.45), maxLayers: 41 },
    ],
    [
      'an edge filter',
      0.15,
      [wish('T', 400, 540, 0), wish('T', 560, 800, 1)],
      { materials: pair(2.35, 1.46), maxLayers: 31 },
    ],
    [
      'a notch',
      0.08,
      [wish('T', 400, 510, 1), wish('T', 526, 538, 0), wish('T', 554, 700, 1)],
      { materials: pair(2.35, 1.46), maxLayers: 40 },
    ],
    [
      'a dark mirror',
      0.2,
      [wish('A', 450, 1000, 1)],
      {
        materials: { L: { n: 1.45 }, H: { n: 2.2 }, M: { n: 3, k: 3.4 } },
        maxLayers: 6,
        thicknessNm: { min: 5, max: 200 },
      },
    ],
  ])('%s is near before any refinement', (_, merit, wishes, stack) => {
    expect(seedsOf(targetOf(wishes, stack)).best).toBeLessThan(merit);
  });

  test('angle counts: a mirror for p at 50° is made of thicker layers', () => {
    const target = targetOf(
      [wish('R', 540, 560, 1)],
      { materials: pair(2.35, 1.45), maxLayers: 21 },
      { angleDeg: 50, polarization: 'p' },
    );
    expect(seedsOf(target).best).toBeLessThan(0.02);
  });

  test('are none where the start is locked or fixed layers fill all', () => {
    const locked = { layers: [{ medium: 'H', thicknessNm: 50 }], locked: [true] };
    const wishes = [wish('R', 500, 600, 1)];
    expect(seedsOf(targetOf(wishes, { materials: pair(2.35, 1.46), start: locked })).seeds).toEqual([]);
    const fixed = { outermost: [{ medium: 'H', thicknessNm: 50 }] };
    expect(seedsOf(targetOf(wishes, { materials: pair(2.35, 1.46), fixed, maxLayers: 1 })).seeds).toEqual([]);
  });

  test('a back that is to be designed gets its antireflection coating', () => {
    const target = targetOf([wish('T', 500, 600, 1)], {
      substrate: { medium: { n: 1.52 }, thicknessNm: 1e6 },
      materials: pair(2.35, 1.38),
      backLayers: 'design',
      maxLayers: 4,
    });
    const { seeds, best } = seedsOf(target);
    expect(seeds.every(({ coating }) => coating.back.media.length > 0)).toBe(true);
    expect(best).toBeLessThan(0.02);
  });
});

describe('any design space', () => {
  const thicknesses = fc.record({
    min: fc.double({ min: 0, max: 60, noNaN: true }),
    more: fc.integer({ min: 0, max: 400 }),
  });
  const limits = thicknesses.map(({ min, more }) => ({ min, max: min + more + 1 }));
  const layer = (medium: string) => ({ medium, thicknessNm: 37 });
  const space = fc.record({
    indexes: fc.tuple(...[1, 2, 3].map(() => fc.double({ min: 1.3, max: 4, noNaN: true }))),
    hasMetal: fc.boolean(),
    common: limits,
    own: limits,
    maxLayers: fc.integer({ min: 1, max: 30 }),
    cap: fc.option(fc.integer({ min: 200, max: 3000 }), { nil: undefined }),
    outermost: fc.constantFrom([], [layer('A')], [layer('M')]),
    innermost: fc.constantFrom([], [layer('B')], [layer('C'), layer('A')]),
    back: fc.constantFrom(undefined, 'design', 'mirror'),
    isReverse: fc.boolean(),
    bands: fc.array(fc.tuple(fc.constantFrom('R', 'T', 'A'), fc.constantFrom(0, 0.4, 1)), {
      minLength: 1,
      maxLength: 5,
    }),
  });

  test('is kept to: layers, limits, cap and fixed layers; the same seeds each time', () => {
    fc.assert(
      fc.property(space, (drawn) => {
        const { indexes, common, own, maxLayers, cap, outermost, innermost } = drawn;
        const [a, b, c] = indexes;
        const stack = {
          substrate: { medium: { n: 1.52 }, thicknessNm: 1e6 },
          materials: { A: { n: a }, B: { n: b }, C: { n: c }, M: drawn.hasMetal ? { n: 0.5, k: 4 } : { n: 1.9 } },
          maxLayers: Math.max(maxLayers, outermost.length + innermost.length),
          thicknessNm: common,
          limits: { B: own },
          fixed: { outermost, innermost },
          ...(cap === undefined ? {} : { totalThicknessNm: { max: cap + 1000 } }),
          ...(drawn.back === undefined ? {} : { backLayers: drawn.back }),
        };
        const wishes = drawn.bands.map(([quantity, value], i) => wish(quantity, 400 + 100 * i, 480 + 100 * i, value));
        const target = targetOf(wishes, stack, drawn.isReverse ? { direction: 'reverse' } : {});
        const context = openTarget(target, NO_CATALOGUE);
        const seeds = theorySeeds(context, target);
        expect(seeds.length).toBeLessThanOrEqual(160);
        expect(seeds.flatMap((seed) => violations(seed, context))).toEqual([]);
        expect(theorySeeds(context, target)).toEqual(seeds);
      }),
      { seed: 7, numRuns: 40 },
    );
  });
});

/** What a seed does that its space forbids. */
function violations({ coating }: Proposed, { space }: SearchContext): string[] {
  const { front, back } = coating;
  const { outermost, innermost } = space;
  const found: string[] = [];
  const begins = outermost.media.every((medium, i) => front.media[i] === medium && front.locked[i]);
  const innerAt = front.media.length - innermost.media.length;
  const ends = innermost.media.every((medium, i) => front.media[innerAt + i] === medium && front.locked[innerAt + i]);
  if (!begins || !ends) found.push('fixed layers');
  for (const { media, thicknessNm, locked } of [front, back]) {
    if (media.length > space.maxLayers) found.push('layers');
    media.forEach((medium, i) => {
      if (locked[i]) return;
      if (!(thicknessNm[i] >= space.minNm[medium] && thicknessNm[i] <= space.maxNm[medium])) found.push('thickness');
      if (media[i - 1] === medium || media[i + 1] === medium) found.push('equal neighbours');
    });
  }
  const totalNm = totalThicknessNm(coating) * (space.back.mode === 'mirror' ? 2 : 1);
  if (totalNm > space.totalMaxNm) found.push('cap');
  return found;
}
