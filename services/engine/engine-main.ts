/**
 * The engine's process, out/engine.js. Two hosts start it: Electron's main as a utilityProcess, which sends a
 * MessagePort with each `{ kind: 'window' }`, and the supervisor of the browser host as a fork, which relays texts over
 * the process's own channel. The data folder is $STACKWRIGHT_DATA or the usual one.
 *
 * It ends on SIGTERM, on the supervisor's word, and when its host is gone, however that went.
 */
import type { FromEngine, ToEngine } from '#services/host/engine-messages.ts';
import { dataFolder } from '#services/materials/folders.ts';
import { TextChannel } from '#services/wire.ts';
import { createEngine, type Engine } from './engine.ts';

/** So long what has been asked may still be written. */
const CLOSING_MS = 3000;

/** The part of Electron's MessagePortMain that is needed here. */
interface HostPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
  postMessage(message: unknown): void;
  start(): void;
}

/** `process.parentPort` of an Electron utility process. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown; ports: readonly HostPort[] }) => void): void;
}

function main(): void {
  const { parentPort } = process as unknown as { parentPort?: ParentPort | null };
  const isDesktop = parentPort !== undefined && parentPort !== null;
  if (!isDesktop && process.send === undefined) {
    process.stderr.write('stackwright: the engine is started by the program, not by hand: stackwright serve\n');
    process.exit(1);
  }
  const engine = createEngine({ dataFolder: dataFolder(), host: isDesktop ? 'electron' : 'browser' });
  process.on('exit', () => engine.abandon());
  process.on('SIGTERM', () => end(engine));
  process.on('SIGINT', () => undefined); // Ctrl-C reaches the whole group; the host decides
  if (isDesktop) serveWindows(engine, parentPort);
  else serveSupervisor(engine);
}

function serveWindows(engine: Engine, parentPort: ParentPort): void {
  parentPort.on('message', ({ data, ports }) => {
    const [port] = ports;
    if ((data as { kind?: unknown } | null)?.kind !== 'window' || port === undefined) return;
    const channel = new TextChannel((text) => port.postMessage(text));
    port.on('message', (event) => {
      if (typeof event.data === 'string') channel.receive(event.data);
    });
    port.on('close', () => channel.close());
    engine.connect(channel);
    port.start();
  });
}

function serveSupervisor(engine: Engine): void {
  const pages = new Map<number, TextChannel>();
  const tell = (message: FromEngine) => {
    if (process.connected) process.send?.(message, undefined, undefined, () => undefined); // a host that has just died
  };
  process.on('message', (message: ToEngine) => {
    if (message.kind === 'end') return end(engine);
    const { page } = message;
    if (message.kind === 'text') return pages.get(page)?.receive(message.text);
    pages.get(page)?.close();
    pages.delete(page);
    if (message.kind === 'close') return;
    const channel = new TextChannel((text) => tell({ kind: 'text', page, text }));
    pages.set(page, channel);
    engine.connect(channel);
  });
  process.on('disconnect', () => end(engine));
  tell({ kind: 'ready' });
}

let isEnding = false;

function end(engine: Engine): void {
  if (isEnding) return;
  isEnding = true;
  setTimeout(() => process.exit(1), CLOSING_MS).unref();
  engine.close().then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`stackwright: while ending: ${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    },
  );
}

main();
