import { byRank, type Candidate } from '#core/design/candidate.ts';
import { openTarget } from '#core/design/open-target.ts';
import { type DesignEvent, type DesignOptions, designStream, type ProposalSource } from '#core/design/pipeline.ts';
import type { ConsultedPack, DesignSetup } from '#core/design/setup.ts';
import { startingCoating, targetForDesign } from '#core/design/starting-stack.ts';
import { type PackIdentity, Verifier } from '#core/design/verify.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import type { Stack } from '#core/optics/stack.ts';
import type { DesignSpace } from '#core/targets/design-space.ts';
import type { Target } from '#core/targets/target.ts';
import type { DesignLibraries } from '#services/library/design-libraries.ts';
import { SearchPool } from '#services/search/search-pool.ts';
import { warmUp } from '#services/search/warm-up.ts';

/** What the installed packs have to say about one target. */
export interface PackAdvice {
  readonly consulted: readonly ConsultedPack[];
  /** catalogue ids of the packs that fit, for a target that names no materials */
  readonly defaultMaterials?: readonly string[];
  identities(space: DesignSpace): ReadonlyMap<string, PackIdentity>;
  sources(space: DesignSpace, seed: number): readonly ProposalSource[];
}

/** The installed packs: knows which of them fit a target, and asks them. */
export interface PackAdvisor {
  /** @param asked only these packs; absent: all. @throws StackwrightError INVALID for an id that is not installed */
  advise(target: Target, catalogue: MaterialCatalogue, asked: readonly string[] | undefined): PackAdvice;
  close(): Promise<void>;
}

export interface DesignRequest extends DesignOptions {
  /** ask only these packs; absent: all that are installed */
  readonly packs?: readonly string[] | undefined;
  /** false: neither ask the library of the target's setup nor add to it */
  readonly library?: boolean;
  readonly signal?: AbortSignal;
}

export interface RefineRequest {
  /** insert layers where the needle function says that they help */
  readonly needle: boolean;
  /** remove layers thinner than this, nm; 0 removes none */
  readonly cleanNm: number;
  readonly candidates: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
}

const NO_ADVICE: PackAdvice = { consulted: [], identities: () => new Map(), sources: () => [] };

/** The design pipeline on this machine: threads for search, one more for networks, kept from target to target. */
export class DesignService {
  private readonly catalogue: MaterialCatalogue;
  private readonly pool: SearchPool;
  private readonly advisor: PackAdvisor | undefined;
  private readonly libraries: DesignLibraries | undefined;

  private constructor(
    catalogue: MaterialCatalogue,
    pool: SearchPool,
    advisor: PackAdvisor | undefined,
    libraries: DesignLibraries | undefined,
  ) {
    this.catalogue = catalogue;
    this.pool = pool;
    this.advisor = advisor;
    this.libraries = libraries;
  }

  /**
   * Starts the workers and loads their modules, so that a run's time is spent on the run.
   * @param advisor the packs to ask where they fit, perhaps still being loaded; closed with the service
   * @param libraries random libraries to search first; none without it; closed with the service
   */
  static async open(
    catalogue: MaterialCatalogue,
    options: {
      readonly workers?: number | undefined;
      readonly advisor?: PackAdvisor | Promise<PackAdvisor> | undefined;
      readonly libraries?: DesignLibraries | undefined;
    } = {},
  ): Promise<DesignService> {
    const pool = new SearchPool(options.workers);
    try {
      const ready = pool.ready();
      warmUp(catalogue);
      await ready;
      return new DesignService(catalogue, pool, await options.advisor, options.libraries);
    } catch (error) {
      await pool.close();
      throw error;
    }
  }

  /**
   * Designs for one target. The last event is `done`; aborting the signal brings it at once, with the best so far.
   * @throws StackwrightError with a path relative to the target
   */
  async *design(target: Target, request: DesignRequest): AsyncGenerator<DesignSetup | DesignEvent, void, undefined> {
    const startedAt = performance.now();
    const advice = this.advisor?.advise(target, this.catalogue, request.packs) ?? NO_ADVICE;
    const { defaultMaterials } = advice;
    const options = defaultMaterials === undefined ? {} : { defaultMaterials };
    const context = openTarget(target, this.catalogue, options);
    yield { type: 'setup', excluded: context.space.excluded, packs: advice.consulted };
    const verifier = new Verifier(target, context, { seed: request.seed, packs: advice.identities(context.space) });
    const signal = request.signal === undefined ? {} : { signal: request.signal };
    const runner = this.pool.open(target, { ...options, ...signal });
    const library =
      request.library === false
        ? undefined
        : this.libraries?.open(context, runner, {
            budgetMs: request.budgetMs,
            reproducible: request.rounds !== undefined,
          });
    const packs = advice.sources(context.space, request.seed);
    const sources = library === undefined ? packs : [...packs, library];
    let last: readonly Candidate[] | undefined;
    try {
      await library?.begin();
      for await (const event of designStream(context, verifier, runner, sources, { startedAt, ...request })) {
        if (event.type === 'done') last = event.candidates;
        yield event;
      }
    } finally {
      runner.release();
      if (last !== undefined) library?.finish(last); // after the answer: whoever waits for it need not wait for this
    }
  }

  /**
   * Refines an existing design against a target; its candidates, best first, carry the origin "refined".
   * @throws StackwrightError with a path relative to the target, or to the design
   */
  async refine(target: Target, design: Stack, request: RefineRequest): Promise<readonly Candidate[]> {
    const asked = targetForDesign(target, design);
    const context = openTarget(asked, this.catalogue);
    const start = startingCoating(asked, design, context.space);
    const verifier = new Verifier(asked, context, { seed: request.seed });
    const runner = this.pool.open(asked, request.signal === undefined ? {} : { signal: request.signal });
    const { needle, cleanNm, seed } = request;
    try {
      const { found } = await runner.run({ kind: 'rework', start, seed: [seed], needle, cleanNm });
      const candidates = found.slice(0, request.candidates).flatMap((scored) => verifier.verify(scored) ?? []);
      return candidates.sort((a, b) => byRank(a, b, verifier.ranksByYield));
    } finally {
      runner.release();
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.pool.close(), this.advisor?.close(), this.libraries?.close()]);
  }
}
