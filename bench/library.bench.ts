/**
 * What a library costs and finds: the time to build it, its bytes, the time to search it, and how near its nearest
 * coating comes to targets of one setup, as found and after the refinement of the best 32. One thread.
 *
 *   npm run bench -- library --targets FILE.ndjson [--json]
 *
 * Printed beside it, at the time that search and refinement of the library took: random starts refined, as the search
 * makes them without a library.
 */
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { refineFrom } from '#core/design/improve.ts';
import { buildChunk } from '#core/design/library/build-chunk.ts';
import { DesignLibrary } from '#core/design/library/design-library.ts';
import { CHUNK, librarySetup } from '#core/design/library/library-setup.ts';
import { openTarget } from '#core/design/open-target.ts';
import type { SearchContext } from '#core/design/search-context.ts';
import { runTask } from '#core/design/search-task.ts';
import { parseTarget } from '#core/targets/parse-target.ts';
import { loadCatalogue } from '#services/materials/load-catalogue.ts';

const PROPOSED = 64;
const REFINED = 32;

const { values: options } = parseArgs({
  options: { targets: { type: 'string' }, json: { type: 'boolean', default: false } },
});
if (options.targets === undefined) throw new Error('give --targets FILE.ndjson');
const catalogue = loadCatalogue();
const contexts = readFileSync(options.targets, 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => openTarget(parseTarget(JSON.parse(line)), catalogue));

const libraries = new Map<string, DesignLibrary>();
const buildMs: number[] = [];
const rows = contexts.map((context) => {
  const library = libraryOf(context);
  library.nearest(context, PROPOSED); // compiled to its fast form
  const startedAt = performance.now();
  const nearest = library.nearest(context, PROPOSED);
  const scanMs = performance.now() - startedAt;
  const refined = nearest.slice(0, REFINED).map((start) => refineFrom(context, start, 60, 1e-4, () => false));
  const totalMs = performance.now() - startedAt;
  return {
    scanMs,
    totalMs,
    nearest: context.refiner.merit(nearest[0].coating),
    refined: Math.min(...refined.map(({ merit }) => merit)),
    random: randomStarts(context, totalMs),
  };
});

function libraryOf(context: SearchContext): DesignLibrary {
  const setup = librarySetup(context);
  if (setup === undefined) throw new Error('a target has no library');
  const known = libraries.get(setup.key);
  if (known !== undefined) return known;
  const library = new DesignLibrary(setup);
  libraries.set(setup.key, library);
  buildChunk(context, 0, CHUNK); // compiled to its fast form
  const startedAt = performance.now();
  for (let first = 0; first < setup.count; first += CHUNK) library.append(first, buildChunk(context, first, CHUNK));
  buildMs.push(performance.now() - startedAt);
  return library;
}

function randomStarts(context: SearchContext, forMs: number): number {
  const until = performance.now() + forMs;
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; performance.now() < until; i++) {
    const { found } = runTask(context, { kind: 'explore', seed: [1, i] }, () => performance.now() > until);
    for (const { merit } of found) best = Math.min(best, merit);
  }
  return best;
}

const mean = (of: (row: (typeof rows)[number]) => number) => rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
const median = (of: (row: (typeof rows)[number]) => number) => rows.map(of).sort((a, b) => a - b)[rows.length >> 1];
const summary = {
  machine: cpus()[0]?.model,
  targets: rows.length,
  libraries: [...libraries.values()].map(({ built, bytes }, i) => ({ coatings: built, bytes, buildMs: buildMs[i] })),
  scanMs: median(({ scanMs }) => scanMs),
  totalMs: median(({ totalMs }) => totalMs),
  merit: {
    nearest: { mean: mean((row) => row.nearest), median: median((row) => row.nearest) },
    refined: { mean: mean((row) => row.refined), median: median((row) => row.refined) },
    randomStarts: { mean: mean((row) => row.random), median: median((row) => row.random) },
  },
};
console.log(options.json ? JSON.stringify(summary) : summary);
