import { setImmediate } from 'node:timers/promises';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import { SimulateRequest, simulateInSteps } from '#core/optics/simulate-request.ts';
import { TableCache } from '#core/optics/table-cache.ts';
import { parseOrThrow } from '#core/validation.ts';
import { answerStream, type StreamOptions, type StreamTotals } from './answer-stream.ts';

/** Answers NDJSON simulation requests; see `answerStream`. Long calculations are interrupted by the signal too. */
export async function simulateStream(
  input: AsyncIterable<Uint8Array>,
  write: (lines: string) => Promise<void>,
  catalogue: MaterialCatalogue,
  options: StreamOptions = {},
): Promise<StreamTotals> {
  const tables = new TableCache();
  const respond = async (value: object) => {
    const steps = simulateInSteps(parseOrThrow(SimulateRequest, value), catalogue, tables);
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      await setImmediate();
      if (options.signal?.aborted) return undefined;
    }
  };
  return answerStream(input, write, respond, options);
}
