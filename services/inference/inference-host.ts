import { fork } from 'node:child_process';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { StackwrightError } from '#core/errors.ts';
import type { InferenceSession, Tensor } from '#core/inverse/session.ts';
import { packageRoot } from '#services/package-root.ts';
import type { InferenceAnswer, InferenceRequest, LoadedGraph } from './inference-protocol.ts';

/** Another thread or process that answers requests. */
interface Channel {
  post(request: InferenceRequest): void;
  /** Nothing is asked for the moment: the channel must not keep this process alive. */
  rest(): void;
  stop(): Promise<void>;
}

interface Waiting {
  resolve(answer: InferenceAnswer): void;
  reject(error: Error): void;
}

type Listener = { answer(answer: InferenceAnswer): void; lost(reason: string): void };
/** A request without its id. */
type Question = InferenceRequest extends infer R ? (R extends { id: number } ? Omit<R, 'id'> : never) : never;

/**
 * The thread (or process) that runs networks, seen from outside. A thread is for packs that have been checked; a
 * process is for graphs that nobody has tried yet: if one crashes it or runs too long, only that process ends.
 */
export class InferenceHost {
  private readonly channel: Channel;
  private readonly waiting = new Map<number, Waiting>();
  private readonly limitMs: number | undefined;
  private lastId = 0;
  private lostReason: string | undefined;

  /** @param limitMs a request that takes longer ends the host with an error */
  constructor(kind: 'thread' | 'process', limitMs?: number) {
    const file = join(packageRoot(), 'out', 'inference-worker.js');
    const listener: Listener = {
      answer: (answer) => this.settle(answer),
      lost: (reason) => this.lose(reason),
    };
    this.limitMs = limitMs;
    this.channel = kind === 'thread' ? openThread(file, listener) : openProcess(file, listener);
  }

  /** Loads a network under a name. @throws StackwrightError MODEL with what is wrong with the graph */
  async load(model: string, bytes: Uint8Array): Promise<LoadedGraph> {
    const answer = await this.ask({ type: 'load', model, bytes });
    return (answer as Extract<InferenceAnswer, { graph: unknown }>).graph;
  }

  session(model: string): InferenceSession {
    return {
      run: async (inputs: Readonly<Record<string, Tensor>>) => {
        const answer = await this.ask({ type: 'run', model, inputs });
        return (answer as Extract<InferenceAnswer, { outputs: unknown }>).outputs;
      },
    };
  }

  async close(): Promise<void> {
    this.lose('it was closed');
    await this.channel.stop();
  }

  private async ask(question: Question): Promise<InferenceAnswer> {
    if (this.lostReason !== undefined) throw this.gone();
    const id = ++this.lastId;
    const answered = new Promise<InferenceAnswer>((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    const timer =
      this.limitMs === undefined
        ? undefined
        : setTimeout(() => {
            this.lose(`it took longer than ${this.limitMs} ms`);
            void this.channel.stop();
          }, this.limitMs);
    this.channel.post({ id, ...question } as InferenceRequest);
    const answer = await answered.finally(() => clearTimeout(timer));
    if ('failure' in answer) throw new StackwrightError('MODEL', `The network cannot be used: ${answer.failure}`);
    return answer;
  }

  private settle(answer: InferenceAnswer): void {
    this.waiting.get(answer.id)?.resolve(answer);
    this.waiting.delete(answer.id);
    if (this.waiting.size === 0) this.channel.rest();
  }

  private lose(reason: string): void {
    this.lostReason ??= reason;
    for (const { reject } of this.waiting.values()) reject(this.gone());
    this.waiting.clear();
  }

  private gone(): StackwrightError {
    return new StackwrightError('MODEL', `The part that runs networks has ended: ${this.lostReason}.`);
  }
}

function openThread(file: string, listener: Listener): Channel {
  const worker = new Worker(file, { stdout: false });
  worker.unref();
  worker.on('message', (answer: InferenceAnswer) => {
    listener.answer(answer);
  });
  worker.on('error', (error) => listener.lost(error.message));
  worker.on('exit', (code) => listener.lost(`exit code ${code}`));
  return {
    post: (request) => {
      worker.ref();
      worker.postMessage(request);
    },
    rest: () => worker.unref(),
    stop: async () => {
      await worker.terminate();
    },
  };
}

function openProcess(file: string, listener: Listener): Channel {
  const child = fork(file, { serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let complaint = '';
  child.stderr?.on('data', (text: Buffer) => {
    complaint = (complaint + text.toString()).slice(-300);
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.on('message', (answer: InferenceAnswer) => listener.answer(answer));
  child.on('error', (error) => listener.lost(error.message));
  child.on('exit', (code, signal) => {
    listener.lost(`it ended with ${signal ?? `exit code ${code}`} ${complaint.trim()}`.trim());
  });
  return {
    post: (request) => child.send(request, () => undefined),
    rest: () => undefined, // always closed by whoever opened it
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
