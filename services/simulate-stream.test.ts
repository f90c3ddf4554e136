import { describe, expect, it } from 'vitest';
import { constantMaterial } from '#core/materials/material.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import { MOST_BYTES } from '#services/ndjson.ts';
import { simulateStream } from '#services/simulate-stream.ts';

const glass = constantMaterial('BK7/Constant', 1.5, 0);
const catalogue: MaterialCatalogue = { find: (id) => (id === 'BK7' ? glass : undefined), suggest: () => ['BK7'] };
const request = (id: unknown) =>
  JSON.stringify({ id, stack: { layers: [], substrate: { medium: 'BK7' } }, illumination: { wavelengthsNm: [500] } });

interface Answer {
  id: string | number | null;
  R?: number[];
  error?: { code: string; message: string; path?: string };
}

async function* chunked(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function run(input: string | Uint8Array, chunkSize = 7): Promise<{ answers: Answer[]; failed: number }> {
  let output = '';
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  const write = async (lines: string): Promise<void> => {
    expect(lines.endsWith('\n')).toBe(true);
    output += lines;
  };
  const totals = await simulateStream(chunked(bytes, chunkSize), write, catalogue);
  const answers = output
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Answer);
  expect(totals.answered).toBe(answers.length);
  return { answers, failed: totals.failed };
}

describe('simulateStream', () => {
  it.each([1, 7, 100_000])('answers in order, whatever the chunks (%d bytes)', async (size) => {
    const { answers, failed } = await run([1, 'zwei ü', 3].map(request).join('\n'), size);
    expect(answers.map(({ id }) => id)).toEqual([1, 'zwei ü', 3]);
    expect(answers[0]?.R?.[0]).toBeCloseTo(0.04, 14);
    expect(failed).toBe(0);
  });

  it('takes a BOM, CRLF, blank lines and a trailing newline for what they are', async () => {
    const { answers, failed } = await run(`\uFEFF${request('a')}\r\n\r\n  \n${request('b')}\r\n{bad\r\n\n`);
    expect(answers.map(({ id }) => id)).toEqual(['a', 'b', null]);
    expect(answers[2]?.error?.path).toBe('line 5');
    expect(failed).toBe(1);
  });

  it('answers nothing to nothing', async () => {
    for (const nothing of ['', '\n', '\uFEFF', '\r\n\r\n']) expect((await run(nothing)).answers).toEqual([]);
  });

  it.each([
    ['{"id":"x","stack":', 'not valid JSON'],
    ['{"id":"x","thicknessNm":NaN}', 'JSON has no NaN'],
    ['[1,-Infinity]', 'JSON has no -Infinity'],
    ['[]', 'is a list'],
    ['null', 'is null'],
    ['42', 'is a number'],
  ])('%s: no JSON object, no id, and the line', async (bad, words) => {
    const { answers, failed } = await run(`${request(1)}\n${bad}\n${request(3)}`);
    expect(answers.map(({ id }) => id)).toEqual([1, null, 3]);
    expect(answers[1]?.error).toMatchObject({ code: 'INVALID', path: 'line 2' });
    expect(answers[1]?.error?.message).toContain(words);
    expect(failed).toBe(1);
  });

  it('answers a wrong request with its own id and the place of the fault', async () => {
    const wrong = request('w').replace('"BK7"', '"BK8"');
    const { answers } = await run(`${wrong}\n${request({ no: 'id' })}\n${request(null)}\n${wrong}`);
    expect(answers[0]).toMatchObject({ id: 'w', error: { code: 'UNKNOWN_MATERIAL', path: 'stack.substrate.medium' } });
    expect(answers[1]).toMatchObject({ id: null, error: { code: 'INVALID', path: 'id' } });
    expect(answers[2]).toMatchObject({ id: null, error: { code: 'INVALID', path: 'id' } });
    expect(answers[3]).toEqual(answers[0]);
  });

  it('names the encoding of text that is no UTF-8', async () => {
    const latin1 = Buffer.from(request('Gerät'), 'latin1');
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`${request(1)}\n${request(2)}\n`, 'utf16le')]);
    const first = await run(Buffer.concat([latin1, Buffer.from(`\n${request('next')}`)]));
    expect(first.answers[0]?.error?.message).toContain('not valid UTF-8');
    expect(first.answers[1]?.id).toBe('next');
    const second = await run(utf16);
    expect(second.answers).toHaveLength(2);
    for (const { error } of second.answers) expect(error?.message).toContain('UTF-16');
  });

  it('refuses a line of more than 16 MiB without holding it, and answers the next', async () => {
    const chunk = Buffer.alloc(1 << 20, 'x');
    async function* input(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`${request('before')}\n{"id":"`);
      for (let megabyte = 0; megabyte < 300; megabyte++) yield chunk;
      yield Buffer.from(`"}\n${request('after')}`);
    }
    let output = '';
    const before = process.memoryUsage().arrayBuffers;
    let highest = 0;
    await simulateStream(
      input(),
      async (lines) => {
        output += lines;
        highest = Math.max(highest, process.memoryUsage().arrayBuffers - before);
      },
      catalogue,
    );
    const answers = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Answer);
    expect(answers.map(({ id }) => id)).toEqual(['before', null, 'after']);
    expect(answers[1]?.error).toMatchObject({ code: 'LIMIT', path: 'line 2' });
    expect(highest).toBeLessThan(100e6);
  });

  it('takes a line of exactly 16 MiB', async () => {
    const line = request('long');
    const { answers } = await run(line.padEnd(MOST_BYTES, ' '), 1 << 16);
    expect(answers[0]?.R).toBeDefined();
    expect((await run(line.padEnd(MOST_BYTES + 1, ' '), 1 << 16)).answers[0]?.error?.code).toBe('LIMIT');
  });

  it('does not read on while its answers are not taken', async () => {
    let taken = 0;
    async function* input(): AsyncGenerator<Uint8Array> {
      for (let index = 0; index < 100; index++) {
        taken++;
        yield Buffer.from(`${request(index)}\n`);
      }
    }
    let release = (): void => {};
    const blocked = new Promise<void>((resolve) => {
      release = resolve;
    });
    const finished = simulateStream(input(), () => blocked, catalogue);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(taken).toBe(1);
    release();
    expect((await finished).answered).toBe(100);
  });

  it('holds no more memory after thirty thousand requests than after three thousand', async () => {
    const block = Buffer.from(`${Array.from({ length: 100 }, (_, index) => request(index)).join('\n')}\n`);
    let written = 0;
    const pass = async (blocks: number): Promise<number> => {
      async function* input(): AsyncGenerator<Uint8Array> {
        for (let index = 0; index < blocks; index++) yield block;
      }
      const write = async (lines: string): Promise<void> => {
        written += lines.length;
      };
      expect((await simulateStream(input(), write, catalogue)).answered).toBe(100 * blocks);
      globalThis.gc?.();
      return process.memoryUsage().heapUsed;
    };
    await pass(10);
    const few = await pass(30);
    const many = await pass(300);
    expect(written).toBeGreaterThan(0);
    expect(many - few).toBeLessThan(40e6);
  });

  it('stops between lines when told, with whole lines written', async () => {
    const stopping = new AbortController();
    let output = '';
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) yield Buffer.from(`${request(1)}\n`);
    }
    const write = async (lines: string): Promise<void> => {
      output += lines;
      if (output.length > 1000) stopping.abort();
    };
    await simulateStream(endless(), write, catalogue, { signal: stopping.signal });
    expect(output.endsWith('\n')).toBe(true);
    for (const line of output.trim().split('\n')) expect(() => JSON.parse(line)).not.toThrow();
  });
});
