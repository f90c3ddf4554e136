import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ConsultedPack } from '#core/design/setup.ts';

/** A refusal or a failure as the window shows it: the sentence, and the place in the target where there is one. */
export interface RunFailure {
  readonly code: string;
  readonly message: string;
  readonly path?: string;
}

/** What the design engine is doing; not part of the document, and not undone. */
export interface RunState {
  readonly status: 'idle' | 'running' | 'stopping' | 'done' | 'failed';
  /** performance.now() at the start */
  readonly startedAt: number;
  readonly elapsedMs: number;
  readonly evaluations: number;
  /** best merit against time, for the small trace: [elapsed ms, merit] */
  readonly trace: readonly (readonly [number, number])[];
  readonly packs: readonly ConsultedPack[];
  readonly excluded: readonly { readonly id: string; readonly reason: string }[];
  readonly failure: RunFailure | null;
}

export type RunStore = StoreApi<RunState>;

export const IDLE: RunState = {
  status: 'idle',
  startedAt: 0,
  elapsedMs: 0,
  evaluations: 0,
  trace: [],
  packs: [],
  excluded: [],
  failure: null,
};

export function createRunStore(): RunStore {
  return createStore<RunState>()(() => IDLE);
}
