/**
 * How a window reaches the engine: over a WebSocket to the supervisor that served the page, or over a MessagePort that
 * the desktop host hands over. Both carry the same text messages (services/wire.ts).
 *
 * THE DESKTOP HOST'S PART. Where `window.stackwrightHost` exists, the window uses it and no WebSocket. The preload
 * exposes it with contextBridge (interface `StackwrightHost` in transport.ts). A port cannot pass a contextBridge, so it comes as
 * a window message:
 *
 *   1. The page calls `stackwrightHost.connect()`, once at its start and once after each loss of the engine.
 *   2. The preload asks main (ipcRenderer.send); main checks the sender's frame, starts the engine if there is none, and
 *      makes a MessageChannelMain: one end to the engine by `engine.postMessage({ kind: 'window' }, [port1])`, the other
 *      to the preload by `webContents.postMessage(channel, null, [port2])`.
 *   3. The preload passes it on: `window.postMessage({ type: 'stackwright:engine-port' }, '*', [event.ports[0]])`.
 *      Every such message begins a new session; the one before is over.
 *   4. When the engine's process ends, main tells the preload, which calls the listeners of `onEngineLost` with a
 *      sentence. A port that closes means the same. The page then calls `connect()` again by itself.
 *
 * In the engine's process (services/engine/engine-main.ts) each `{ kind: 'window' }` message of `process.parentPort` is
 * one window; closing its port ends it.
 */
import './zod-without-eval.ts';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { contract } from '#services/contract.ts';
import { type TextChannel, WIRE_SERIALIZERS } from '#services/wire.ts';
import { portTransport } from './port-transport.ts';
import { socketTransport } from './socket-transport.ts';
import type { Transport } from './transport.ts';

export type EngineClient = ContractRouterClient<typeof contract>;

export interface ConnectionState {
  /** connecting: at the start only; lost: being restored by itself */
  readonly status: 'connecting' | 'ready' | 'lost';
  /** why it was lost, as a sentence */
  readonly reason: string | null;
  /** grows with every engine that answers */
  readonly session: number;
}

/** The engine is gone, and with it the answer to this call. Its next life knows nothing of it. */
export class EngineLost extends Error {
  readonly code = 'ENGINE_LOST';
}

export interface EngineConnection {
  /** Calls wait while the first connection is made, and fail at once with EngineLost while there is none. */
  readonly client: EngineClient;
  readonly connection: StoreApi<ConnectionState>;
  /** Ends the engine and starts another, for one that hangs. One that has died is restarted without being asked. */
  restartEngine(): void;
  close(): void;
}

type Link = Pick<RPCLink<Record<never, never>>, 'call'>;
type CallArguments = Parameters<Link['call']>;

/** Connects to the engine of the host that the page runs in. */
export function connectEngine(transport: Transport = hostTransport()): EngineConnection {
  const connection = createStore<ConnectionState>()(() => ({ status: 'connecting', reason: null, session: 0 }));
  const sessions = new Sessions();
  transport.start({
    opened: (channel) => {
      sessions.open(channel);
      connection.setState(({ session }) => ({ status: 'ready', reason: null, session: session + 1 }));
    },
    lost: (reason) => {
      sessions.lose(reason);
      connection.setState({ status: 'lost', reason });
    },
  });
  return {
    client: createORPCClient({ call: (...call: CallArguments) => sessions.call(call) }),
    connection,
    restartEngine: () => transport.restartEngine(),
    close: () => {
      transport.close();
      sessions.lose('The connection was closed.');
    },
  };
}

function hostTransport(): Transport {
  const host = window.stackwrightHost;
  return host === undefined ? socketTransport(window.location) : portTransport(window, host);
}

interface Session {
  readonly channel: TextChannel;
  readonly link: Link;
}

/** The engine of the moment. */
class Sessions {
  private session: Session | undefined;
  private lostReason: string | undefined;
  private waiting: { resolve(session: Session): void; reject(error: Error): void }[] = [];

  open(channel: TextChannel): void {
    this.session?.channel.close();
    const link = new RPCLink({ websocket: asWebSocket(channel), customJsonSerializers: [...WIRE_SERIALIZERS] });
    const session = { channel, link };
    this.session = session;
    this.lostReason = undefined;
    for (const { resolve } of this.waiting.splice(0)) resolve(session);
  }

  lose(reason: string): void {
    this.lostReason = reason;
    this.session?.channel.close();
    this.session = undefined;
    for (const { reject } of this.waiting.splice(0)) reject(new EngineLost(reason));
  }

  async call(call: CallArguments): Promise<unknown> {
    const session = await this.current();
    try {
      const answer = await session.link.call(...call);
      return isStream(answer) ? this.guarded(answer, session) : answer;
    } catch (error) {
      throw this.explained(error, session);
    }
  }

  private async current(): Promise<Session> {
    if (this.session !== undefined) return this.session;
    if (this.lostReason !== undefined) throw new EngineLost(this.lostReason);
    return await new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  private async *guarded(stream: AsyncIterable<unknown>, session: Session): AsyncGenerator<unknown> {
    try {
      yield* stream;
    } catch (error) {
      throw this.explained(error, session);
    }
  }

  /** The protocol rejects what is pending when its channel closes, without saying why. */
  private explained(error: unknown, session: Session): unknown {
    if (session.channel.readyState === 1) return error;
    return new EngineLost(this.lostReason ?? 'The engine was started anew.', { cause: error });
  }
}

const isStream = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/** The protocol wants what a web socket and a text channel have in common. */
const asWebSocket = (channel: TextChannel) => channel as unknown as WebSocket;
