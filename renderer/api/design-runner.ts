import type { KeptCandidate } from '#core/documents/workbench-document.ts';
import type { Stack } from '#core/optics/stack.ts';
import { targetOfWish } from '#core/targets/target-rows.ts';
import { IDLE, type RunState } from '#renderer/state/run-store.ts';
import type { Stores } from '#renderer/state/stores.tsx';
import type { FoundCandidate, RunEvent } from '#services/contract.ts';
import type { EngineClient } from './engine-client.ts';
import { failureOf } from './failure.ts';

/** A stopped run brings its last event soon; a search that does not is left to itself after this long. */
const STOP_WITHIN_MS = 2000;

/** Runs one design at a time for the wish in the stores, and shows in the stores what it finds. */
export class DesignRunner {
  private readonly client: EngineClient;
  private readonly stores: Pick<Stores, 'workbench' | 'run'>;
  private current: { readonly id: string; readonly aborting: AbortController } | undefined;

  constructor(client: EngineClient, stores: Pick<Stores, 'workbench' | 'run'>) {
    this.client = client;
    this.stores = stores;
  }

  /** Starts a run, unless one is going on. Resolves when it has ended; what went wrong is in the run store. */
  async start(): Promise<void> {
    if (this.current !== undefined) return;
    const run = { id: crypto.randomUUID(), aborting: new AbortController() };
    this.current = run;
    this.set({ ...IDLE, status: 'running', startedAt: performance.now() });
    try {
      await this.follow(run.id, run.aborting.signal);
      this.set({ status: 'done' });
    } catch (error) {
      if (this.hasBeenStopped(error, run.aborting.signal)) this.set({ status: 'done' });
      else this.set({ status: 'failed', failure: failureOf(error) });
    } finally {
      this.current = undefined;
    }
  }

  /** Ends the run with the best that it has so far. */
  stop(): void {
    const run = this.current;
    if (run === undefined || this.stores.run.getState().status !== 'running') return;
    this.set({ status: 'stopping' });
    const giveUp = () => run.aborting.abort();
    setTimeout(giveUp, STOP_WITHIN_MS);
    this.client.design.stop({ run: run.id }).catch(giveUp);
  }

  private async follow(run: string, signal: AbortSignal): Promise<void> {
    const { name, wish, run: settings } = this.stores.workbench.getState();
    const target = targetOfWish(wish, name);
    const keeper = new CandidateKeeper(this.stores.workbench.getState());
    for await (const event of await this.client.design.run({ run, target, ...settings }, { signal })) {
      if (signal.aborted) return;
      this.show(event, keeper);
    }
  }

  private show(event: RunEvent, keeper: CandidateKeeper): void {
    if (event.type === 'setup') {
      this.set({ packs: event.packs, excluded: event.excluded });
      return;
    }
    const { elapsedMs, evaluations, merit } = event.progress;
    const { trace } = this.stores.run.getState();
    const isNews = merit !== null && merit !== trace.at(-1)?.[1];
    this.set({ elapsedMs, evaluations, ...(isNews ? { trace: [...trace, [elapsedMs, merit] as const] } : {}) });
    if (event.type === 'progress') return;
    const { candidates, showCandidates } = this.stores.workbench.getState();
    const pinned = new Set(candidates.filter(({ isPinned }) => isPinned).map(({ id }) => id));
    showCandidates(event.candidates.map((found) => keeper.keep(found)).filter(({ id }) => !pinned.has(id)));
  }

  /** A search that was stopped before its first candidate ends with a refusal that tells the person nothing new. */
  private hasBeenStopped(error: unknown, signal: AbortSignal): boolean {
    if (signal.aborted) return true;
    return this.stores.run.getState().status === 'stopping' && failureOf(error).code === 'IMPOSSIBLE';
  }

  private set(change: Partial<RunState>): void {
    this.stores.run.setState(change);
  }
}

interface Known {
  readonly candidates: readonly KeptCandidate[];
  readonly design: { readonly fromCandidate?: string | undefined } | null;
}

/** Gives the candidates of one run their ids: a stack that stays in the list keeps its own, and none is used twice. */
export class CandidateKeeper {
  private readonly ids = new Map<string, string>();
  private last: number;

  constructor({ candidates, design }: Known) {
    const taken = [...candidates.map(({ id }) => id), design?.fromCandidate ?? ''];
    this.last = Math.max(0, ...taken.map((id) => Number(/^c(\d{1,9})$/.exec(id)?.[1] ?? 0)));
    for (const { stack, id, isPinned } of candidates) if (isPinned) this.ids.set(keyOf(stack), id);
  }

  keep(found: FoundCandidate): KeptCandidate {
    const { spec, verified: _, undersampledReason: __, surrogate, provenance, measures, ...figures } = found;
    return {
      ...figures,
      id: this.idOf(found.stack),
      pass: spec.pass,
      ...(measures === undefined ? {} : { measures: measures as unknown as NonNullable<KeptCandidate['measures']> }),
      ...(surrogate === undefined ? {} : { surrogateMae: surrogate.mae }),
      provenance: { ...provenance } as unknown as KeptCandidate['provenance'],
      isPinned: false,
    };
  }

  private idOf(stack: Stack): string {
    const key = keyOf(stack);
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const id = `c${++this.last}`;
    this.ids.set(key, id);
    return id;
  }
}

const keyOf = (stack: Stack): string => JSON.stringify(stack);
