import type { Random } from './random.ts';
import { bestDistinct, type Scored } from './scored.ts';

/** Islands that begin a population anew, and the most designs of it. */
const FOUNDING = 6;
const MOST = 16;
/** Designs that an island is settled with at most, and the chance of each but the best. */
const SETTLERS = 8;
const SETTLING = 0.8;
/** A population stands still where its best falls by less than this share in so many evaluations. */
const STANDSTILL = 0.06;
const WINDOW = 15_000;

/**
 * Whom islands are settled with. At first, with the best of all designs. When those stand still, a new population is
 * begun from nothing and keeps to itself, until it stands still too; then all may meet again, and so on. What has
 * gathered in one valley seldom leaves it, and a second start often finds a deeper one.
 */
export class Demes {
  /** 0: all designs; odd: a population apart */
  private era = 0;
  private population: Scored[] = [];
  private founded = 0;
  private best = Number.POSITIVE_INFINITY;
  private bestBefore = Number.POSITIVE_INFINITY;
  private evaluations = 0;

  private readonly mayBegin: boolean;

  /** @param mayBegin whether designs may be begun from nothing */
  constructor(mayBegin: boolean) {
    this.mayBegin = mayBegin;
  }

  /**
   * @param all the best designs there are, best first
   * @returns the era to which the island's designs belong, and its settlers; none where it begins at random
   */
  settlers(random: Random, all: readonly Scored[]): { era: number; settlers: Scored[] } {
    const { era } = this;
    const isApart = era % 2 === 1;
    if (isApart && this.founded < FOUNDING) {
      this.founded++;
      return { era, settlers: [] };
    }
    const from = isApart ? this.population : all;
    return { era, settlers: from.slice(0, SETTLERS).filter((_, rank) => rank === 0 || random.uniform() < SETTLING) };
  }

  /** What an island of an era has found. */
  learn(era: number, found: readonly Scored[], evaluations: number): void {
    if (era !== this.era || !this.mayBegin) return;
    this.population = bestDistinct([...this.population, ...found], MOST);
    this.best = Math.min(this.best, this.population[0]?.merit ?? Number.POSITIVE_INFINITY);
    this.evaluations += evaluations;
    if (this.evaluations < WINDOW) return;
    const standsStill = !(this.best < (1 - STANDSTILL) * this.bestBefore);
    if (standsStill) this.begin(era + 1);
    else this.beginWindow();
  }

  private begin(era: number): void {
    this.era = era;
    this.population = [];
    this.founded = 0;
    this.best = Number.POSITIVE_INFINITY;
    this.beginWindow();
  }

  private beginWindow(): void {
    this.bestBefore = this.best;
    this.evaluations = 0;
  }
}
