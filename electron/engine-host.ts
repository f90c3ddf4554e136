import { MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron';

/** An engine that lived at least this long is started again at once. */
const HEALTHY_MS = 5000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
/** So long an engine may take to write what it holds. */
const CLOSING_MS = 5000;

export interface EngineProgram {
  /** the built engine */
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Keeps one engine process alive and gives windows a port to it. */
export class EngineHost {
  private readonly program: EngineProgram;
  private readonly onLost: (reason: string) => void;
  private engine: UtilityProcess | null = null;
  private waiting: MessagePortMain[] = [];
  private pauseMs = FIRST_PAUSE_MS;
  private isClosing = false;

  /** @param onLost hears, as a sentence, that an engine's process has ended; another is on its way then */
  constructor(program: EngineProgram, onLost: (reason: string) => void) {
    this.program = program;
    this.onLost = onLost;
    this.start();
  }

  /** A port for a window; the engine's end of it arrives as soon as there is an engine. */
  openPort(): MessagePortMain {
    const { port1, port2 } = new MessageChannelMain();
    if (this.engine === null) this.waiting.push(port1);
    else this.engine.postMessage({ kind: 'window' }, [port1]);
    return port2;
  }

  /** For an engine that hangs. */
  restart(): void {
    this.pauseMs = FIRST_PAUSE_MS / 2;
    this.kill('SIGKILL');
  }

  /** Ends the engine, which writes what it holds first. */
  async close(): Promise<void> {
    this.isClosing = true;
    const { engine } = this;
    if (engine === null) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => this.kill('SIGKILL'), CLOSING_MS);
      engine.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      engine.kill(); // SIGTERM
    });
  }

  private start(): void {
    const startedAt = Date.now();
    const { file, environment } = this.program;
    const engine = utilityProcess.fork(file, [], {
      serviceName: 'Stackwright engine',
      stdio: 'inherit',
      env: environment,
    });
    engine.once('spawn', () => {
      this.engine = engine;
      for (const port of this.waiting.splice(0)) engine.postMessage({ kind: 'window' }, [port]);
    });
    engine.once('exit', (code) => {
      this.engine = null;
      if (this.isClosing) return;
      const livedMs = Date.now() - startedAt;
      this.pauseMs = livedMs > HEALTHY_MS ? FIRST_PAUSE_MS : Math.min(2 * this.pauseMs, LONGEST_PAUSE_MS);
      console.error(`The engine ended (code ${code}) after ${livedMs} ms; starting it again in ${this.pauseMs} ms.`);
      this.onLost('The design engine ended unexpectedly.');
      setTimeout(() => {
        if (!this.isClosing) this.start();
      }, this.pauseMs);
    });
  }

  /** Electron's own `kill` is a SIGTERM, which a process that hangs may not heed. */
  private kill(signal: NodeJS.Signals): void {
    const pid = this.engine?.pid;
    if (pid !== undefined) process.kill(pid, signal);
  }
}
