import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { parseWorkbenchDocument } from '#core/documents/workbench-document.ts';
import { Autosave, createSaveStore } from '#renderer/api/autosave.ts';
import { DesignRunner } from '#renderer/api/design-runner.ts';
import { connectEngine, type EngineConnection } from '#renderer/api/engine-client.ts';
import { socketTransport } from '#renderer/api/socket-transport.ts';
import { createRunStore } from '#renderer/state/run-store.ts';
import { createWorkbenchStore, newWorkbench } from '#renderer/state/workbench-store.ts';
import { packageRoot } from '#services/package-root.ts';

// `stackwright serve` as it is built, with the window's own client in this process in place of a browser.

/** A program that serves, and the way of one page to it. */
interface Served {
  readonly process: ChildProcess;
  readonly address: URL;
  readonly exited: Promise<void>;
}

let data: string;
let running: Served[] = [];
let connections: EngineConnection[] = [];
/** web sockets opened since the start of the test */
let sockets = 0;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'stackwright-serve-'));
  sockets = 0;
});

afterEach(async () => {
  for (const connection of connections) connection.close();
  for (const { process } of running) process.kill('SIGKILL');
  await Promise.all(running.map(({ exited }) => exited));
  [connections, running] = [[], []];
  await expect.poll(() => enginePid() === null || !isAlive(enginePid() as number), { timeout: 5000 }).toBe(true);
  rmSync(data, { recursive: true, force: true });
});

async function serve(...options: readonly string[]): Promise<Served> {
  const cli = join(packageRoot(), 'out/cli.js');
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...env } = process.env; // no window is opened
  const child = spawn(process.execPath, [cli, 'serve', '--data', data, ...options], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env,
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const line = await new Promise<string>((resolve) => child.stdout?.once('data', (text) => resolve(String(text))));
  const served = { process: child, address: new URL(line.trim()), exited };
  running.push(served);
  return served;
}

async function connect({ address }: Served): Promise<EngineConnection> {
  const { headers } = await fetch(address, { redirect: 'manual' });
  const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
  class PageSocket extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { cookie, origin: address.origin } });
      this.on('error', () => undefined); // a browser's closes, and no more
      sockets++;
    }
  }
  Object.assign(globalThis, { WebSocket: PageSocket });
  const connection = connectEngine(socketTransport({ host: address.host, protocol: 'http:' }));
  connections.push(connection);
  return connection;
}

/** The process that holds the data. */
function enginePid(): number | null {
  try {
    return (JSON.parse(readFileSync(join(data, 'lock.json'), 'utf8')) as { pid: number }).pid;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

const ready = (connection: EngineConnection) =>
  expect.poll(() => connection.connection.getState().status, { timeout: 10_000, interval: 20 }).toBe('ready');

const WISHED: [number, number][] = [
  [480, 0.95],
  [620, 0.95],
];

function stores() {
  const workbench = createWorkbenchStore(newWorkbench());
  workbench.getState().changeRules({ materials: ['TiO2', 'SiO2'], maxLayers: 14 });
  workbench.getState().addRow({
    id: 'r',
    isUsed: true,
    quantity: 'R',
    kind: 'match',
    statistic: 'each',
    angleDeg: 0,
    polarization: 'unpolarized',
    direction: 'forward',
    weight: 1,
    shape: { kind: 'lines', pieces: [WISHED], stepNm: 10 },
  });
  return { workbench, run: createRunStore() };
}

describe('a page and its engine', () => {
  it('a design runs from the wish to candidates in the stores; the engine ends with the program', async () => {
    const served = await serve();
    const { client } = await connect(served);
    expect(await client.app.info()).toMatchObject({ host: 'browser', dataFolder: data });
    const page = stores();
    page.workbench.getState().setRun({ budgetSeconds: 1 });
    await new DesignRunner(client, page).start();
    const run = page.run.getState();
    expect(run).toMatchObject({ status: 'done', failure: null });
    expect(run.trace.length).toBeGreaterThan(0);
    const { candidates } = page.workbench.getState();
    expect(new Set(candidates.map(({ id }) => id)).size).toBe(candidates.length);
    expect(candidates[0]).toMatchObject({ isPinned: false });
    const engine = (await client.document.load()) && (enginePid() as number);
    served.process.kill('SIGINT');
    await served.exited;
    expect(served.process.exitCode).toBe(0);
    expect(isAlive(engine)).toBe(false);
    expect(enginePid()).toBeNull(); // the data were given back
  });

  it('an engine that is killed in mid-design fails every call at once, keeps what was found, and comes back', async () => {
    const engine = await connect(await serve());
    const { client, connection } = engine;
    await client.document.load();
    const page = stores();
    page.workbench.getState().setRun({ budgetSeconds: 600 });
    const design = new DesignRunner(client, page).start();
    await expect.poll(() => page.workbench.getState().candidates.length, { timeout: 10_000 }).toBeGreaterThan(0);
    const pending = client.design.refine({
      target: {
        spectra: [{ quantity: 'R', wavelengthsNm: [500], values: [1] }],
        stack: { substrate: { medium: 'N-BK7' } },
      },
      stack: { layers: [{ medium: 'TiO2', thicknessNm: 60 }], substrate: { medium: 'N-BK7' } },
      needle: true,
      cleanNm: 0,
      seed: 1,
    });
    const outcome = pending.then(
      () => 'answered',
      (error: { code?: string }) => error.code,
    );
    process.kill(enginePid() as number, 'SIGKILL');
    const killedAt = performance.now();
    await design;
    expect(performance.now() - killedAt).toBeLessThan(1000);
    expect(page.run.getState()).toMatchObject({ status: 'failed', failure: { code: 'ENGINE_LOST' } });
    expect(page.workbench.getState().candidates.length).toBeGreaterThan(0);
    expect(['ENGINE_LOST', 'REFUSED']).toContain(await outcome);
    await expect.poll(() => connection.getState().session, { timeout: 10_000 }).toBe(2);
    expect(sockets).toBe(1); // the page stayed connected
    expect((await client.document.load()).readOnlyReason).toBeNull();
    engine.restartEngine();
    await expect.poll(() => connection.getState().session, { timeout: 10_000 }).toBe(3);
  });

  it('calls that are made while there is no engine fail, and those of the start wait', async () => {
    const engine = await connect(await serve());
    await engine.client.document.load(); // was made before there was a connection
    process.kill(enginePid() as number, 'SIGKILL');
    await expect.poll(() => engine.connection.getState().status, { interval: 5 }).toBe('lost');
    await expect(engine.client.app.info()).rejects.toMatchObject({ code: 'ENGINE_LOST' });
    await ready(engine);
    await engine.client.app.info();
  });
});

it('a program that is killed leaves no engine behind', async () => {
  const served = await serve();
  const { client } = await connect(served);
  await client.document.load();
  const engine = enginePid() as number;
  expect(isAlive(engine)).toBe(true);
  served.process.kill('SIGKILL');
  await expect.poll(() => isAlive(engine), { timeout: 5000 }).toBe(false);
});

it('with a window, the program ends when its last page has been gone for a while, and a reload is no end', async () => {
  const served = await serve('--window');
  const page = await connect(served);
  await page.client.app.info();
  page.close();
  const other = await connect(served); // as a reload does
  await other.client.document.load();
  const engine = enginePid() as number;
  other.close();
  const leftAt = performance.now();
  await served.exited;
  expect(served.process.exitCode).toBe(0);
  expect(performance.now() - leftAt).toBeGreaterThan(9000);
  expect(isAlive(engine)).toBe(false);
});

it('a second program on the same data is read-only and names the first', async () => {
  const first = await connect(await serve());
  await first.client.document.load();
  const second = await connect(await serve());
  const { readOnlyReason } = await second.client.document.load();
  expect(readOnlyReason).toContain(`Process ${enginePid()} `);
  const work = createWorkbenchStore(newWorkbench());
  const state = createSaveStore();
  const opened = { document: null, revision: 0, readOnlyReason: null, notice: null };
  const autosave = new Autosave({ engine: second, work, state, opened, program: '0' });
  work.getState().rename('Not to be written');
  await expect.poll(() => state.getState(), { timeout: 5000 }).toMatchObject({ status: 'failed' });
  expect(state.getState()).toMatchObject({ reason: readOnlyReason });
  autosave.stop();
});

it('twenty kills of engine and program while the person works lose at most the last second', async () => {
  let served = await serve();
  let engine = await connect(served);
  const work = createWorkbenchStore(newWorkbench());
  let count = 0;
  let worstMs = 0;
  const random = lehmer(7);
  for (let round = 0; round < 20; round++) {
    const opened = await engine.client.document.load();
    const before = opened.document === null ? 0 : Number(opened.document.name);
    const autosave = new Autosave({ engine, work, state: createSaveStore(), opened, program: '0' });
    /** when each name was given */
    const given: number[] = [];
    const typing = setInterval(() => {
      work.getState().rename(String(++count));
      given[count] = performance.now();
    }, 20);
    await sleep(600 + 900 * random());
    const isProgram = round % 3 === 2;
    const victim = isProgram ? (served.process.pid as number) : (enginePid() as number);
    process.kill(victim, 'SIGKILL');
    const killedAt = performance.now();
    clearInterval(typing);
    autosave.stop();
    if (isProgram) {
      await served.exited;
      served = await serve();
      engine.close();
      engine = await connect(served);
    } else await expect.poll(() => engine.connection.getState().status, { interval: 5 }).toBe('lost');
    await ready(engine);
    const { document, notice, readOnlyReason } = await engine.client.document.load();
    expect([notice, readOnlyReason]).toEqual([null, null]);
    const found = document === null ? 0 : Number(parseWorkbenchDocument(document).name);
    expect(found).toBeGreaterThanOrEqual(before);
    worstMs = Math.max(worstMs, killedAt - (given[found + 1] ?? killedAt));
  }
  console.log(`the oldest change that was lost was made ${worstMs.toFixed(0)} ms before the kill`);
  expect(worstMs).toBeLessThan(1000);
}, 120_000);

/** Park and Miller's generator, so that each run kills at the same moments. */
function lehmer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
