import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Candidate } from '#core/design/candidate.ts';
import { openTarget } from '#core/design/open-target.ts';
import type { SearchRunner } from '#core/design/pipeline.ts';
import type { Proposed } from '#core/design/proposed.ts';
import type { SearchContext } from '#core/design/search-context.ts';
import { runTask, type SearchTask } from '#core/design/search-task.ts';
import { Verifier } from '#core/design/verify.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import { parseTarget } from '#core/targets/parse-target.ts';
import { DesignLibraries } from './design-libraries.ts';
import { LibraryFolder } from './library-folder.ts';

const NO_CATALOGUE: MaterialCatalogue = { find: () => undefined, suggest: () => [] };
// So many wavelengths and layers that the library is a small one.
const COUNT = 1000;
const wavelengthsNm = Array.from({ length: 150 }, (_, i) => 500 + i);
const target = parseTarget({
  spectra: [{ quantity: 'R', wavelengthsNm, values: wavelengthsNm.map((_, i) => (i % 50) / 50) }],
  stack: { substrate: { medium: { n: 1.52 } }, materials: { H: { n: 2.35 }, L: { n: 1.46 } }, maxLayers: 230 },
});
const context = openTarget(target, NO_CATALOGUE);

/** Runs tasks in this thread, and counts them. */
class InlineRunner implements SearchRunner {
  stopping = false;
  tasks = 0;
  async run(task: SearchTask) {
    this.tasks++;
    return runTask(context, task, () => this.stopping);
  }
  stopAfter(): void {}
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stackwright-library-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const timed = { budgetMs: 1000, reproducible: false };
const byRounds = { budgetMs: 0, reproducible: true };
const files = (ending: string) =>
  readdirSync(join(folder, 'library'))
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, 'library', name));

interface Outcome {
  readonly proposals: readonly Proposed[];
  readonly tasks: number;
}

/** One run from its beginning to its end, in a process of its own as it were. */
async function runOnce(options: typeof timed, candidates: readonly Candidate[] = []): Promise<Outcome> {
  const libraries = new DesignLibraries(folder);
  const runner = new InlineRunner();
  const run = libraries.open(context, runner, options);
  await run?.begin();
  const proposals = [...(run?.ready ?? []), ...((await run?.propose()) ?? [])];
  expect(await run?.propose()).toEqual([]); // never twice
  run?.finish(candidates);
  await libraries.close();
  return { proposals, tasks: runner.tasks };
}

describe('the library of a setup', () => {
  test('gives a reproducible run the same proposals, stored or not, in part or whole', async () => {
    const afresh = await runOnce(byRounds);
    expect(afresh.tasks).toBe(2);
    expect(afresh.proposals).toHaveLength(64);
    expect(afresh.proposals.every(({ origin }) => origin === 'library')).toBe(true);
    expect(await runOnce(byRounds)).toEqual({ ...afresh, tasks: 0 });
    rmSync(join(folder, 'library'), { recursive: true });
    expect((await runOnce(timed)).tasks).toBe(1);
    expect(await runOnce(byRounds)).toEqual({ ...afresh, tasks: 1 });
  });

  test('is built in parts by timed runs, and then only searched', async () => {
    const tasks = [];
    for (let i = 0; i < 3; i++) tasks.push((await runOnce(timed)).tasks);
    expect(tasks).toEqual([1, 1, 0]);
    expect(statSync(files('.curves')[0]).size).toBe(48 + 2 * COUNT * 300);
  });

  test.each([
    ['damaged', (bytes: Buffer) => bytes.fill(77, 5000, 5010)],
    ['cut', (bytes: Buffer) => bytes.subarray(0, 5000)],
    ['empty', () => Buffer.alloc(0)],
    ['foreign', () => Buffer.from('a text that somebody left there'.repeat(100))],
  ])('is built anew where its file is %s', async (_, spoil) => {
    const afresh = await runOnce(byRounds);
    const [path] = files('.curves');
    const bytes = readFileSync(path);
    writeFileSync(path, spoil(Buffer.from(bytes)));
    expect(await runOnce(byRounds)).toEqual(afresh);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  test('does without a folder that cannot be written', async () => {
    writeFileSync(join(folder, 'library'), 'a file where the folder should be');
    expect((await runOnce(byRounds)).proposals).toHaveLength(64);
  });

  test('is left alone in a run that is over at once', () => {
    expect(new DesignLibraries(folder).open(context, new InlineRunner(), { ...timed, budgetMs: 100 })).toBeUndefined();
  });

  test('has nothing to say in a run that was stopped', async () => {
    const runner = new InlineRunner();
    runner.stopping = true;
    const run = new DesignLibraries(folder).open(context, runner, byRounds);
    await run?.begin();
    expect(await run?.propose()).toEqual([]);
  });
});

describe('designs that runs have found', () => {
  /** A candidate that no random library would have so soon. */
  function solution(): { candidate: Candidate; search: SearchContext } {
    const { found } = runTask(context, { kind: 'explore', seed: [4] }, () => false);
    const candidate = new Verifier(target, context, { seed: 1 }).verify(found[0]);
    if (candidate === undefined) throw new Error('the two solvers disagree');
    return { candidate, search: context };
  }

  test('are proposed first to a later run, but never to a reproducible one', async () => {
    const { candidate, search } = solution();
    const before = await runOnce(byRounds);
    await runOnce(timed, [candidate]);
    const { proposals } = await runOnce(timed);
    expect(proposals).toHaveLength(64);
    expect(search.refiner.merit(proposals[0].coating)).toBeCloseTo(candidate.merit, 3);
    expect((await runOnce(byRounds)).proposals).toEqual(before.proposals);
    expect(statSync(files('.designs')[0]).size).toBeLessThan(2000);
  });

  test('of a reproducible run are not remembered', async () => {
    await runOnce(byRounds, [solution().candidate]);
    expect(files('.designs')).toEqual([]);
  });
});

describe('the folder', () => {
  const key = 'ab'.repeat(32);

  test('stays within its size: what has not been used for longest goes first', async () => {
    const cache = new LibraryFolder(folder, 3500);
    for (const name of ['a', 'b', 'c']) {
      await cache.write(name, 1, key, new Uint8Array(1000));
      const age = new Date(Date.now() - 1e6 + name.charCodeAt(0) * 1000);
      utimesSync(join(folder, name), age, age);
    }
    await cache.read('a', 1, key);
    await cache.write('d', 1, key, new Uint8Array(1000));
    expect(readdirSync(folder).sort()).toEqual(['a', 'c', 'd']);
  });

  test('is always whole for a reader, however many write', async () => {
    const writers = [1, 2].map(() => new LibraryFolder(folder));
    const contents = [1, 2].map((value) => new Uint8Array(200_000).fill(value));
    await writers[0].write('shared', 1, key, contents[0]);
    const writing = writers.map(async (writer, i) => {
      for (let n = 0; n < 10; n++) await writer.write('shared', 1, key, contents[i]);
    });
    for (let n = 0; n < 20; n++) {
      const read = await writers[n % 2].read('shared', 1, key);
      expect(contents.some((content) => read !== undefined && Buffer.compare(content, read) === 0)).toBe(true);
    }
    await Promise.all(writing);
    expect(readdirSync(folder)).toEqual(['shared']);
  });

  test('loses what interrupted writes left behind', async () => {
    const path = join(folder, '.x.1.2.tmp');
    writeFileSync(path, 'half');
    const cache = new LibraryFolder(folder);
    await cache.write('a', 1, key, new Uint8Array(8));
    expect(readdirSync(folder).sort()).toEqual(['.x.1.2.tmp', 'a']); // perhaps still being written
    utimesSync(path, 0, 0);
    await cache.write('a', 1, key, new Uint8Array(8));
    expect(readdirSync(folder)).toEqual(['a']);
  });
});
