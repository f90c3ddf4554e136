import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openTarget } from '#core/design/open-target.ts';
import { Random } from '#core/design/random.ts';
import { complex } from '#core/optics/reference/complex.ts';
import { simulateRequest } from '#core/optics/simulate-request.ts';
import type { Stack } from '#core/optics/stack.ts';
import { toStack } from '#core/targets/answer-stack.ts';
import { parseTarget } from '#core/targets/parse-target.ts';
import { loadCatalogue } from '#services/materials/load-catalogue.ts';
import { BestDesigns } from '../bench/designs/best.ts';
import { chirpedMirrorCost, dispersionOfR } from '../bench/designs/chirped-mirror.ts';
import { leastMiss } from '../bench/designs/floor.ts';
import { hypervolume } from '../bench/designs/front.ts';
import type { Case } from '../bench/designs/item.ts';
import { allItems } from '../bench/designs/items.ts';
import { Light } from '../bench/designs/light.ts';
import { randomStack } from '../bench/designs/peers/random-stack.ts';
import { peerSettings } from '../bench/designs/peers/run-peers.ts';
import { splitterBandwidthNm } from '../bench/designs/plate-splitter.ts';

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

const BARE: Stack = { layers: [], substrate: { medium: { n: 1.5 } } };

describe('colours and phases', () => {
  it('see the grey of bare glass', () => {
    const [L, a, b] = light.labOfR(BARE); // R = 4 % at all wavelengths
    expect(L).toBeCloseTo(116 * Math.cbrt(0.04) - 16, 9);
    expect(Math.hypot(a, b)).toBeLessThan(1e-9);
  });

  it('measure the band of a splitter on both sides of 550 nm, to the nearer end', () => {
    // R = 50 %, in which p lags by 1° at 530.05 and at 580.05 nm, and has the other sign of r at normal incidence
    const lagDeg = (nm: number) => (nm < 550 ? (550 - nm) / 19.95 : (nm - 550) / 30.05);
    const field = (nm: number, sign: number, polarization: string | undefined) => {
      const lag = polarization === 'p' ? (lagDeg(nm) * Math.PI) / 180 : 0;
      return complex(sign * Math.SQRT1_2 * Math.cos(lag), sign * Math.SQRT1_2 * Math.sin(lag));
    };
    const splitter: Pick<Light, 'amplitudes'> = {
      amplitudes: (_, { wavelengthsNm, polarization }) => ({
        r: wavelengthsNm.map((nm) => field(nm, polarization === 'p' ? -1 : 1, polarization)),
        t: wavelengthsNm.map((nm) => field(nm, 1, polarization)),
      }),
    };
    expect(splitterBandwidthNm(BARE, splitter)).toBeCloseTo(39.8, 9);
    expect(splitterBandwidthNm(BARE, light)).toBe(0);
  });

  it('find the dispersion that the differentiated amplitudes have', () => {
    const layers = Array.from({ length: 20 }, (_, i) => {
      const medium = i % 2 === 0 ? 'HfO2/Al-Kuhaili' : 'SiO2/Malitson';
      return { medium, thicknessNm: (i % 2 === 0 ? 106 : 138) * (1 - 0.01 * i) };
    });
    const stack: Stack = { layers, substrate: { medium: 'N-BK7/SCHOTT' } };
    const wavelengthsNm = [700, 740, 800, 850, 900];
    const illumination = { wavelengthsNm, polarization: 's' } as const;
    const { groupDelay } = simulateRequest({ stack, illumination, want: ['groupDelay'] }, catalogue);
    const found = dispersionOfR(stack, light, wavelengthsNm);
    found.forEach((gdd, i) => {
      expect(gdd).toBeCloseTo(groupDelay?.r.gddFs2[i] ?? Number.NaN, 1);
    });
    expect(Math.max(...found.map(Math.abs))).toBeGreaterThan(10);
  });

  it('count what a chirped mirror lacks of its reflectance', () => {
    expect(chirpedMirrorCost(BARE, light)).toBeCloseTo(Math.hypot(50, (10 * (0.995 - 0.04)) / 0.001), 6);
  });
});

describe('the peers', () => {
  it('may be simulated annealing alone', () => {
    const isPlain = (line: string) => line.includes('plain searches');
    expect(peerSettings('annealing', 4).some(isPlain)).toBe(false);
    expect(peerSettings('all', 4).some(isPlain)).toBe(true);
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

  it('are replaced by larger gains, and by smaller costs', () => {
    const folder = mkdtempSync(join(tmpdir(), 'stackwright-best-'));
    const one = caseOf('C4.550');
    const item = items.find(({ id }) => id === 'C4');
    if (item === undefined) throw new Error('no item C4');
    const outcome = {
      item: 'C4',
      case: one.id,
      seed: 1,
      elapsedMs: 0,
      evaluations: 0,
      layers: 0,
      totalNm: 0,
      candidates: 1,
    };
    try {
      for (const isGain of [true, false]) {
        const best = new BestDesigns(folder, light, catalogue);
        const kept = { ...item, id: `kept-${isGain}`, isGain };
        const accepted = [0.5, 0.6, 0.4].map((cost) =>
          best.keep(kept, one, { ...outcome, cost, stack: BARE }, 'by hand'),
        );
        expect(accepted).toEqual(isGain ? [true, true, false] : [true, false, true]);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
