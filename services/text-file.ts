import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { StackwrightError } from '#core/errors.ts';

const MIB = 1024 * 1024;

/**
 * A text file, or what comes in at "-" (stdin), as a string without its byte order mark.
 * @param mostBytes a longer one is refused before it fills the memory
 * @throws StackwrightError LIMIT, or INVALID naming an encoding other than UTF-8; the file system's own error otherwise
 */
export async function readTextFile(path: string, mostBytes: number, stdin: Readable = process.stdin): Promise<string> {
  if (path === '-') return decodeText(await readBounded(stdin, 'The input', mostBytes), 'The input');
  const file = await open(path);
  try {
    if ((await file.stat()).isDirectory()) throw Object.assign(new Error('is a folder'), { code: 'EISDIR', path });
    return decodeText(await readBounded(file.createReadStream({ autoClose: false }), path, mostBytes), path);
  } finally {
    await file.close();
  }
}

async function readBounded(input: Readable, where: string, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk as Uint8Array | string);
    length += bytes.length;
    if (length > mostBytes) {
      throw new StackwrightError('LIMIT', `${where} is larger than ${mostBytes / MIB} MiB, the most that is read.`);
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/**
 * UTF-8 bytes as text.
 * @throws StackwrightError INVALID naming the encoding that they seem to have
 */
export function decodeText(bytes: Uint8Array, where: string): string {
  const wide = wideEncoding(bytes);
  if (wide !== undefined) throw new StackwrightError('INVALID', `${where} is in ${wide}; save it as UTF-8.`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes); // drops a byte order mark
  } catch (cause) {
    const message = `${where} is not valid UTF-8 (perhaps Latin-1 or Windows-1252); save it as UTF-8.`;
    throw new StackwrightError('INVALID', message, { cause });
  }
}

/** UTF-16 and UTF-32 by their mark, or by the zero bytes that every Latin letter has in them. */
function wideEncoding(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'UTF-32' : 'UTF-16';
  if (a === 0xfe && b === 0xff) return 'UTF-16';
  if (bytes.length >= 2 && (a === 0) !== (b === 0)) return 'UTF-16';
  return undefined;
}
