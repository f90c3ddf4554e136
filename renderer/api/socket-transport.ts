import { MOST_MESSAGE_BYTES, TextChannel } from '#services/wire.ts';
import type { Transport, TransportEvents } from './transport.ts';

const FIRST_RETRY_MS = 200;
const LAST_RETRY_MS = 4000;

type Address = Pick<Location, 'host' | 'protocol'>;

/**
 * The supervisor's WebSocket. It outlives engines: lines that begin with # are between the page and the supervisor
 * ("#engine 3": engine 3 is up, answered with "#hello 3"; "#lost …": it has ended; "#restart"), the rest is the
 * engine's.
 */
export function socketTransport(address: Address): Transport {
  return new SocketTransport(address);
}

class SocketTransport implements Transport {
  private readonly url: string;
  private socket: WebSocket | undefined;
  private channel: TextChannel | undefined;
  private events: TransportEvents | undefined;
  private retryMs = FIRST_RETRY_MS;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor({ host, protocol }: Address) {
    this.url = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/engine`;
  }

  start(events: TransportEvents): void {
    this.events = events;
    this.open();
  }

  restartEngine(): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send('#restart');
    else this.open();
  }

  close(): void {
    clearTimeout(this.timer);
    const { socket } = this;
    this.socket = undefined;
    socket?.close();
  }

  private open(): void {
    clearTimeout(this.timer);
    if (this.socket !== undefined && this.socket.readyState <= WebSocket.OPEN) return;
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.addEventListener('message', ({ data }) => {
      if (socket === this.socket && typeof data === 'string') this.receive(data, socket);
    });
    socket.addEventListener('close', () => {
      if (socket !== this.socket) return;
      this.socket = undefined;
      this.end('The connection to Stackwright was lost; it is being restored.');
      this.timer = setTimeout(() => this.open(), this.retryMs);
      this.retryMs = Math.min(2 * this.retryMs, LAST_RETRY_MS);
      void this.explain();
    });
  }

  private receive(text: string, socket: WebSocket): void {
    if (!text.startsWith('#')) {
      this.channel?.receive(text);
      return;
    }
    const [, word, rest = ''] = /^#(\w+) ?(.*)$/s.exec(text) ?? [];
    if (word === 'lost') this.end(rest);
    if (word !== 'engine') return;
    this.retryMs = FIRST_RETRY_MS;
    socket.send(`#hello ${rest}`);
    this.channel?.close();
    this.channel = new TextChannel((message) => sendChecked(socket, message));
    this.events?.opened(this.channel);
  }

  private end(reason: string): void {
    this.channel?.close();
    this.channel = undefined;
    this.events?.lost(reason);
  }

  /** A program that was started anew does not know this page's cookie, and no patience will help. */
  private async explain(): Promise<void> {
    const answer = await fetch('/', { method: 'HEAD', cache: 'no-store' }).catch(() => undefined);
    if (answer?.status !== 403 || this.channel !== undefined) return;
    this.events?.lost(
      'Stackwright was started anew and does not know this page; open the address that it printed. What is here can still be saved to a file.',
    );
  }
}

/** The host would close the connection for a longer message. */
function sendChecked(socket: WebSocket, message: string): void {
  const mayBeTooLong = message.length > MOST_MESSAGE_BYTES / 3; // no character takes more than three bytes
  if (mayBeTooLong && new Blob([message]).size > MOST_MESSAGE_BYTES) {
    throw new Error(`This is larger than ${MOST_MESSAGE_BYTES / 2 ** 20} MiB, the most that can be sent.`);
  }
  socket.send(message);
}
