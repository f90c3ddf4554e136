import { TextChannel } from '#services/wire.ts';
import type { StackwrightHost, Transport, TransportEvents } from './transport.ts';

const RETRY_MS = 500;

/** Ports to the engine from the desktop host; how they come is written at the top of engine-client.ts. */
export function portTransport(page: Window, host: StackwrightHost): Transport {
  return new PortTransport(page, host);
}

class PortTransport implements Transport {
  private readonly page: Window;
  private readonly host: StackwrightHost;
  private port: MessagePort | undefined;
  private channel: TextChannel | undefined;
  private events: TransportEvents | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly onMessage = (event: MessageEvent): void => {
    const [port] = event.ports;
    // Frames cannot pretend to be the preload: a message of their own has another source.
    if (event.source !== this.page || port === undefined) return;
    if ((event.data as { type?: unknown } | null)?.type === 'stackwright:engine-port') this.take(port);
  };

  constructor(page: Window, host: StackwrightHost) {
    this.page = page;
    this.host = host;
  }

  start(events: TransportEvents): void {
    this.events = events;
    this.page.addEventListener('message', this.onMessage);
    this.host.onEngineLost((reason) => this.lose(reason));
    this.host.connect();
  }

  restartEngine(): void {
    this.host.restartEngine();
  }

  close(): void {
    clearTimeout(this.timer);
    this.page.removeEventListener('message', this.onMessage);
    this.port?.close();
    this.port = undefined;
  }

  private take(port: MessagePort): void {
    clearTimeout(this.timer);
    this.port?.close();
    this.port = port;
    this.channel?.close();
    const channel = new TextChannel((text) => port.postMessage(text));
    this.channel = channel;
    port.onmessage = ({ data }) => {
      if (typeof data === 'string') channel.receive(data);
    };
    port.addEventListener('close', () => {
      if (port === this.port) this.lose('The engine has ended.');
    });
    this.events?.opened(channel);
  }

  private lose(reason: string): void {
    this.port?.close();
    this.port = undefined;
    this.channel?.close();
    this.channel = undefined;
    this.events?.lost(reason);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.host.connect(), RETRY_MS);
  }
}
