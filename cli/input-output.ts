import { once } from 'node:events';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';

/**
 * The bytes of a file, or of stdin for "-" or no name. The file is opened at once, so that a missing one is a wrong
 * request and not a failed job. When the signal is raised the bytes just end.
 */
export async function openInput(path: string | undefined, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
  const input: Readable = path === undefined || path === '-' ? process.stdin : await openFile(path);
  signal.addEventListener('abort', () => input.destroy(), { once: true });
  return untilAborted(input, signal);
}

async function openFile(path: string): Promise<Readable> {
  const handle = await open(path);
  if ((await handle.stat()).isDirectory()) {
    await handle.close();
    throw Object.assign(new Error('is a directory'), { code: 'EISDIR', path });
  }
  return handle.createReadStream();
}

async function* untilAborted(input: Readable, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of input) yield chunk as Uint8Array;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Writes to stdout with backpressure: resolves when it can take more. */
export async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}
