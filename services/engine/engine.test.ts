import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WORKBENCH_FORMAT, type WorkbenchDocument } from '#core/documents/workbench-document.ts';
import type { contract, RunEvent } from '#services/contract.ts';
import { createEngine, type Engine } from '#services/engine/engine.ts';
import { TextChannel, WIRE_SERIALIZERS } from '#services/wire.ts';

type Client = ContractRouterClient<typeof contract>;

const TARGET = {
  spectra: [{ quantity: 'R' as const, wavelengthsNm: [500, 550, 600], values: [0.9, 0.9, 0.9] }],
  stack: { substrate: { medium: 'N-BK7' }, materials: ['TiO2', 'SiO2'], maxLayers: 12 },
};

const DOCUMENT: WorkbenchDocument = {
  format: WORKBENCH_FORMAT,
  program: '0.1.0',
  name: 'A mirror',
  wish: { rows: [], rules: { substrate: { medium: 'N-BK7' } }, merit: 'rms', specification: [] },
  candidates: [],
  design: null,
  run: { seed: 1, budgetSeconds: 5, candidates: 10 },
};

let folder: string;
let engine: Engine;
let client: Client;
let ports: MessageChannel;

/** A window's end of a MessagePort, as the desktop host gives it. */
function overPort(): Client {
  ports = new MessageChannel();
  const server = new TextChannel((text) => ports.port1.postMessage(text));
  ports.port1.onmessage = ({ data }) => server.receive(data);
  engine.connect(server);
  const window = new TextChannel((text) => ports.port2.postMessage(text));
  ports.port2.onmessage = ({ data }) => window.receive(data);
  ports.port2.addEventListener('close', () => window.close());
  ports.port1.addEventListener('close', () => server.close());
  return createORPCClient(
    new RPCLink({ websocket: window as unknown as WebSocket, customJsonSerializers: [...WIRE_SERIALIZERS] }),
  );
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stackwright-engine-'));
  engine = createEngine({ dataFolder: folder, host: 'browser', workers: 1 });
  client = overPort();
});

afterAll(async () => {
  ports.port1.close();
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the contract over a MessagePort', () => {
  it('says what it is', async () => {
    expect(await client.app.info()).toMatchObject({ host: 'browser', dataFolder: folder });
  });

  it('gives the materials whole', async () => {
    const list = await client.materials.list();
    expect(list.find(({ id }) => id.startsWith('SiO2/'))?.isDefault).toBe(true);
    const [document] = await client.materials.documents({ ids: ['SiO2', 'SiO2/Malitson'] });
    expect(document).toMatchObject({ id: 'SiO2', format: 'stackwright-material' });
    await expect(client.materials.documents({ ids: ['SiO3'] })).rejects.toMatchObject({
      code: 'REFUSED',
      data: { code: 'UNKNOWN_MATERIAL', path: 'ids[0]' },
    });
  });

  it('designs: a setup, candidates without spectra, done', async () => {
    const events: RunEvent[] = [];
    const input = { run: 'a', target: TARGET, seed: 1, candidates: 3, budgetSeconds: 0.6 };
    for await (const event of await client.design.run(input)) events.push(event);
    expect(events[0]?.type).toBe('setup');
    const last = events.at(-1);
    expect(last?.type).toBe('done');
    const [best] = last?.type === 'done' ? last.candidates : [];
    expect(best).toMatchObject({ verified: true });
    expect(best).not.toHaveProperty('spectra');
  });

  it('stops a run by its name, which then brings done, and ends one whose caller goes', async () => {
    const run = { target: TARGET, seed: 1, candidates: 3, budgetSeconds: 600 };
    let last: RunEvent | undefined;
    for await (const event of await client.design.run({ run: 'b', ...run })) {
      if (event.type === 'candidates') expect(await client.design.stop({ run: 'b' })).toEqual({ stopped: true });
      last = event;
    }
    expect(last?.type).toBe('done');
    const aborting = new AbortController();
    const stream = await client.design.run({ run: 'c', ...run }, { signal: aborting.signal });
    const wait = (async () => {
      for await (const event of stream) if (event.type === 'candidates') aborting.abort();
    })();
    await expect(wait).rejects.toThrow();
    await expect.poll(() => client.design.stop({ run: 'c' })).toEqual({ stopped: false });
  });

  it('refuses in core’s words, with the place', async () => {
    const bad = { ...TARGET, stack: { ...TARGET.stack, materials: ['Unobtainium', 'SiO2'] } };
    const run = { run: 'd', seed: 1, candidates: 3, budgetSeconds: 1 };
    const start = async (target: typeof TARGET) => {
      for await (const _ of await client.design.run({ ...run, target }));
    };
    await expect(start(bad)).rejects.toMatchObject({ code: 'REFUSED', data: { code: 'UNKNOWN_MATERIAL' } });
    const wrong = { ...TARGET, spectra: [{ ...TARGET.spectra[0], wavelengthsNm: ['x'] }] } as unknown as typeof TARGET;
    await expect(start(wrong)).rejects.toMatchObject({
      code: 'REFUSED',
      data: { code: 'INVALID', path: expect.stringContaining('wavelengthsNm') },
    });
  });

  it('refines and exports a design', async () => {
    const stack = {
      layers: [
        { medium: 'TiO2/Siefke', thicknessNm: 60 },
        { medium: 'SiO2/Malitson', thicknessNm: 90 },
      ],
      substrate: { medium: 'N-BK7/SCHOTT' },
    };
    const refined = await client.design.refine({ target: TARGET, stack, needle: false, cleanNm: 0, seed: 1 });
    expect(refined[0]?.origin).toBe('refined');
    const illumination = { wavelengthsNm: [500, 600] };
    const json = await client.files.export({ stack, name: 'a/b', format: 'json', illumination });
    expect(json.fileName).toBe('a-b.json');
    expect(await client.files.open({ name: json.fileName, text: json.text })).toMatchObject({ kind: 'design', stack });
    const csv = await client.files.export({ stack, name: '', format: 'spectrum-csv', illumination });
    expect(csv.fileName).toBe('design-spectrum.csv');
  });

  it('opens a file as what it is, and refuses rubbish', async () => {
    const open = (name: string, text: string) => client.files.open({ name, text });
    expect(await open('wish.json', JSON.stringify(TARGET))).toMatchObject({ kind: 'target' });
    expect(await open('scan.csv', 'nm,R %\n500,90\n600,80\n')).toMatchObject({ kind: 'target' });
    expect(await open('work.json', JSON.stringify(DOCUMENT))).toEqual({ kind: 'document', document: DOCUMENT });
    for (const [name, text] of [
      ['a.json', '{"layers": 3'],
      ['b.json', '{"hello": 1}'],
      ['c.csv', 'once upon a time\n'],
      ['d.json', JSON.stringify({ ...DOCUMENT, name: 3 })],
      ['e.json', JSON.stringify({ ...DOCUMENT, format: 'stackwright-workbench/9' })],
      ['f.txt', ''],
    ] as const) {
      await expect(open(name, text), name).rejects.toMatchObject({ code: 'REFUSED' });
    }
  });

  it('keeps the document, refuses to overwrite another window’s, and forgives a lost answer', async () => {
    const save = (revision: number, writer: string, name = 'A mirror') =>
      client.document.save({ document: { ...DOCUMENT, name }, revision, writer });
    expect(await client.document.load()).toMatchObject({ document: null, revision: 0, notice: null });
    expect(await save(0, 'w1')).toEqual({ revision: 1 });
    expect(await save(0, 'w1', 'Changed')).toEqual({ revision: 2 }); // the answer before was lost
    await expect(save(1, 'w2')).rejects.toMatchObject({ code: 'CONFLICT', data: { revision: 2 } });
    expect(await client.document.load()).toMatchObject({ document: { name: 'Changed' }, revision: 2 });
    expect(readFileSync(join(folder, 'autosave.json'), 'utf8')).toContain('"Changed"');
  });

  it('keeps the settings', async () => {
    expect(await client.settings.load()).toEqual({ theme: 'system', layout: null });
    await client.settings.save({ theme: 'dark', layout: { a: [1, null] } });
    expect(await client.settings.load()).toEqual({ theme: 'dark', layout: { a: [1, null] } });
  });

  it('malformed messages get nothing and change nothing', async () => {
    vi.spyOn(console, 'error').mockReturnValue(); // the protocol writes each of them to the log
    for (const text of ['', 'nonsense', '{', '[]', 'null', '{"i":1}', '{"i":"1","p":{"u":"/document/save"}}', '5']) {
      ports.port2.postMessage(text);
    }
    expect(await client.document.load()).toMatchObject({ revision: 2 });
  });
});
