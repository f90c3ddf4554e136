import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Piscina } from 'piscina';
import type { SearchRunner } from '#core/design/pipeline.ts';
import type { SearchTask, TaskResult } from '#core/design/search-task.ts';
import { StackwrightError } from '#core/errors.ts';
import type { Target } from '#core/targets/target.ts';
import { packageRoot } from '#services/package-root.ts';
import type { Refusal, SearchJob, WarmUp } from './search-job.ts';

/** The worker's exported function. */
const ENTRY = { name: 'answer' } as const;
/** More threads than this bring nothing for targets of ordinary size. */
const MOST_WORKERS = 16;

/** The search workers of one process, kept for all targets. Tasks are begun in the order in which they come. */
export class SearchPool {
  private readonly pool: Piscina;
  private readonly workers: number;
  private jobs = 0;
  private busy = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly state = { isClosed: false };

  /** @param workers number of threads; by default one for each processor */
  constructor(workers = defaultWorkers()) {
    this.workers = workers;
    this.pool = new Piscina({
      filename: join(packageRoot(), 'out', 'search-worker.js'),
      minThreads: workers,
      maxThreads: workers,
      idleTimeout: Number.POSITIVE_INFINITY,
      atomics: 'disabled', // a worker blocked on Atomics.wait could not be stopped
    });
  }

  /** Resolves once every worker has loaded its modules and the catalogue. */
  async ready(): Promise<void> {
    const request: WarmUp = { warmUp: true };
    await Promise.all(Array.from({ length: this.workers }, () => this.pool.run(request, ENTRY)));
  }

  /** A runner for one target. Release it when its run has ended. */
  open(target: Target, options: { defaultMaterials?: readonly string[]; signal?: AbortSignal }): PoolRunner {
    return new PoolRunner((request) => this.answer(request), this.state, ++this.jobs, target, options);
  }

  /** Waits for a free worker: piscina's own queue does not keep the order of tasks. */
  private async answer(request: SearchJob): Promise<TaskResult | Refusal> {
    if (this.busy >= this.workers) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.busy++;
    try {
      return (await this.pool.run(request, ENTRY)) as TaskResult | Refusal;
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.busy--;
      else next(); // takes over the place
    }
  }

  /** Ends the threads. Tasks that are still running end without a result. */
  async close(): Promise<void> {
    this.state.isClosed = true;
    await this.pool.destroy();
  }
}

function defaultWorkers(): number {
  return Math.min(availableParallelism(), MOST_WORKERS);
}

/** Sends the tasks of one run to the pool; stopping sets a flag that every task polls. */
export class PoolRunner implements SearchRunner {
  private readonly stopFlag = new SharedArrayBuffer(4);
  private readonly flag = new Int32Array(this.stopFlag);
  private timer: NodeJS.Timeout | undefined;
  private readonly answer: (request: SearchJob) => Promise<TaskResult | Refusal>;
  private readonly poolState: { readonly isClosed: boolean };
  private readonly job: Omit<SearchJob, 'task' | 'stopFlag'>;
  private readonly signal: AbortSignal | undefined;
  private readonly onAbort = (): void => this.stop();

  constructor(
    answer: (request: SearchJob) => Promise<TaskResult | Refusal>,
    poolState: { readonly isClosed: boolean },
    jobId: number,
    target: Target,
    { defaultMaterials, signal }: { defaultMaterials?: readonly string[]; signal?: AbortSignal },
  ) {
    this.answer = answer;
    this.poolState = poolState;
    this.job = {
      jobId,
      target: JSON.stringify(target),
      ...(defaultMaterials === undefined ? {} : { defaultMaterials }),
    };
    this.signal = signal;
    if (signal?.aborted) this.stop();
    signal?.addEventListener('abort', this.onAbort);
  }

  async run(task: SearchTask): Promise<TaskResult> {
    const request: SearchJob = { ...this.job, task, stopFlag: this.stopFlag };
    const answer = await this.ask(request);
    if (!('refused' in answer)) return answer;
    const { code, message, path } = answer.refused;
    throw new StackwrightError(code, message, path === undefined ? {} : { path });
  }

  private async ask(request: SearchJob): Promise<TaskResult | Refusal> {
    try {
      return await this.answer(request);
    } catch (error) {
      if (!this.poolState.isClosed) throw error;
      this.stop(); // or the search would ask for ever
      return { found: [], evaluations: 0 };
    }
  }

  stopAfter(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.stop(), Math.max(0, milliseconds));
  }

  stop(): void {
    Atomics.store(this.flag, 0, 1);
  }

  get aborted(): boolean {
    return this.signal?.aborted === true;
  }

  get stopping(): boolean {
    return Atomics.load(this.flag, 0) !== 0;
  }

  release(): void {
    this.stop();
    clearTimeout(this.timer);
    this.signal?.removeEventListener('abort', this.onAbort);
  }
}
