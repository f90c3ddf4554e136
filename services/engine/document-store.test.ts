import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WORKBENCH_FORMAT, type WorkbenchDocument } from '#core/documents/workbench-document.ts';
import { DocumentStore } from '#services/engine/document-store.ts';

let folder: string;
let stores: DocumentStore[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stackwright-store-'));
});

afterEach(async () => {
  for (const store of stores) await store.close();
  stores = [];
  rmSync(folder, { recursive: true, force: true });
});

function open(): DocumentStore {
  const store = new DocumentStore(folder, 0);
  stores.push(store);
  return store;
}

const named = (name: string): WorkbenchDocument => ({
  format: WORKBENCH_FORMAT,
  program: '0.1.0',
  name,
  wish: { rows: [], rules: { substrate: { medium: 'N-BK7' } }, merit: 'rms', specification: [] },
  candidates: [],
  design: null,
  run: { seed: 1, budgetSeconds: 5, candidates: 10 },
});

/** Saves two documents, so that there is a copy before the last. */
async function saveTwo(): Promise<void> {
  const store = open();
  await store.save(named('first'), 0, 'w');
  await store.save(named('second'), 1, 'w');
  await store.close();
}

describe('the autosave file', () => {
  it('brings back the last document', async () => {
    await saveTwo();
    expect(await open().load()).toMatchObject({ document: { name: 'second' }, revision: 2, notice: null });
  });

  it.each([
    ['half of it', (path: string) => truncateSync(path, 60)],
    ['nothing', (path: string) => truncateSync(path, 0)],
    ['other bytes', (path: string) => writeFileSync(path, Buffer.from([0, 255, 0, 254]))],
    ['JSON of something else', (path: string) => writeFileSync(path, '{"hello": 1}')],
  ])('that holds %s is kept aside, and the copy before it is opened', async (_, damage) => {
    await saveTwo();
    damage(join(folder, 'autosave.json'));
    const bytes = readFileSync(join(folder, 'autosave.json'));
    const store = open();
    const { document, revision, notice } = await store.load();
    expect([document?.name, revision]).toEqual(['first', 1]);
    expect(notice).toMatch(/was damaged: the copy before it was opened; the damaged file is kept as /);
    const kept = readdirSync(folder).find((name) => name.startsWith('autosave.damaged-')) ?? '';
    expect(readFileSync(join(folder, kept))).toEqual(bytes);
    await store.save(named('third'), revision, 'w');
    await store.close();
    expect(await open().load()).toMatchObject({ document: { name: 'third' }, notice: null });
  });

  it('that is damaged together with its copy leaves an empty start, and both are kept', async () => {
    await saveTwo();
    for (const name of ['autosave.json', 'autosave.previous.json']) writeFileSync(join(folder, name), 'x');
    const { document, notice } = await open().load();
    expect(document).toBeNull();
    expect(notice).toMatch(/no good copy/);
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toHaveLength(2);
  });
});

describe('settings', () => {
  it('that are damaged are kept aside and start anew', async () => {
    writeFileSync(join(folder, 'settings.json'), '{"theme": "pink"}');
    expect(await open().loadSettings()).toEqual({ theme: 'system', layout: null });
    expect(readdirSync(folder).some((name) => name.startsWith('settings.damaged-'))).toBe(true);
  });
});

describe('a second store on the same data', () => {
  it('reads, writes nothing, names the process, and takes over when the first is gone', async () => {
    const first = open();
    await first.save(named('mine'), 0, 'w1');
    const second = open();
    const { document, readOnlyReason } = await second.load();
    expect(document?.name).toBe('mine');
    expect(readOnlyReason).toContain(`Process ${process.pid} `);
    await expect(second.save(named('theirs'), 1, 'w2')).rejects.toThrow(`Process ${process.pid} `);
    await expect(second.saveSettings({ theme: 'dark', layout: null })).rejects.toThrow('nothing is saved here');
    await first.save(named('still mine'), 1, 'w1');
    await first.close();
    expect(await second.load()).toMatchObject({ document: { name: 'still mine' }, revision: 2, readOnlyReason: null });
    expect(await second.save(named('theirs'), 2, 'w2')).toBe(3);
  });

  it('replaces a holder that has died, and one whose number another process has now', async () => {
    const dead = { host: hostname(), since: '2026-01-01T00:00:00.000Z', nonce: 'x' };
    for (const holder of [
      { ...dead, pid: 2 ** 22 - 1, processStart: '1' },
      { ...dead, pid: process.pid, processStart: '1' },
      'rubbish',
    ]) {
      writeFileSync(join(folder, 'lock.json'), typeof holder === 'string' ? holder : JSON.stringify(holder));
      const store = open();
      expect((await store.load()).readOnlyReason).toBeNull();
      await store.close();
      expect(readdirSync(folder)).not.toContain('lock.json');
    }
  });

  it('is not kept from it by one who was killed while replacing it', async () => {
    writeFileSync(join(folder, 'lock.json'), 'rubbish');
    writeFileSync(join(folder, 'lock.json.turn'), '');
    utimesSync(join(folder, 'lock.json.turn'), 1, 1);
    const store = open();
    expect((await store.load()).readOnlyReason).toBeNull();
    await store.close();
    expect(readdirSync(folder)).not.toContain('lock.json.turn');
  });

  it('respects one on another machine, of which it knows nothing', async () => {
    const holder = { pid: 1, processStart: null, host: 'elsewhere', since: 'then', nonce: 'x' };
    writeFileSync(join(folder, 'lock.json'), JSON.stringify(holder));
    expect((await open().load()).readOnlyReason).toMatch(/on elsewhere .*remove lock\.json/);
  });

  it('of many that find a dead holder at once, one gets the data', async () => {
    for (let round = 0; round < 10; round++) {
      const holder = { pid: 2 ** 22 - 1, processStart: '1', host: hostname(), since: '', nonce: String(round) };
      writeFileSync(join(folder, 'lock.json'), JSON.stringify(holder));
      const rivals = Array.from({ length: 8 }, open);
      const opened = await Promise.all(rivals.map((store) => store.load()));
      expect(opened.filter(({ readOnlyReason }) => readOnlyReason === null)).toHaveLength(1);
      await Promise.all(rivals.map((store) => store.close()));
    }
  });
});
