import type { Candidate } from '#core/design/candidate.ts';
import type { DesignEvent } from '#core/design/pipeline.ts';
import type { ConsultedPack, DesignSetup } from '#core/design/setup.ts';
import type { Target } from '#core/targets/target.ts';
import type { DesignRequest, DesignService } from './design-service.ts';

/** The answer to one target: the contract of the command line. */
export interface DesignAnswer {
  readonly id: string | null;
  /** from the parsed target to this answer; null for a run of a given number of rounds, whose bytes must not vary */
  readonly elapsedMs: number | null;
  readonly excluded: DesignSetup['excluded'];
  readonly packs: readonly ConsultedPack[];
  readonly seed: number;
  readonly rounds: number;
  /** evaluations of the merit with all its derivatives */
  readonly evaluations: number;
  /** true if it was stopped before its time */
  readonly stopped?: true;
  readonly candidates: readonly Candidate[];
}

/**
 * Runs a design to its end.
 * @param onEvent sees every event on the way, for progress
 */
export async function designAnswer(
  service: DesignService,
  target: Target,
  request: DesignRequest,
  onEvent: (event: DesignSetup | DesignEvent) => void = () => undefined,
): Promise<DesignAnswer> {
  const startedAt = performance.now();
  let setup: DesignSetup = { type: 'setup', excluded: [], packs: [] };
  for await (const event of service.design(target, { ...request, isWatched: false })) {
    onEvent(event);
    if (event.type === 'setup') setup = event;
    if (event.type !== 'done') continue;
    return {
      id: target.id ?? null,
      elapsedMs: request.rounds === undefined ? performance.now() - startedAt : null,
      excluded: setup.excluded,
      packs: setup.packs,
      seed: request.seed,
      rounds: event.progress.rounds,
      evaluations: event.progress.evaluations,
      ...(request.signal?.aborted ? { stopped: true as const } : {}),
      candidates: event.candidates,
    };
  }
  throw new Error('the design stream ended without its last event');
}
