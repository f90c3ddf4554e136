import type { SearchTask, TaskResult } from '#core/design/search-task.ts';
import type { ErrorCode } from '#core/errors.ts';

/** What a search worker gets: a task and the target it belongs to. Workers keep the last targets they compiled. */
export interface SearchJob {
  /** unique for each run of the pool's process */
  readonly jobId: number;
  /** the target as JSON: a text goes from thread to thread much faster than what it says */
  readonly target: string;
  readonly defaultMaterials?: readonly string[];
  readonly task: SearchTask;
  /** one Int32; anything but 0 means stop */
  readonly stopFlag: SharedArrayBuffer;
}

/** Sent to start a worker's modules and catalogue before the first job. */
export interface WarmUp {
  readonly warmUp: true;
}

export type WorkerRequest = SearchJob | WarmUp;
/** A refusal as data: an error's code and path would not survive the way between threads. */
export interface Refusal {
  readonly refused: { readonly code: ErrorCode; readonly message: string; readonly path: string | undefined };
}

export type WorkerAnswer = TaskResult | Refusal | { readonly warm: true };
