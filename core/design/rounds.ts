import type { ElitePool } from './elite-pool.ts';
import { capOfTurn, startUnder } from './front.ts';
import type { Proposed } from './proposed.ts';
import { Random } from './random.ts';
import type { Scored } from './scored.ts';
import type { SearchContext } from './search-context.ts';
import type { SearchTask } from './search-task.ts';
import { canExplore } from './starts.ts';

/** Proposals of one chunk that go through refinement; all of them are scored. */
const REFINED_SHARE = 0.5;
const PROPOSALS_PER_TASK = 8;
/** Designs from theory that one task refines, and tasks of them in the first round. */
const THEORY_PER_TASK = 8;
const THEORY_FIRST = 1;
/** Ranks of the pool that are worked on, and among which a source must be to go on. */
const REACH = 12;
/** Designs grown from nothing in the second round; later one in every so many rounds. */
const GROWN_FIRST = 2;
const GROWN_EVERY = 8;

type Kind = 'explore' | 'hop' | 'descend' | 'needles' | 'polish';
/** The work of a usual round, the longest first; one more alternates. */
const USUAL: readonly Kind[] = ['descend', 'descend', 'hop', 'hop', 'hop', 'hop', 'polish'];

/**
 * Makes the tasks of one round after the other, fixed by the seed, the round's number and the pool as it stands: neither
 * the clock nor the number of workers plays a part.
 */
export class Rounds {
  private theoryDone = 0;
  private grownSoFar = 0;
  private cappedSoFar = 0;
  private readonly seed: number;
  private readonly mayExplore: boolean;
  private readonly seesNeighbours: boolean;
  private readonly thinnestNm: number;

  constructor(seed: number, { space, neighbours }: Pick<SearchContext, 'space' | 'neighbours'>) {
    this.seed = seed;
    this.mayExplore = canExplore(space);
    this.seesNeighbours = neighbours !== null;
    this.thinnestNm = Math.max(1, Math.min(...space.allowed.map((medium) => space.minNm[medium])));
  }

  /** @param proposals what packs, libraries or the person proposed since the last round */
  tasks(round: number, pool: ElitePool, proposals: readonly Proposed[]): SearchTask[] {
    const tasks = proposalTasks(proposals);
    if (round === 0) tasks.push(...this.first());
    else if (round === 1) tasks.push(...this.grown(round, GROWN_FIRST));
    else if (pool.entries.length === 0) tasks.push(...this.explored(round, 4));
    else tasks.push(...this.usual(round, pool));
    return tasks;
  }

  private first(): SearchTask[] {
    if (!this.mayExplore) return [];
    const theory = Array.from({ length: THEORY_FIRST }, () => this.nextTheory());
    return [...theory, ...this.explored(0, 2)];
  }

  private usual(round: number, pool: ElitePool): SearchTask[] {
    const { seed, mayExplore } = this;
    const random = new Random(seed, round, 0x5eed);
    const tasks: SearchTask[] = [];
    const leading = pool.entries.slice(0, REACH);
    if (mayExplore && round % GROWN_EVERY === 0) tasks.push(...this.grown(round, 1));
    if (leading.some(({ lineage }) => lineage.origin === 'theory')) tasks.push(this.nextTheory());
    const others: Kind[] = [...USUAL, round % 3 === 0 ? 'needles' : mayExplore && round % 3 === 1 ? 'explore' : 'hop'];
    others.forEach((kind, i) => {
      const start = pickElite(random, pool.entries);
      const slack = random.pick([0, 0.02, 0.1]);
      tasks.push(this.task(kind, [seed, round, i], start, slack, pool));
    });
    if (pool.wantsFront) tasks.push({ kind: 'thin', start: pickElite(random, pool.entries) });
    if (pool.wantsThin && mayExplore && this.seesNeighbours) tasks.push(...this.capped(round, pool));
    return tasks;
  }

  /** Two points of a front over total thickness; every other time around from nothing. */
  private capped(round: number, pool: ElitePool): SearchTask[] {
    return [0, 1].map((i) => {
      const turn = this.cappedSoFar++;
      const { turns, capNm } = capOfTurn(turn, this.thinnestNm, pool);
      const start = turns % 2 === 0 ? undefined : startUnder(capNm, pool);
      return { kind: 'capped', seed: [this.seed, round, 200 + i], capNm, start, variant: turns >> 1 };
    });
  }

  private task(kind: Kind, seed: readonly number[], start: Scored, slack: number, pool: ElitePool): SearchTask {
    if (kind === 'explore') return { kind, seed };
    if (kind === 'hop' || (kind === 'descend' && !this.seesNeighbours)) return { kind: 'hop', seed, start, slack };
    if (kind === 'polish') return { kind, starts: pool.entries.slice(0, 3) };
    return { kind, seed, start };
  }

  private explored(round: number, count: number): SearchTask[] {
    return this.mayExplore
      ? Array.from({ length: count }, (_, i) => ({ kind: 'explore', seed: [this.seed, round, i] }))
      : [];
  }

  private grown(round: number, count: number): SearchTask[] {
    if (!this.seesNeighbours) return this.explored(round, count);
    return this.mayExplore
      ? Array.from({ length: count }, (_, i) => ({
          kind: 'grow',
          seed: [this.seed, round, 100 + i],
          variant: this.grownSoFar++,
        }))
      : [];
  }

  private nextTheory(): SearchTask {
    const first = this.theoryDone;
    this.theoryDone += THEORY_PER_TASK;
    return { kind: 'theory', first, count: THEORY_PER_TASK };
  }
}

function proposalTasks(proposals: readonly Proposed[]): SearchTask[] {
  const tasks: SearchTask[] = [];
  const chunks = Math.ceil(proposals.length / PROPOSALS_PER_TASK);
  for (let c = 0; c < chunks; c++) {
    // Dealt like cards, so that the sources are mixed and every task takes about as long.
    const chunk = proposals.filter((_, i) => i % chunks === c);
    tasks.push({ kind: 'proposals', proposals: chunk, refine: Math.ceil(chunk.length * REFINED_SHARE) });
  }
  return tasks;
}

/** Better ranks more often: the rank is the square of a uniform number over the first dozen. */
function pickElite(random: Random, entries: readonly Scored[]): Scored {
  const reach = Math.min(entries.length, REACH);
  const u = random.uniform();
  return entries[Math.floor(u * u * reach)];
}
