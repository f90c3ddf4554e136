import { describe, expect, it } from 'vitest';
import { parseTarget } from '#core/targets/parse-target.ts';
import { noCatalogue, SCANNED_TARGETS } from '../../test/scanned-targets.ts';
import { emptyFace } from './coating.ts';
import { NeighbourSearch } from './neighbours.ts';
import { openTarget } from './open-target.ts';
import { Random } from './random.ts';
import { randomCoating } from './random-coating.ts';

describe.each(Object.entries(SCANNED_TARGETS))('neighbours on %s', (_, { spectra, stack }) => {
  it.each(['rms', 'mae'] as const)('cost what the exact solver says, with merit %s', (merit) => {
    const target = parseTarget({ spectra, stack: { ...stack, maxLayers: 7 }, merit });
    const context = openTarget(target, noCatalogue);
    const search = NeighbourSearch.create(target, context.space, merit);
    if (search === null) throw new Error('this host has no WebAssembly');
    const random = new Random(5);
    for (let i = 0; i < 3; i++) {
      const coating = i === 0 ? { front: emptyFace(), back: emptyFace() } : randomCoating(random, context);
      const found = search.find(coating, 1e30, 1e6, 1e30);
      expect(found.length).toBeGreaterThan(i === 0 ? 3 : 20);
      for (const { cost, coating: neighbour } of found) {
        const exact = context.refiner.merit(neighbour);
        const wanted = merit === 'rms' ? exact * exact : exact;
        expect(Math.abs(cost - wanted) / Math.max(wanted, 1e-2)).toBeLessThan(2e-3);
        expect(neighbour.front.media.length).toBeLessThanOrEqual(7);
      }
    }
  });
});

describe('neighbours of many targets', () => {
  it('cost the same after the kernel has given up its memory, again and again', () => {
    const grid = Array.from({ length: 112 }, (_, i) => 400 + 3 * i);
    const media = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`m${i}`, { n: 1.4 + 0.1 * i }]));
    const searches = Array.from({ length: 130 }, (_, i) => {
      // small at first, so that the room to work in lies where the next generation has its tables
      const used = i === 0 ? grid.slice(0, 4) : grid;
      const target = parseTarget({
        spectra: [{ quantity: 'R', wavelengthsNm: used, values: used.map((nm) => (nm < 420 + 2 * i ? 0 : 1)) }],
        stack: {
          substrate: { medium: { n: 1.52 } },
          materials: i === 0 ? { m0: { n: 1.4 }, m1: { n: 2.2 } } : media,
          maxLayers: i === 0 ? 1 : 16 - (i % 11),
        },
      });
      const context = openTarget(target, noCatalogue);
      return { context, search: NeighbourSearch.create(target, context.space, 'rms') };
    });
    const random = new Random(9);
    for (const { context, search } of searches) {
      const coating = randomCoating(random, context);
      for (const { cost, coating: neighbour } of search?.find(coating, 1e30, 4, 1e30) ?? []) {
        const exact = context.refiner.merit(neighbour);
        expect(Math.abs(cost / (exact * exact) - 1)).toBeLessThan(2e-3);
      }
    }
  });
});
