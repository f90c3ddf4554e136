import type { StandardRPCCustomJsonSerializer } from '@orpc/client/standard';

/**
 * What both ends of a connection must agree on: how values travel that JSON has no words for. Without these a
 * Float64Array would arrive as a plain object and Infinity as null, both silently.
 *
 * Messages are text on every transport, so that one path is tested for all.
 */

/** Longest message that a host takes, bytes of UTF-8. */
export const MOST_MESSAGE_BYTES = 32 * 1024 * 1024;

const KINDS = {
  Float64Array,
  Float32Array,
  Uint8Array,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
} as const;
type KindName = keyof typeof KINDS;
type KnownArray = InstanceType<(typeof KINDS)[KindName]>;

const kindOf = (value: unknown): KindName | undefined => {
  if (!ArrayBuffer.isView(value)) return undefined;
  return (Object.keys(KINDS) as KindName[]).find((name) => value instanceof KINDS[name]);
};

const typedArrays: StandardRPCCustomJsonSerializer = {
  type: 101,
  condition: (value) => kindOf(value) !== undefined,
  serialize: (value: KnownArray) => `${kindOf(value)}:${toBase64(value)}`,
  deserialize: (text: string) => {
    const colon = text.indexOf(':');
    const name = text.slice(0, colon);
    if (!Object.hasOwn(KINDS, name)) throw new TypeError(`no such kind of array: ${name}`);
    return new KINDS[name as KindName](fromBase64(text.slice(colon + 1)));
  },
};

/** Infinity, −Infinity and −0; NaN is known to the protocol. */
const oddNumbers: StandardRPCCustomJsonSerializer = {
  type: 102,
  condition: (value) =>
    value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY || Object.is(value, -0),
  serialize: (value: number) => (Object.is(value, -0) ? '-0' : String(value)),
  deserialize: (text: string) => Number(text),
};

export const WIRE_SERIALIZERS: readonly StandardRPCCustomJsonSerializer[] = [typedArrays, oddNumbers];

/** Bytes as they lie in memory: every machine that this program runs on is little-endian. */
function toBase64(array: KnownArray): string {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(text);
}

function fromBase64(text: string): ArrayBuffer {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes.buffer;
}

/**
 * A connection as a web socket looks to the protocol: text goes out by `send`, comes in by `receive`, and `close` ends
 * whatever is still waiting. Every transport is wrapped in one.
 */
export class TextChannel {
  readyState: 0 | 1 | 2 | 3 = 1;
  private readonly target = new EventTarget();
  private readonly sendText: (text: string) => void;

  constructor(sendText: (text: string) => void) {
    this.sendText = sendText;
  }

  /** For the protocol: what it has to say. Nothing is said after the end. */
  send(data: unknown): void {
    if (this.readyState !== 1) return;
    if (typeof data !== 'string') throw new TypeError('only text goes over this connection');
    this.sendText(data);
  }

  /** For the transport: a message has come. */
  receive(text: string): void {
    if (this.readyState === 1) this.target.dispatchEvent(new MessageEvent('message', { data: text }));
  }

  /** For the transport: nothing more will come. */
  close(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.target.dispatchEvent(new Event('close'));
  }

  addEventListener(type: string, listener: (event: never) => void): void {
    this.target.addEventListener(type, listener as unknown as (event: Event) => void);
  }

  removeEventListener(type: string, listener: (event: never) => void): void {
    this.target.removeEventListener(type, listener as unknown as (event: Event) => void);
  }
}
