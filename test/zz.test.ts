import { readFileSync, rmSync } from 'node:fs';
import { test } from 'vitest';
import { parseTarget } from '#core/targets/parse-target.ts';
import { loadCatalogue } from '#services/materials/load-catalogue.ts';
import { DesignService } from '#services/design-service.ts';
import { DesignLibraries } from '#services/library/design-libraries.ts';
import { LibraryRun } from '#services/library/library-run.ts';
test('m', async () => {
  rmSync('/tmp/sw-lib2', { recursive: true, force: true });
  const libs = new DesignLibraries('/tmp/sw-lib2');
  const service = await DesignService.open(loadCatalogue(), { libraries: libs });
  const old = LibraryRun.prototype.propose;
  LibraryRun.prototype.propose = async function () {
    const t0 = performance.now();
    const p = await old.call(this);
    const lib = (libs as any).held.values().next().value?.library;
    console.log('propose took', (performance.now() - t0).toFixed(0), 'n', p.length, 'built', lib?.built);
    return p;
  };
  const lines = readFileSync(`/work/shared/data/targets/random-20.ndjson`, 'utf8').trim().split('\n').slice(0, 5);
  for (const budgetMs of [1000, 1000, 3000])
  for (const line of lines) {
    const t = parseTarget(JSON.parse(line));
    for await (const e of service.design(t, { seed: 1, candidates: 5, budgetMs })) {
      if (e.type === 'candidates') console.log('  ', e.progress.elapsedMs.toFixed(0), e.candidates[0].mae, e.candidates[0].origin);
      if (e.type === 'done') console.log(t.id, e.progress.rounds, e.progress.evaluations, e.candidates[0].mae, e.candidates[0].origin, e.progress.elapsedMs.toFixed(0));
    }
  }
  await service.close();
}, 100000);
