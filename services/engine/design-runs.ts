import type { z } from 'zod';
import type { Candidate } from '#core/design/candidate.ts';
import type { DesignEvent } from '#core/design/pipeline.ts';
import type { DesignSetup } from '#core/design/setup.ts';
import type { DesignRun, FoundCandidate, RunEvent } from '#services/contract.ts';
import type { DesignService } from '#services/design-service.ts';

/** Nothing slows a stream down but its source: progress is told at most this often. */
const PROGRESS_EVERY_MS = 66;

/** The runs that go on, by the names that windows gave them. */
export class DesignRuns {
  private readonly running = new Map<string, AbortController>();

  /** Ends a run; its stream then brings `done`. */
  stop(run: string): boolean {
    const controller = this.running.get(run);
    controller?.abort();
    return controller !== undefined;
  }

  /**
   * One run as a stream. When `signal` is raised nobody listens any more, and the stream just ends.
   * @throws StackwrightError with a path relative to the target
   */
  async *run(
    service: DesignService,
    { run, target, seed, candidates, budgetSeconds }: z.output<typeof DesignRun>,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<RunEvent, void, undefined> {
    const controller = new AbortController();
    const onAbort = () => controller.abort();
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) controller.abort();
    this.running.set(run, controller);
    const request = { seed, candidates, budgetMs: 1000 * budgetSeconds, signal: controller.signal };
    try {
      let lastProgress = Number.NEGATIVE_INFINITY;
      for await (const event of service.design(target, request)) {
        if (signal?.aborted) return;
        const now = performance.now();
        if (event.type === 'progress' && now - lastProgress < PROGRESS_EVERY_MS) continue;
        if (event.type !== 'setup') lastProgress = now;
        yield withoutSpectra(event);
      }
    } catch (error) {
      if (!signal?.aborted) throw error;
    } finally {
      signal?.removeEventListener('abort', onAbort);
      if (this.running.get(run) === controller) this.running.delete(run);
    }
  }
}

export function foundCandidate({ spectra: _, ...found }: Candidate): FoundCandidate {
  return found;
}

function withoutSpectra(event: DesignSetup | DesignEvent): RunEvent {
  if (event.type === 'setup' || event.type === 'progress') return event;
  return { ...event, candidates: event.candidates.map(foundCandidate) };
}
