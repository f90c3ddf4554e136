import { once } from 'node:events';
import { open } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import type { Command } from 'commander';
import { loadCatalogue } from '#services/materials/load-catalogue.ts';
import { simulateStream } from '#services/simulate-stream.ts';
import { EXIT } from '../failure.ts';

/** `stackwright simulate`: NDJSON requests to NDJSON spectra. */
export function registerSimulate(program: Command): void {
  program
    .command('simulate')
    .description('R, T, A and more of given stacks: one JSON request on each line in, one answer on each line out')
    .option('--in <file>', 'read the requests from a file instead of stdin')
    .action(async (options: { in?: string }) => simulate(options.in));
}

async function simulate(file: string | undefined): Promise<void> {
  const catalogue = loadCatalogue();
  for (const problem of catalogue.problems) process.stderr.write(`stackwright: ${problem}\n`);
  const input: Readable = file === undefined ? process.stdin : await openFile(file);
  const cancelling = new AbortController();
  // A second Ctrl-C ends the process at once.
  process.once('SIGINT', () => {
    cancelling.abort();
    input.destroy();
  });
  const totals = await simulateStream(untilDestroyed(input, cancelling.signal), writerTo(process.stdout), catalogue, {
    signal: cancelling.signal,
    onInternalError: (error, line) => process.stderr.write(`stackwright: line ${line}: ${internalReason(error)}\n`),
  });
  cancelling.signal.throwIfAborted();
  if (totals.failed > 0) process.exitCode = EXIT.failed;
}

/** Opens the file before anything is answered, so that a missing one is a wrong request and not a failed job. */
async function openFile(path: string): Promise<Readable> {
  const handle = await open(path);
  if ((await handle.stat()).isDirectory()) {
    await handle.close();
    throw Object.assign(new Error('is a directory'), { code: 'EISDIR', path });
  }
  return handle.createReadStream();
}

/** The chunks of a stream that a signal may destroy: then they just end. */
async function* untilDestroyed(input: Readable, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of input) yield chunk as Uint8Array;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Writes with backpressure: resolves when the stream can take more. */
function writerTo(output: Writable): (text: string) => Promise<void> {
  return async (text) => {
    if (!output.write(text)) await once(output, 'drain');
  };
}

const internalReason = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
