import type { TextChannel } from '#services/wire.ts';

/** What a transport tells. */
export interface TransportEvents {
  /** An engine answers on this channel; the one before is over. */
  opened(channel: TextChannel): void;
  lost(reason: string): void;
}

/** A way to the engine that restores itself. */
export interface Transport {
  start(events: TransportEvents): void;
  restartEngine(): void;
  close(): void;
}

/** What the desktop host's preload exposes; the protocol is described at the top of engine-client.ts. */
export interface StackwrightHost {
  readonly kind: 'electron';
  /** asks for a port to the engine, starting it if need be */
  connect(): void;
  /** ends the engine's process, if there is one, and starts another; the page hears of it by `onEngineLost` */
  restartEngine(): void;
  onEngineLost(listener: (reason: string) => void): void;
}

declare global {
  interface Window {
    readonly stackwrightHost?: StackwrightHost;
  }
}
