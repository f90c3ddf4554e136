import type { WebSocket } from 'ws';
import type { EngineProcess } from './engine-process.ts';

const LOSS = 'The design engine ended unexpectedly; it is being started again.';
const PING_EVERY_MS = 15_000;
/** A page that does not take what it is sent is given up before it fills the memory. */
const MOST_WAITING_BYTES = 128 * 1024 * 1024;

interface Page {
  readonly socket: WebSocket;
  /** its connection to the engine of the moment; null until it has greeted that engine */
  connection: number | null;
  isAlive: boolean;
}

/**
 * The pages' web sockets. They outlive engines. Lines that begin with # are between page and supervisor (see
 * renderer/api/socket-transport.ts); the rest goes to the engine, once the page has greeted it by its number: what a
 * page still says to an engine that has ended must not reach the next one.
 */
export class Pages {
  private readonly engine: EngineProcess;
  private readonly onCount: (count: number) => void;
  private readonly pages = new Set<Page>();
  private readonly byConnection = new Map<number, Page>();
  private connections = 0;
  private readonly pinging = setInterval(() => this.ping(), PING_EVERY_MS);

  constructor(engine: EngineProcess, onCount: (count: number) => void = () => undefined) {
    this.engine = engine;
    this.onCount = onCount;
    this.pinging.unref();
  }

  add(socket: WebSocket): void {
    const page: Page = { socket, connection: null, isAlive: true };
    this.pages.add(page);
    socket.on('message', (data, isBinary) => {
      if (!isBinary) this.receive(page, data.toString());
    });
    socket.on('pong', () => {
      page.isAlive = true;
    });
    socket.on('error', () => undefined); // it closes, which is all that matters
    socket.on('close', () => {
      this.leave(page);
      this.pages.delete(page);
      this.onCount(this.pages.size);
    });
    this.onCount(this.pages.size);
    if (this.engine.number !== null) socket.send(`#engine ${this.engine.number}`);
  }

  announce(engine: number): void {
    for (const { socket } of this.pages) socket.send(`#engine ${engine}`);
  }

  announceLoss(): void {
    this.byConnection.clear();
    for (const page of this.pages) {
      page.connection = null;
      page.socket.send(`#lost ${LOSS}`);
    }
  }

  deliver(connection: number, text: string): void {
    const socket = this.byConnection.get(connection)?.socket;
    if (socket === undefined) return;
    if (socket.bufferedAmount > MOST_WAITING_BYTES) socket.terminate();
    else socket.send(text);
  }

  close(): void {
    clearInterval(this.pinging);
    for (const { socket } of this.pages) socket.close(1001, 'Stackwright has ended');
  }

  private receive(page: Page, text: string): void {
    if (text === '#restart') this.engine.restart();
    else if (text.startsWith('#')) this.greet(page, text);
    else if (page.connection !== null) this.engine.send({ kind: 'text', page: page.connection, text });
  }

  private greet(page: Page, text: string): void {
    if (this.engine.number === null || text !== `#hello ${this.engine.number}`) return;
    this.leave(page);
    page.connection = ++this.connections;
    this.byConnection.set(page.connection, page);
    this.engine.send({ kind: 'open', page: page.connection });
  }

  private leave(page: Page): void {
    if (page.connection === null) return;
    this.engine.send({ kind: 'close', page: page.connection });
    this.byConnection.delete(page.connection);
    page.connection = null;
  }

  private ping(): void {
    for (const page of this.pages) {
      if (!page.isAlive) page.socket.terminate();
      page.isAlive = false;
      page.socket.ping();
    }
  }
}
