import { type ChildProcess, fork } from 'node:child_process';
import type { FromEngine, ToEngine } from './engine-messages.ts';

/** An engine that lived at least this long did not fail because of how it starts. */
const HEALTHY_MS = 2000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 3000;
/** So long an engine may take to write what it holds. */
const CLOSING_MS = 5000;

export interface EngineProgram {
  /** the built engine, out/engine.js */
  readonly file: string;
  readonly dataFolder: string;
}

export interface EngineListener {
  /** Engine `number` answers now. */
  ready(number: number): void;
  /** It has ended; another is on its way. */
  lost(): void;
  text(page: number, text: string): void;
}

/** Keeps one engine process alive: forks it, and forks another when it ends. */
export class EngineProcess {
  private readonly program: EngineProgram;
  private readonly listener: EngineListener;
  private child: ChildProcess | undefined;
  private timer: NodeJS.Timeout | undefined;
  private pauseMs = FIRST_PAUSE_MS;
  private isClosing = false;
  private count = 0;

  /** the engine that answers now, by its number; null while there is none */
  number: number | null = null;

  constructor(program: EngineProgram, listener: EngineListener) {
    this.program = program;
    this.listener = listener;
    this.start();
  }

  send(message: ToEngine): void {
    if (this.child?.connected) this.child.send(message, () => undefined); // an engine that ends meanwhile is noticed below
  }

  /** For an engine that hangs. */
  restart(): void {
    this.child?.kill('SIGKILL');
  }

  /** Ends the engine, which first writes what it was asked to. */
  async close(): Promise<void> {
    this.isClosing = true;
    clearTimeout(this.timer);
    const { child } = this;
    if (child === undefined) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), CLOSING_MS);
      child.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      this.send({ kind: 'end' });
    });
  }

  private start(): void {
    const startedAt = performance.now();
    const child = fork(this.program.file, [], {
      serialization: 'advanced',
      execArgv: [],
      env: { ...process.env, STACKWRIGHT_DATA: this.program.dataFolder },
      stdio: ['ignore', 2, 2, 'ipc'], // stdout is the host's own
    });
    this.child = child;
    child.on('message', (message: FromEngine) => {
      if (message.kind === 'text') return this.listener.text(message.page, message.text);
      this.number = ++this.count;
      this.listener.ready(this.number);
    });
    child.once('error', (error) =>
      process.stderr.write(`stackwright: the engine cannot be started: ${error.message}\n`),
    );
    child.once('exit', (code, signal) => {
      this.child = undefined;
      this.number = null;
      this.listener.lost();
      if (this.isClosing) return;
      const isHealthy = performance.now() - startedAt > HEALTHY_MS;
      this.pauseMs = isHealthy ? FIRST_PAUSE_MS : Math.min(2 * this.pauseMs, LONGEST_PAUSE_MS);
      process.stderr.write(`stackwright: the engine ended (${signal ?? code}); it is started again\n`);
      this.timer = setTimeout(() => this.start(), this.pauseMs);
    });
  }
}
