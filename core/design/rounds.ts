import { asksForTexture } from '#core/targets/texture.ts';
import { Credits } from './credits.ts';
import { Demes } from './demes.ts';
import type { ElitePool } from './elite-pool.ts';
import { capOfTurn, startUnder } from './front.ts';
import { islandEvaluations } from './island.ts';
import type { Proposed } from './proposed.ts';
import { Random } from './random.ts';
import { canExplore } from './random-coating.ts';
import type { Scored } from './scored.ts';
import type { SearchContext } from './search-context.ts';
import type { SearchTask, TaskResult } from './search-task.ts';

/** Proposals of one chunk that go through refinement; all of them are scored. */
const REFINED_SHARE = 0.5;
const PROPOSALS_PER_TASK = 8;
/** Designs from theory that one task refines. */
const THEORY_PER_TASK = 8;
/** Ranks of the pool that are worked on, and among which a source must be to go on. */
const REACH = 12;
/** Once in so many rounds a design is grown from nothing. */
const GROWN_EVERY = 8;
/** Islands that begin at random, in each of the first two rounds: beside theory and growth, and without them. */
const BORN_BESIDE = 2;
const BORN_ALONE = 4;
/** Improvements in a usual round. */
const IMPROVEMENTS = 4;
/** The best of the pool, refined to convergence by one task. */
const POLISHED = 3;

/**
 * Makes the tasks of one round after the other, fixed by the seed, the round's number, the pool as it stands and what
 * was learnt from the tasks merged so far: neither the clock nor the number of workers plays a part.
 */
export class Rounds {
  private theoryDone = 0;
  private grownSoFar = 0;
  private cappedSoFar = 0;
  private readonly seed: number;
  private readonly mayExplore: boolean;
  /** whether neither theory nor growth have anything to say to the target */
  private readonly isTextured: boolean;
  private readonly seesNeighbours: boolean;
  private readonly thinnestNm: number;
  private readonly credits: Credits;
  private readonly demes: Demes;

  constructor(seed: number, context: SearchContext) {
    const { space, neighbours, wish } = context;
    this.seed = seed;
    this.mayExplore = canExplore(space);
    this.isTextured = asksForTexture(wish);
    this.seesNeighbours = neighbours !== null;
    this.thinnestNm = Math.max(1, Math.min(...space.allowed.map((medium) => space.minNm[medium])));
    this.credits = new Credits(this.isTextured ? 'island' : undefined);
    this.demes = new Demes(this.mayExplore, islandEvaluations(context));
  }

  /** @param proposals what packs, libraries or the person proposed since the last round */
  tasks(round: number, pool: ElitePool, proposals: readonly Proposed[]): SearchTask[] {
    const random = new Random(this.seed, round, 0x5eed);
    const tasks = proposalTasks(proposals);
    if (round < 2) tasks.push(...this.opening(round, random));
    else if (pool.entries.length === 0) tasks.push(...this.explored(round, IMPROVEMENTS));
    else tasks.push(...this.usual(round, random, pool));
    return tasks;
  }

  /** @param gain by how much the task's result lowered ln merit of the pool's best */
  learn(task: SearchTask, { found, evaluations }: TaskResult, gain: number): void {
    this.demes.learn(found, task.kind === 'island' ? task.deme : undefined);
    this.credits.learn(task.kind, gain, evaluations);
  }

  private opening(round: number, random: Random): SearchTask[] {
    if (!this.mayExplore) return [];
    if (this.isTextured) return this.born(round, random, BORN_ALONE);
    return [...(round === 0 ? [this.nextTheory()] : this.grown(round)), ...this.born(round, random, BORN_BESIDE)];
  }

  private born(round: number, random: Random, count: number): SearchTask[] {
    return Array.from({ length: count }, (_, i) => ({
      kind: 'island',
      seed: [this.seed, round, i],
      ...this.demes.settlers(random),
    }));
  }

  private usual(round: number, random: Random, pool: ElitePool): SearchTask[] {
    const tasks: SearchTask[] = [];
    const leading = pool.entries.slice(0, REACH);
    if (!this.isTextured && round % GROWN_EVERY === 0) tasks.push(...this.grown(round));
    if (leading.some(({ lineage }) => lineage.origin === 'theory')) tasks.push(this.nextTheory());
    for (let i = 0; i < IMPROVEMENTS; i++) tasks.push(this.improvement([this.seed, round, i], random, pool));
    if (pool.wantsFront) tasks.push({ kind: 'thin', start: pickElite(random, pool.entries) });
    if (pool.wantsThin && this.mayExplore && this.seesNeighbours) tasks.push(...this.capped(round, pool));
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

  private improvement(seed: readonly number[], random: Random, pool: ElitePool): SearchTask {
    const kind = this.credits.pick(random);
    const start = pickElite(random, pool.entries);
    const slack = random.pick([0, 0.02, 0.1]);
    switch (kind) {
      case 'island':
        return { kind, seed, ...this.demes.settlers(random) };
      case 'descend':
        return this.seesNeighbours ? { kind, seed, start } : { kind: 'hop', seed, start, slack };
      case 'explore':
        return this.mayExplore ? { kind, seed } : { kind: 'hop', seed, start, slack };
      case 'hop':
        return { kind, seed, start, slack };
      case 'needles':
        return { kind, seed, start };
      case 'polish':
        return { kind, starts: pool.entries.slice(0, POLISHED) };
    }
  }

  private explored(round: number, count: number): SearchTask[] {
    return this.mayExplore
      ? Array.from({ length: count }, (_, i) => ({ kind: 'explore', seed: [this.seed, round, i] }))
      : [];
  }

  private grown(round: number): SearchTask[] {
    if (!this.mayExplore) return [];
    if (!this.seesNeighbours) return this.explored(round, 1);
    return [{ kind: 'grow', seed: [this.seed, round, 100], variant: this.grownSoFar++ }];
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
