import { afterEach, describe, expect, test } from 'vitest';
import { parseTarget } from '#core/targets/parse-target.ts';
import type { Target } from '#core/targets/target.ts';
import { DesignService } from '#services/design-service.ts';
import { loadCatalogue } from '#services/materials/load-catalogue.ts';

const wavelengthsNm = Array.from({ length: 41 }, (_, i) => 500 + 2.5 * i);
const target: Target = parseTarget({
  spectra: [{ quantity: 'R', wavelengthsNm, values: wavelengthsNm.map(() => 1) }],
  stack: { substrate: { medium: { n: 1.52 } }, materials: { H: { n: 2.35 }, L: { n: 1.46 } }, maxLayers: 10 },
});
const request = { seed: 1, candidates: 5, budgetMs: 60_000 };

let service: DesignService | undefined;
afterEach(async () => await service?.close());

describe('the search pool, in its own threads (out/search-worker.js)', () => {
  test('a run whose pool is closed ends, and leaves the process free', async () => {
    service = await DesignService.open(loadCatalogue(), { workers: 2 });
    const events: string[] = [];
    for await (const event of service.design(target, request)) {
      events.push(event.type);
      if (events.length === 3) void service.close();
      expect(events.length).toBeLessThan(200);
    }
    expect(events.at(-1)).toBe('done');
  });

  test('an aborted run brings its last event at once, with candidates', async () => {
    service = await DesignService.open(loadCatalogue(), { workers: 2 });
    const abort = new AbortController();
    let last: { type: string; candidates?: readonly unknown[] } | undefined;
    let abortedAt = 0;
    for await (const event of service.design(target, { ...request, signal: abort.signal })) {
      last = event;
      if (event.type === 'candidates' && abortedAt === 0) {
        abortedAt = performance.now();
        abort.abort();
      }
    }
    expect(last?.type).toBe('done');
    expect(last?.candidates?.length).toBeGreaterThan(0);
    expect(performance.now() - abortedAt).toBeLessThan(5000);
  });

  test('one worker and three give the same bytes', async () => {
    const answers: string[] = [];
    for (const workers of [1, 3]) {
      service = await DesignService.open(loadCatalogue(), { workers });
      for await (const event of service.design(target, { ...request, rounds: 3 })) {
        if (event.type === 'done') answers.push(JSON.stringify(event.candidates));
      }
      await service.close();
    }
    expect(answers).toHaveLength(2);
    expect(answers[1]).toBe(answers[0]);
  });
});
