import { describe, expect, it } from 'vitest';
import { emptyFace } from './coating.ts';
import { Demes } from './demes.ts';
import { Random } from './random.ts';
import type { Scored } from './scored.ts';

/** Evaluations of an island, so many that eight begin a population and two more end its trial. */
const EVALUATIONS = 1400;
const FOUNDERS = 8;
const TRIAL = 10;

function scoredWith(merit: number): Scored {
  const coating = {
    front: { media: [0], thicknessNm: [100 * Math.min(1e6, merit)], locked: [false] },
    back: emptyFace(),
  };
  return { coating, merit, lineage: { origin: 'global', proposal: coating, proposalMerit: merit } };
}

/** Islands one after the other, each of which finds a design of such a merit; their populations. */
function live(demes: Demes, islands: number, merit: (deme: number, island: number) => number): number[] {
  return Array.from({ length: islands }, (_, island) => {
    const { deme } = demes.settlers(new Random(island));
    demes.learn([scoredWith(merit(deme, island))], deme);
    return deme;
  });
}

const meritsOf = (settlers: readonly Scored[]) => settlers.map(({ merit }) => merit);

describe('demes', () => {
  it('begin at random, then go on with what they have, the best for certain', () => {
    const demes = new Demes(true, EVALUATIONS);
    for (let island = 0; island < FOUNDERS; island++) {
      const { deme, settlers } = demes.settlers(new Random(island));
      expect([deme, settlers]).toEqual([0, []]);
      demes.learn([scoredWith(9 - island)], deme);
    }
    for (let seed = 0; seed < 20; seed++) {
      const { deme, settlers } = demes.settlers(new Random(seed));
      expect([deme, settlers[0].merit]).toEqual([0, 2]);
      expect(settlers.length).toBeGreaterThan(1);
    }
  });

  it('are one as long as the merit falls', () => {
    const demes = new Demes(true, EVALUATIONS);
    expect(new Set(live(demes, 60, (_, island) => 0.97 ** island))).toEqual(new Set([0]));
  });

  it('share the islands evenly between trials and the best, once that stands still', () => {
    const demes = new Demes(true, EVALUATIONS);
    const lived = live(demes, 200, (deme) => (deme === 0 ? 1 : 5));
    expect(lived.slice(0, TRIAL)).toEqual(Array(TRIAL).fill(0));
    const ofTheFirst = lived.filter((deme) => deme === 0).length;
    expect(ofTheFirst).toBeGreaterThan(90);
    expect(ofTheFirst).toBeLessThan(120);
    const last = Math.max(...lived);
    for (let deme = 1; deme < last; deme++) expect(lived.filter((one) => one === deme).length).toBe(TRIAL);
    expect(last).toBeGreaterThan(5);
  });

  it('keep to themselves, and the better one is gone on with', () => {
    const demes = new Demes(true, EVALUATIONS);
    live(demes, 100, (deme) => (deme === 1 ? 0.1 : 1));
    const lived = live(demes, 100, (deme) => (deme === 1 ? 0.1 : 1));
    expect(lived.filter((deme) => deme === 1).length).toBeGreaterThan(40);
    expect(lived).not.toContain(0);
    const { deme, settlers } = Array.from({ length: 40 }, (_, seed) => demes.settlers(new Random(seed))).find(
      (one) => one.deme === 1,
    ) ?? { deme: -1, settlers: [] };
    expect(deme).toBe(1);
    expect(meritsOf(settlers)).toEqual([0.1]);
  });

  it('that have had many islands give way to others that are hardly worse', () => {
    const demes = new Demes(true, EVALUATIONS);
    const lived = live(demes, 400, (deme) => (deme === 0 ? 1 : deme === 1 ? 1.1 : 50));
    const share = (deme: number) => lived.filter((one) => one === deme).length;
    expect(share(1)).toBeGreaterThan(60);
    expect(share(0)).toBeGreaterThan(60);
  });

  it('take what others find into the best, and nothing that cannot be built', () => {
    const demes = new Demes(false, EVALUATIONS);
    demes.learn([scoredWith(3), scoredWith(Number.POSITIVE_INFINITY)]);
    expect(meritsOf(demes.settlers(new Random(1)).settlers)).toEqual([3]);
  });

  it('never begin at random where nothing may', () => {
    const demes = new Demes(false, EVALUATIONS);
    demes.learn([scoredWith(1)]);
    for (let island = 0; island < 100; island++) {
      const { deme, settlers } = demes.settlers(new Random(island));
      expect([deme, settlers.length]).toEqual([0, 1]);
      demes.learn([scoredWith(1)], deme);
    }
  });
});
