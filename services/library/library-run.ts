import type { Candidate } from '#core/design/candidate.ts';
import type { Coating } from '#core/design/coating.ts';
import { type DesignLibrary, proposalsOf } from '#core/design/library/design-library.ts';
import { bestFound, coatingOf } from '#core/design/library/found-designs.ts';
import { CHUNK, type LibrarySetup } from '#core/design/library/library-setup.ts';
import type { ProposalSource, SearchRunner } from '#core/design/pipeline.ts';
import type { Proposed } from '#core/design/proposed.ts';
import type { SearchContext } from '#core/design/search-context.ts';

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
  /** wall time of the run, ms */
  readonly budgetMs: number;
  /** the run must not depend on the clock, nor on what earlier runs have found */
  readonly reproducible: boolean;
}

/** Proposals of one run. */
const PROPOSED = 64;
/** Designs of a run that are remembered. */
const REMEMBERED = 5;
/** Share of one processor's time in a run that may go into building; a later run goes on where this one ended. */
const BUILDING_SHARE = 0.1;

/**
 * A library's part in one run: what it holds (or can be built of it at once) that comes nearest to the target, with
 * the best of what earlier runs found for the same setup. A reproducible run waits for the complete library and
 * leaves the earlier designs out.
 */
export class LibraryRun implements ProposalSource {
  ready: readonly Proposed[] = [];
  private coming: Promise<readonly Proposed[]> = Promise.resolve([]);
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

  /**
   * To be called before the search begins: a library that is there is searched at once, so that the search begins
   * with what it has. One that is to be built is built behind the first tasks of the search, which show something
   * sooner, and its proposals follow; a reproducible run waits for them.
   */
  async begin(): Promise<void> {
    const library = await this.shelf.library(this.setup, this.context);
    if (!this.options.reproducible && library.built >= this.setup.count) {
      this.ready = await this.search(library);
    } else {
      const first = this.options.reproducible ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, 0));
      this.coming = first.then(() => this.build(library)).then(() => this.search(library));
      this.coming.catch(() => undefined); // a failure is thrown to whoever asks for them
    }
  }

  /** Its proposals, the first time; it has no others. */
  async propose(): Promise<readonly Proposed[]> {
    const { coming } = this;
    this.coming = Promise.resolve([]);
    return coming;
  }

  /** When the run has ended: its designs are remembered, and the library goes to disk. */
  finish(candidates: readonly Candidate[]): void {
    const { shelf, setup, context } = this;
    shelf.settle(setup);
    if (this.options.reproducible) return;
    const best = candidates.slice(0, REMEMBERED).flatMap(({ stack }) => coatingOf(stack, context.space) ?? []);
    if (best.length > 0) shelf.remember(setup, context, best);
  }

  private async search(library: DesignLibrary): Promise<readonly Proposed[]> {
    if (this.runner.stopping) return [];
    const { shelf, setup, context } = this;
    const found = this.options.reproducible ? [] : await shelf.found(setup, context);
    return proposalsOf(library.nearest(context, PROPOSED), bestFound(context, found, PROPOSED), PROPOSED);
  }

  /** Sends as much of what is missing to the workers as the run can bear; undefined if nothing is. */
  private build(library: DesignLibrary): Promise<void> | undefined {
    const { count, chunkMs } = this.setup;
    const affordable = Math.ceil((BUILDING_SHARE * this.options.budgetMs) / chunkMs);
    const last = this.options.reproducible ? count : Math.min(count, library.built + affordable * CHUNK);
    const chunks: Promise<{ readonly first: number; readonly curves: Uint16Array | undefined }>[] = [];
    for (let first = library.built; first < last; first += CHUNK) {
      const task = { kind: 'library', first, count: Math.min(CHUNK, last - first) } as const;
      chunks.push(this.runner.run(task).then(({ curves }) => ({ first, curves })));
    }
    if (chunks.length === 0) return undefined;
    return Promise.all(chunks).then((built) => {
      for (const { first, curves } of built) if (curves !== undefined) library.append(first, curves);
    });
  }
}
