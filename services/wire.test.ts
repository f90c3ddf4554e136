import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { os, type RouterClient } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { TextChannel, WIRE_SERIALIZERS } from '#services/wire.ts';

const router = { echo: os.input(z.unknown()).handler(({ input }) => input) };
type Echo = RouterClient<typeof router>;
const handler = new RPCHandler(router, { customJsonSerializers: [...WIRE_SERIALIZERS] });
const cleanUp: (() => void)[] = [];

afterEach(() => {
  for (const close of cleanUp.splice(0)) close();
});

function clientOver(channel: unknown): Echo {
  return createORPCClient(
    new RPCLink({ websocket: channel as globalThis.WebSocket, customJsonSerializers: [...WIRE_SERIALIZERS] }),
  );
}

function serve(channel: TextChannel): void {
  void handler.upgrade(channel as unknown as WebSocket);
}

function overMessagePort(): Promise<Echo> {
  const { port1, port2 } = new MessageChannel();
  const ends = [port1, port2].map((port) => {
    const channel = new TextChannel((text) => port.postMessage(text));
    port.onmessage = ({ data }) => channel.receive(data);
    return channel;
  });
  cleanUp.push(() => port1.close());
  serve(ends[0] as TextChannel);
  return Promise.resolve(clientOver(ends[1]));
}

async function overWebSocket(): Promise<Echo> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket) => {
    const channel = new TextChannel((text) => socket.send(text));
    socket.on('message', (data) => channel.receive(data.toString()));
    serve(channel);
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  const socket = new WebSocket(`ws://127.0.0.1:${port}`);
  cleanUp.push(
    () => socket.close(),
    () => server.close(),
  );
  return clientOver(socket);
}

describe.each([
  ['a MessagePort', overMessagePort],
  ['a WebSocket', overWebSocket],
])('over %s', (_, connect) => {
  it('numbers arrive that JSON has no words for', async () => {
    const client = await connect();
    const sent = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, -0, 0, 5e-324, Number.MAX_VALUE];
    const got = (await client.echo({ sent })) as { sent: number[] };
    got.sent.forEach((value, i) => {
      expect(Object.is(value, sent[i]), String(sent[i])).toBe(true);
    });
    expect(got.sent).toHaveLength(sent.length);
  });

  it('typed arrays arrive as what they were, also views into a larger buffer', async () => {
    const client = await connect();
    const whole = Float64Array.from({ length: 100_000 }, (_, i) => Math.sin(i));
    const sent = {
      whole,
      view: whole.subarray(10, 20),
      odd: Float64Array.of(Number.NaN, Number.NEGATIVE_INFINITY, -0),
      floats: Float32Array.of(0.1),
      bytes: Uint8Array.of(0, 255),
      words: Int32Array.of(-1),
      empty: new Uint16Array(0),
    };
    const got = (await client.echo(sent)) as typeof sent;
    expect(got).toEqual(sent);
    for (const key of Object.keys(sent) as (keyof typeof sent)[]) {
      expect(got[key].constructor, key).toBe(sent[key].constructor);
    }
  });
});
