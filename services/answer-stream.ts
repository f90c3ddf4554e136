import { setImmediate } from 'node:timers/promises';
import { type ErrorCode, StackwrightError } from '#core/errors.ts';
import { isBlank, LineSplitter, MOST_BYTES, type RawLine } from '#services/ndjson.ts';

type Id = string | number | null;

export interface StreamTotals {
  /** lines answered, whether well or with an error */
  answered: number;
  failed: number;
}

export interface StreamOptions {
  /** checked between lines and within long ones; what was answered until then has been written as whole lines */
  readonly signal?: AbortSignal;
  /** told of failures that are this program's fault, not the request's */
  readonly onInternalError?: (error: unknown, line: number) => void;
}

/** Answers one request; undefined if the work was stopped in the middle of it and there is no answer. */
export type Respond = (request: object) => Promise<object | undefined>;

/** Answers waiting to be written together, in characters. */
const WRITE_AT = 64 * 1024;

/**
 * Answers NDJSON requests one by one, in order, in memory that does not grow with their number. A line that cannot be
 * answered gets `{id, error}` in its place, and the run goes on.
 * @param input UTF-8, with or without a BOM, with LF or CRLF
 * @param write takes whole lines and resolves when it can take more
 */
export async function answerStream(
  input: AsyncIterable<Uint8Array>,
  write: (lines: string) => Promise<void>,
  respond: Respond,
  options: StreamOptions = {},
): Promise<StreamTotals> {
  const totals: StreamTotals = { answered: 0, failed: 0 };
  const responder = new Responder(respond, options);
  const splitter = new LineSplitter();
  let pending = '';
  const flush = async (): Promise<void> => {
    const lines = pending;
    pending = '';
    if (lines !== '') await write(lines);
  };
  const answerAll = async (lines: Iterable<RawLine>): Promise<void> => {
    for (const line of lines) {
      if (options.signal?.aborted) return;
      if (line.bytes !== undefined && isBlank(line.bytes)) continue;
      const startedAt = performance.now();
      const answer = await responder.answer(line);
      if (answer === undefined) return;
      totals.answered++;
      if (!answer.isGood) totals.failed++;
      pending += `${answer.text}\n`;
      // An answer that took long is worth seeing at once.
      if (pending.length >= WRITE_AT || performance.now() - startedAt > EAGER_AFTER_MS) await flush();
    }
  };

  for await (const chunk of input) {
    await answerAll(splitter.push(chunk));
    await flush(); // a program at the other end may wait for this answer before it asks again
    if (options.signal?.aborted) return totals;
    await setImmediate(); // lets a signal in between two chunks
  }
  await answerAll(splitter.finish());
  await flush();
  return totals;
}

const EAGER_AFTER_MS = 50;

interface Answer {
  readonly text: string;
  readonly isGood: boolean;
}

class Responder {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  private readonly respond: Respond;
  private readonly options: StreamOptions;

  constructor(respond: Respond, options: StreamOptions) {
    this.respond = respond;
    this.options = options;
  }

  /** The line's answer, or undefined if the work was stopped in the middle of it. */
  async answer(line: RawLine): Promise<Answer | undefined> {
    let id: Id = null;
    try {
      const value = this.parse(line);
      id = idOf(value);
      const answer = await this.respond(value);
      return answer === undefined ? undefined : { text: JSON.stringify(answer), isGood: true };
    } catch (error) {
      if (!(error instanceof StackwrightError)) this.options.onInternalError?.(error, line.number);
      return { text: JSON.stringify({ id, error: describe(error) }), isGood: false };
    }
  }

  private parse({ number, bytes }: RawLine): object {
    const path = `line ${number}`;
    if (bytes === undefined) {
      const message = `Line ${number} is longer than ${MOST_BYTES / 2 ** 20} MiB; split the request into smaller ones.`;
      throw new StackwrightError('LIMIT', message, { path });
    }
    const text = this.decode(bytes, number);
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      throw new StackwrightError('INVALID', brokenJson(text, number, error), { path, cause: error });
    }
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
    const kind = Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
    throw new StackwrightError('INVALID', `Line ${number} is ${kind}; write one JSON object on each line.`, { path });
  }

  private decode(bytes: Uint8Array, number: number): string {
    const path = `line ${number}`;
    const isUtf16 =
      bytes.includes(0) || (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    if (isUtf16) {
      const message = `Line ${number} has zero bytes or the mark of UTF-16; save the file as UTF-8.`;
      throw new StackwrightError('INVALID', message, { path });
    }
    try {
      return this.decoder.decode(bytes);
    } catch (error) {
      const message = `Line ${number} is not valid UTF-8 (perhaps Latin-1 or Windows-1252); save the file as UTF-8.`;
      throw new StackwrightError('INVALID', message, { path, cause: error });
    }
  }
}

function brokenJson(text: string, line: number, error: unknown): string {
  const foreign = /[[:,]\s*([+-]?(?:NaN|Infinity|nan|inf))\b/.exec(text)?.[1];
  if (foreign !== undefined) {
    return `Line ${line} is not valid JSON: JSON has no ${foreign}; give finite numbers.`;
  }
  const reason = error instanceof Error ? error.message.replace(/\s+/g, ' ').slice(0, 160) : String(error);
  return `Line ${line} is not valid JSON (${reason}); write one complete JSON object on each line.`;
}

/** The request's own id, even where the rest of it is wrong. */
function idOf(value: object): Id {
  const { id } = value as { id?: unknown };
  return typeof id === 'string' || (typeof id === 'number' && Number.isFinite(id)) ? id : null;
}

function describe(error: unknown): { code: ErrorCode | 'INTERNAL'; message: string; path?: string } {
  if (error instanceof StackwrightError) {
    const { code, message, path } = error;
    return { code, message, ...(path === undefined ? {} : { path }) };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return { code: 'INTERNAL', message: `The program failed on this request (${reason}); please report it.` };
}
