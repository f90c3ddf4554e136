import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openTarget } from '#core/design/open-target.ts';
import { Random } from '#core/design/random.ts';
import type { Stack } from '#core/optics/stack.ts';
import { toStack } from '#core/targets/answer-stack.ts';
import { parseTarget } from '#core/targets/parse-target.ts';
import { loadCatalogue } from '#services/materials/load-catalogue.ts';
import { BestDesigns } from '../bench/designs/best.ts';
import { leastMiss } from '../bench/designs/floor.ts';
import { hypervolume } from '../bench/designs/front.ts';
import type { Case } from '../bench/designs/item.ts';
import { allItems } from '../bench/designs/items.ts';
import { Light } from '../bench/designs/light.ts';
import { randomStack } from '../bench/designs/peers/random-stack.ts';

const catalogue = loadCatalogue();
const light = new Light(catalogue);
const items = allItems(catalogue, undefined);
const cases = items.flatMap((item) => item.cases);

function caseOf(id: string): Case {
  const found = cases.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no case ${id}`);
  return found;
}

/** (H L)^pairs of quarter waves of two constant media, H outermost. */
function quarterWaves(nm: number, [high, low, substrate]: readonly number[], pairs: number): Stack {
  const layers = Array.from({ length: 2 * pairs }, (_, i) => {
    const n = i % 2 === 0 ? high : low;
    return { medium: { n }, thicknessNm: nm / (4 * n) };
  });
  return { layers, substrate: { medium: { n: substrate } } };
}

describe('the items of the design bench', () => {
  it('are targets that the program takes', () => {
    for (const { target } of cases) {
      expect(() => parseTarget(target)).not.toThrow();
      expect(() => openTarget(target, catalogue)).not.toThrow();
    }
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
  });

  it('score quarter-wave mirrors with their published costs (Bennet et al. 2024)', () => {
    for (const layers of [10, 20, 40]) {
      const { score, listed } = caseOf(`C15.bragg-${layers}`);
      const { cost } = score([quarterWaves(600, [1.8, 1.4, 1.8], layers / 2)], light);
      expect(cost).toBeCloseTo(listed?.cost ?? Number.NaN, 7);
    }
    const { score } = caseOf('C4.550');
    expect(1 - score([quarterWaves(550, [2.35, 1.46, 1.52], 10)], light).cost).toBeCloseTo(0.999807, 6);
  });

  it('ask for both zeros of the V-coat', () => {
    const { score } = caseOf('C5');
    const coat = (low: number, high: number): Stack => ({
      layers: [
        { medium: { n: 1.38 }, thicknessNm: low },
        { medium: { n: 2.35 }, thicknessNm: high },
      ],
      substrate: { medium: { n: 1.52 } },
    });
    expect(score([coat(129.29, 11.67), coat(69.98, 105.35)], light).cost).toBeLessThan(1e-6);
    expect(score([coat(129.29, 11.67)], light).cost).toBe(1);
  });

  it('score realisable targets with 0 for no stack but their own', () => {
    const { score, target } = caseOf('B3.own-0');
    const { space } = openTarget(target, catalogue);
    expect(score([toStack(space, randomStack(new Random(1), space, 20).front)], light).cost).toBeGreaterThan(0.01);
  });
});

describe('the hypervolume of a front', () => {
  it('is the area that it dominates', () => {
    // One stack of 20 nm with 1 − R = 0.05: two decades wide, one decade high, to (2000 nm, 0.5).
    expect(hypervolume([[20, 0.95]])).toBeCloseTo(2, 12);
    // A second one, thicker by a decade and better by a decade, adds one decade by one.
    expect(
      hypervolume([
        [20, 0.95],
        [200, 0.995],
      ]),
    ).toBeCloseTo(3, 12);
  });

  it('does not grow by stacks that another one dominates or that are beyond the reference point', () => {
    expect(
      hypervolume([
        [20, 0.95],
        [30, 0.9],
        [5000, 0.9999],
        [10, 0.3],
      ]),
    ).toBeCloseTo(2, 12);
    expect(hypervolume([])).toBe(0);
  });
});

describe('the floor of a target on a slab', () => {
  const slab = { faceR: 0.04, passage: 0.99 };
  const wish = (value: number) => ({ value, weight: 1 });

  it('is the loss at the bare back for T = 1, and nothing for T below that', () => {
    expect(leastMiss(slab, undefined, wish(1))).toBeCloseTo(1 - 0.99 * 0.96, 9);
    expect(leastMiss(slab, undefined, wish(0.5))).toBeCloseTo(0, 9);
    expect(leastMiss(slab, wish(0), undefined)).toBeCloseTo(0, 9);
  });

  it('counts the back in R, too, where T = 1 and R = 0 are asked', () => {
    const bestT = 0.99 * 0.96;
    const itsR = 0.99 * 0.99 * 0.04;
    const both = leastMiss(slab, wish(0), wish(1));
    expect(both).toBeLessThanOrEqual(1 - bestT + itsR + 1e-9);
    expect(both).toBeGreaterThan(1 - bestT);
  });

  it('lies below what any coating reaches', () => {
    const random = new Random(7);
    for (const one of cases.filter(({ id }) => id.startsWith('C16.'))) {
      const { space } = openTarget(one.target, catalogue);
      const stack = toStack(space, randomStack(random, space, 1).front);
      expect(one.score([stack], light).cost).toBeGreaterThanOrEqual(one.floor ?? Number.NaN);
    }
  });
});

describe('the best designs known', () => {
  it('re-simulate to their costs within their rules', () => {
    const best = new BestDesigns(join(import.meta.dirname, '..', 'bench', 'best'), light, catalogue);
    const known = items.flatMap((item) => item.cases.flatMap((one) => best.cost(item, one) ?? []));
    expect(best.mismatches).toEqual([]);
    expect(known.length).toBeGreaterThan(0);
  });
});
