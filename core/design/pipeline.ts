import { StackwrightError } from '#core/errors.ts';
import { log } from '#core/optics/kernel/elementary.ts';
import { byRank, type Candidate } from './candidate.ts';
import { type Coating, emptyFace } from './coating.ts';
import { ElitePool, type Objective } from './elite-pool.ts';
import { paretoFirst } from './pareto.ts';
import type { Proposed } from './proposed.ts';
import { canExplore } from './random-coating.ts';
import { Rounds } from './rounds.ts';
import type { Scored } from './scored.ts';
import type { SearchContext } from './search-context.ts';
import type { SearchTask, TaskResult } from './search-task.ts';
import type { Verifier } from './verify.ts';

/** Runs search tasks somewhere: in worker threads, or right here. */
export interface SearchRunner {
  run(task: SearchTask): Promise<TaskResult>;
  /** From this many milliseconds from now on, running tasks return at once with what they have. The last call counts. */
  stopAfter(milliseconds: number): void;
  /** true once the time is up or the person stopped the search */
  readonly stopping: boolean;
  /** true once the person stopped it */
  readonly aborted?: boolean;
}

/** A network, a library, or whatever else proposes coatings for the target. */
export interface ProposalSource {
  /** Proposals that it has before the search begins; `propose` does not make them again. */
  readonly ready?: readonly Proposed[];
  /** Proposals that it has not made before; asked again as long as its proposals lead. */
  propose(): Promise<readonly Proposed[]>;
}

export interface DesignOptions {
  readonly seed: number;
  /** how many candidates to answer with, at most */
  readonly candidates: number;
  /** wall time, ms; ignored when `rounds` is given */
  readonly budgetMs: number;
  /** performance.now() from which the budget counts; by default when the stream begins */
  readonly startedAt?: number;
  /** false where nobody looks at candidates on the way: then they are verified at the end (and twice a few, to learn how long it takes) */
  readonly isWatched?: boolean;
  /** rounds of search in place of a budget: the answer then depends on nothing but the request */
  readonly rounds?: number;
}

export interface DesignProgress {
  readonly elapsedMs: number;
  readonly rounds: number;
  readonly evaluations: number;
  readonly merit: number | null;
}

export type DesignEvent =
  | { readonly type: 'progress'; readonly progress: DesignProgress }
  | { readonly type: 'candidates'; readonly candidates: readonly Candidate[]; readonly progress: DesignProgress }
  | { readonly type: 'done'; readonly candidates: readonly Candidate[]; readonly progress: DesignProgress };

const POOL_CAPACITY = 48;
/** Time to verify what has not been shown yet once a person has stopped the search, ms. */
const LAST_WORDS_MS = 40;
/** Candidates that are verified to learn how long it takes, where nobody looks at them. */
const LEARNT_FROM = 3;
/** Candidates are verified and shown at most this often while the search goes on. */
const SHOW_EVERY_MS = 200;
/** Rounds that are under way at the same time, so that no worker waits for the slowest task of one. */
const ROUNDS_AT_ONCE = 2;

/**
 * The design pipeline: proposals and random starts → exact scoring → refinement → verification → ranking, as a stream.
 * The last event is `done`; stopping the runner makes it come at once, with the best so far.
 *
 * Rounds overlap: the tasks of a round are made from the pool as it stood two rounds before, so that no worker waits
 * for the slowest task. Results are merged in task order. With `rounds` the answer is the same bytes for the same
 * seed, whatever the workers do.
 *
 * @throws StackwrightError IMPOSSIBLE when nothing can be built
 */
export async function* designStream(
  context: SearchContext,
  verifier: Verifier,
  runner: SearchRunner,
  sources: readonly ProposalSource[],
  options: DesignOptions,
): AsyncGenerator<DesignEvent, void, undefined> {
  const run = new DesignRun(context, verifier, runner, sources, options);
  yield* run.events();
}

/** A round's tasks with their results, in the same order. */
interface RoundDone {
  readonly tasks: readonly SearchTask[];
  readonly results: readonly TaskResult[];
}

class DesignRun {
  private readonly startedAt: number;
  private readonly pool: ElitePool;
  private readonly inbox: ProposalInbox;
  private readonly rounds: Rounds;
  private evaluations = 0;
  private merged = 0;
  private shownAt: number | undefined;
  private shownBest: Scored | undefined;
  private readonly verifier: Verifier;
  private readonly runner: SearchRunner;
  private readonly options: DesignOptions;

  constructor(
    context: SearchContext,
    verifier: Verifier,
    runner: SearchRunner,
    sources: readonly ProposalSource[],
    options: DesignOptions,
  ) {
    this.verifier = verifier;
    this.runner = runner;
    this.options = options;
    this.startedAt = options.startedAt ?? performance.now();
    this.pool = new ElitePool(POOL_CAPACITY, verifier.objectives);
    this.rounds = new Rounds(options.seed, context);
    this.inbox = new ProposalInbox(startProposals(context), sources);
    this.setDeadline();
  }

  async *events(): AsyncGenerator<DesignEvent, void, undefined> {
    const waiting: Promise<RoundDone>[] = [];
    for (let round = 0; this.wants(round); round++) {
      if (waiting.length === ROUNDS_AT_ONCE) yield* this.collect(await (waiting.shift() as Promise<RoundDone>));
      if (!this.wants(round)) break;
      const proposals = await this.inbox.take(this.options.rounds !== undefined, this.networkLeads());
      const tasks = this.rounds.tasks(round, this.pool, proposals);
      if (tasks.length === 0 && waiting.length === 0) break;
      const done = Promise.all(tasks.map((task) => this.runner.run(task))).then((results) => ({ tasks, results }));
      done.catch(() => undefined); // a failure is thrown where the round is collected, not before
      waiting.push(done);
    }
    for (const done of waiting) yield* this.collect(await done);
    const candidates = this.answer(this.options.candidates);
    if (candidates.length === 0) throw this.nothingFound();
    yield { type: 'done', candidates, progress: this.progress() };
  }

  /** Whether the best design so far grew from a network's proposal. */
  private networkLeads(): boolean {
    return this.pool.best?.lineage.pack !== undefined;
  }

  private wants(round: number): boolean {
    return !this.runner.stopping && round < (this.options.rounds ?? Number.POSITIVE_INFINITY);
  }

  /** The search ends so early that the answer can be verified within the budget; how early, is learnt on the way. */
  private setDeadline(): void {
    const { rounds, budgetMs, candidates } = this.options;
    if (rounds !== undefined) return;
    const elapsedMs = performance.now() - this.startedAt;
    this.runner.stopAfter(budgetMs - elapsedMs - this.verifier.reserveMs(this.considered(candidates)));
  }

  /** How many coatings to verify for an answer of so many: all, where the order is not that of the pool. */
  private considered(wanted: number): number {
    const { objectives, hasSpecification } = this.verifier;
    const isReordered = hasSpecification || objectives.length > 1 || objectives[0] !== 'error';
    return isReordered ? Math.max(wanted, this.pool.entries.length) : wanted;
  }

  private *collect({ tasks, results }: RoundDone): Generator<DesignEvent> {
    results.forEach((result, i) => {
      const before = this.pool.best?.merit;
      this.pool.merge(result.found);
      this.rounds.learn(tasks[i], result, decreaseOfLn(before, this.pool.best?.merit));
      this.evaluations += result.evaluations;
    });
    this.merged++;
    const now = performance.now();
    const best = this.pool.best;
    if (best !== undefined && best !== this.shownBest && this.isTimeToShow(now) && !this.runner.stopping) {
      this.shownBest = best;
      this.shownAt = now;
      const wanted = this.options.isWatched === false ? LEARNT_FROM : this.options.candidates;
      yield { type: 'candidates', candidates: this.answer(wanted), progress: this.progress() };
      this.setDeadline();
    } else {
      yield { type: 'progress', progress: this.progress() };
    }
  }

  private isTimeToShow(now: number): boolean {
    if (this.shownAt === undefined) return true;
    if (this.options.isWatched !== false) return now - this.shownAt >= SHOW_EVERY_MS;
    const middle = this.startedAt + this.options.budgetMs / 2;
    return this.shownAt < middle && now >= middle; // by then it takes as long as it will at the end
  }

  private progress(): DesignProgress {
    return {
      elapsedMs: performance.now() - this.startedAt,
      rounds: this.merged,
      evaluations: this.evaluations,
      merit: this.pool.best?.merit ?? null,
    };
  }

  /**
   * The pool's best, verified and ranked: specification passed first, then merit; a front first where one is asked.
   * Where the order is not that of the pool, more of it is verified than is answered, as far as the time allows.
   */
  private answer(wanted: number): Candidate[] {
    const { rounds, budgetMs } = this.options;
    const objectives: readonly Objective[] = this.verifier.objectives;
    const considered = this.considered(wanted);
    const lastMs = this.startedAt + (rounds === undefined ? budgetMs : Number.POSITIVE_INFINITY);
    const candidates: Candidate[] = [];
    const hurryMs = this.runner.aborted === true ? performance.now() + LAST_WORDS_MS : Number.POSITIVE_INFINITY;
    for (const scored of this.pool.listed) {
      if (candidates.length > 0 && performance.now() > hurryMs && !this.verifier.knows(scored)) continue;
      if (candidates.length >= considered || (candidates.length >= wanted && performance.now() > lastMs)) break;
      const candidate = this.verifier.verify(scored);
      if (candidate !== undefined) candidates.push(candidate);
    }
    candidates.sort((a, b) => byRank(a, b, this.verifier.ranksByYield));
    return paretoFirst(candidates, objectives, wanted);
  }

  private nothingFound(): StackwrightError {
    return new StackwrightError(
      'IMPOSSIBLE',
      this.runner.stopping
        ? 'The search was stopped before its first candidate was verified; give it more time.'
        : 'No stack could be built within the limits; allow more layers, more materials or wider thickness limits.',
    );
  }
}

/** A merit may become zero; a decrease by more than this factor counts as one by it. */
const MOST_DECREASE = 1e12;

function decreaseOfLn(before: number | undefined, after: number | undefined): number {
  if (before === undefined || after === undefined || before === 0) return 0;
  return log(before / Math.max(after, before / MOST_DECREASE));
}

/** Hands proposals to the rounds: the person's own start first, the sources' when they are there. */
class ProposalInbox {
  private ready: Proposed[];
  private readonly sources: readonly ProposalSource[];
  private arriving: Promise<void> | undefined;
  private failure: unknown;

  constructor(start: readonly Proposed[], sources: readonly ProposalSource[]) {
    this.ready = [...start, ...sources.flatMap(({ ready }) => ready ?? [])];
    this.sources = sources;
    this.ask();
  }

  /**
   * @param reproducible wait for all sources, so that no round depends on their speed
   * @param wantsMore ask the sources once more, since what they proposed is ahead
   */
  async take(reproducible: boolean, wantsMore: boolean): Promise<Proposed[]> {
    if (wantsMore && this.arriving === undefined) this.ask();
    if (reproducible) await this.arriving;
    if (this.failure !== undefined) throw this.failure;
    const taken = this.ready;
    this.ready = [];
    return taken;
  }

  private ask(): void {
    if (this.sources.length === 0) return;
    // In the order of the sources, so that the order does not depend on which one is faster.
    this.arriving = Promise.all(this.sources.map((source) => source.propose())).then(
      (lists) => {
        for (const list of lists) this.ready.push(...list);
        this.arriving = undefined;
      },
      (error: unknown) => {
        this.failure = error;
      },
    );
  }
}

/** The person's own start; with nothing to draw at random, also the fixed layers as they are. */
function startProposals({ space }: SearchContext): Proposed[] {
  const coatings: Coating[] = [];
  if (space.start !== undefined) coatings.push({ front: space.start, back: emptyFace() });
  else if (!canExplore(space)) {
    const face = emptyFace();
    for (const part of [space.outermost, space.innermost]) {
      face.media.push(...part.media);
      face.thicknessNm.push(...part.thicknessNm);
      face.locked.push(...part.locked);
    }
    coatings.push({ front: face, back: emptyFace() });
  }
  return coatings.map((coating) => ({ coating, origin: 'refined' as const }));
}
