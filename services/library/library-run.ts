import { setImmediate } from 'node:timers/promises';
import type { Candidate } from '#core/design/candidate.ts';
import type { Coating } from '#core/design/coating.ts';
import { type DesignLibrary, proposalsOf } from '#core/design/library/design-library.ts';
import { bestFound, coatingOf } from '#core/design/library/found-designs.ts';
import { CHUNK, type LibrarySetup } from '#core/design/library/library-setup.ts';
import type { ProposalSource, SearchRunner } from '#core/design/pipeline.ts';
import type { SearchContext } from '#core/design/search-context.ts';
import type { Proposed, TaskResult } from '#core/design/search-task.ts';

/** Where a run finds what earlier ones left, and leaves what the next ones may find. */
export interface LibraryShelf {
  /** the setup's library as far as it has been built */
  library(setup: LibrarySetup, context: SearchContext): Promise<DesignLibrary>;
  /** designs that earlier runs have found, newest first */
  found(setup: LibrarySetup, context: SearchContext): Promise<readonly Coating[]>;
  remember(setup: LibrarySetup, context: SearchContext, coatings: readonly Coating[]): void;
  /** the run has ended: a library that has grown complete may be stored */
  settle(setup: LibrarySetup): void;
}

export interface LibraryRunOptions {
  /** wall time of the run, ms, from `startedAt` (performance.now()) on */
  readonly budgetMs: number;
  readonly startedAt: number;
  /** the run must not depend on the clock, nor on what earlier runs have found */
  readonly reproducible: boolean;
}

/** Proposals of one run. */
const PROPOSED = 64;
/** Designs of a run that are remembered. */
const REMEMBERED = 5;
/** A library is built in this first part of a run's time, beside the search; a later run goes on with it. */
const BUILDING_SHARE = 0.2;
/** Tasks of building that wait among those of the search: enough to go on, too few to hold it up. */
const IN_FLIGHT = 6;

/**
 * A library's part in one run: what it holds (or can be built of it at once) that comes nearest to the target, with
 * the best of what earlier runs found for the same setup. A reproducible run waits for the complete library and
 * leaves the earlier designs out.
 */
export class LibraryRun implements ProposalSource {
  private wasAsked = false;
  private readonly shelf: LibraryShelf;
  private readonly setup: LibrarySetup;
  private readonly context: SearchContext;
  private readonly runner: SearchRunner;
  private readonly options: LibraryRunOptions;

  constructor(
    shelf: LibraryShelf,
    setup: LibrarySetup,
    context: SearchContext,
    runner: SearchRunner,
    options: LibraryRunOptions,
  ) {
    this.shelf = shelf;
    this.setup = setup;
    this.context = context;
    this.runner = runner;
    this.options = options;
  }

  /** Its proposals, the first time; it has no others. */
  async propose(): Promise<readonly Proposed[]> {
    if (this.wasAsked) return [];
    this.wasAsked = true;
    const { context, setup, options } = this;
    await setImmediate(); // the first tasks of the search go out before anything is computed here
    const library = await this.shelf.library(setup, context);
    await this.build(library);
    if (this.runner.stopping) return [];
    const found = options.reproducible ? [] : await this.shelf.found(setup, context);
    await setImmediate();
    return proposalsOf(library.nearest(context, PROPOSED), bestFound(context, found, PROPOSED), PROPOSED);
  }

  /** When the run has ended: its designs are remembered, and the library goes to disk. */
  finish(candidates: readonly Candidate[]): void {
    const { shelf, setup, context } = this;
    shelf.settle(setup);
    if (this.options.reproducible) return;
    const best = candidates.slice(0, REMEMBERED).flatMap(({ stack }) => coatingOf(stack, context.space) ?? []);
    if (best.length > 0) shelf.remember(setup, context, best);
  }

  private async build(library: DesignLibrary): Promise<void> {
    const { reproducible, startedAt, budgetMs } = this.options;
    const mostWaiting = reproducible ? Number.POSITIVE_INFINITY : IN_FLIGHT;
    const until = reproducible ? Number.POSITIVE_INFINITY : startedAt + BUILDING_SHARE * budgetMs;
    const waiting: { readonly first: number; readonly result: Promise<TaskResult> }[] = [];
    for (let next = library.built; ; ) {
      const goesOn = () => next < this.setup.count && performance.now() < until && !this.runner.stopping;
      while (waiting.length < mostWaiting && goesOn()) {
        const count = Math.min(CHUNK, this.setup.count - next);
        const result = this.runner.run({ kind: 'library', first: next, count });
        result.catch(() => undefined); // a failure is thrown where its turn comes, not before
        waiting.push({ first: next, result });
        next += count;
      }
      const oldest = waiting.shift();
      if (oldest === undefined) return;
      const { curves } = await oldest.result;
      if (curves !== undefined) library.append(oldest.first, curves);
    }
  }
}
