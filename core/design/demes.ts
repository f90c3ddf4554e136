import type { Random } from './random.ts';
import { bestDistinct, type Scored } from './scored.ts';

/** Islands that begin a population, and the most designs of it. */
const FOUNDING = 8;
const MOST = 16;
/** Designs that an island is settled with at most, and the chance of each but the best. */
const SETTLERS = 8;
const SETTLING = 0.8;
/** Evaluations that a new population is given before it is compared with others. */
const TRIAL = 14_000;
/** A population stands still where its best falls by less than this share in so many evaluations. */
const STANDSTILL = 0.12;
const WINDOW = 11_000;
/** Share of all islands that may go to trials, once the best population stands still. */
const TRIALS = 0.5;

/** Designs that descend from the same islands. */
interface Deme {
  /** islands so far, those included of which nothing has been heard yet */
  islands: number;
  /** best first */
  designs: Scored[];
  /** the least merit after each island that has been heard of */
  readonly merits: number[];
}

/**
 * Populations of designs, each of which keeps to itself. What has gathered in one valley seldom leaves it, and another
 * start often finds a deeper one. So once the best population stands still, half of the islands go to new ones, and the
 * others to those that promise most for what they have had: one is worth its best merit times the root of its islands.
 */
export class Demes {
  private readonly demes: Deme[] = [newDeme()];
  private readonly mayBegin: boolean;
  /** in islands */
  private readonly trial: number;
  private readonly window: number;

  /**
   * @param mayBegin whether designs may be begun from nothing; where not, there is one population
   * @param evaluations of one island
   */
  constructor(mayBegin: boolean, evaluations: number) {
    this.mayBegin = mayBegin;
    this.trial = Math.ceil(TRIAL / evaluations);
    this.window = Math.ceil(WINDOW / evaluations);
  }

  /** @returns the population to which the next island belongs, and its settlers; none where it begins at random */
  settlers(random: Random): { deme: number; settlers: Scored[] } {
    const deme = this.next();
    const chosen = this.demes[deme];
    chosen.islands++;
    if (this.mayBegin && chosen.islands <= FOUNDING) return { deme, settlers: [] };
    const settlers = chosen.designs.slice(0, SETTLERS);
    return { deme, settlers: settlers.filter((_, rank) => rank === 0 || random.uniform() < SETTLING) };
  }

  /** @param deme to which the island belonged; without it the designs join the best population, of which most come */
  learn(found: readonly Scored[], deme?: number): void {
    const one = this.demes[deme ?? this.least(bestMerit)];
    const built = found.filter(({ merit }) => Number.isFinite(merit));
    one.designs = bestDistinct([...one.designs, ...built], MOST);
    if (deme !== undefined) one.merits.push(bestMerit(one));
  }

  private next(): number {
    const { demes, trial } = this;
    const tried = demes.findIndex(({ islands }) => islands < trial);
    if (tried >= 0) return tried;
    const best = this.least(bestMerit);
    if (!this.mayBegin || !this.standsStill(demes[best])) return best;
    const islands = demes.reduce((sum, deme) => sum + deme.islands, 0);
    if (demes.length * trial <= TRIALS * islands) return demes.push(newDeme()) - 1;
    return this.least((deme) => bestMerit(deme) * Math.sqrt(deme.islands));
  }

  private standsStill({ merits }: Deme): boolean {
    const before = merits.at(-1 - this.window);
    return before !== undefined && !(merits[merits.length - 1] < (1 - STANDSTILL) * before);
  }

  /** The first population of the least measure. */
  private least(measure: (deme: Deme) => number): number {
    const { demes } = this;
    let least = 0;
    for (let i = 1; i < demes.length; i++) if (measure(demes[i]) < measure(demes[least])) least = i;
    return least;
  }
}

function newDeme(): Deme {
  return { islands: 0, designs: [], merits: [] };
}

function bestMerit({ designs }: Deme): number {
  return designs[0]?.merit ?? Number.MAX_VALUE;
}
