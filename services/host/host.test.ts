import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { planWindow, type Surroundings } from '#services/host/app-window.ts';
import { Supervisor } from '#services/host/supervisor.ts';

// The engine of these tests is a few lines: what is tried here is who gets to it.
const ENGINE = `
process.on('message', (message) => {
  if (message.kind === 'end') process.exit(0);
  if (message.kind === 'text') process.send({ kind: 'text', page: message.page, text: 'echo ' + message.text });
});
process.on('disconnect', () => process.exit(0));
process.send({ kind: 'ready' });
`;

let folder: string;
let supervisor: Supervisor;
let port: number;
let token: string;
let cookie: string;

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
}

function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers, setHost: headers.host === undefined });
    asked.on('error', reject).on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const { statusCode = 0, headers: got } = response;
        resolve({ status: statusCode, headers: got, text: Buffer.concat(chunks).toString() });
      });
    });
    asked.end();
  });
}

/** @returns the socket once it is open, or the status with which it was refused */
function open(headers: Record<string, string>, path = '/engine'): Promise<WebSocket | number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
    const inbox: string[] = [];
    inboxes.set(socket, inbox);
    socket.on('message', (data) => inbox.push(data.toString()));
    socket.on('open', () => resolve(socket));
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    socket.on('error', reject);
  });
}

/** What came and was not yet looked at: the first message may be there before the socket is known to be open. */
const inboxes = new WeakMap<WebSocket, string[]>();

async function next(socket: WebSocket): Promise<string> {
  const inbox = inboxes.get(socket) ?? [];
  await expect.poll(() => inbox.length, { interval: 10, timeout: 5000 }).toBeGreaterThan(0);
  return inbox.shift() as string;
}

/** A page that has greeted the engine. */
async function openPage(): Promise<WebSocket> {
  const socket = (await open({ cookie, origin: `http://127.0.0.1:${port}` })) as WebSocket;
  const greeting = await next(socket);
  expect(greeting).toMatch(/^#engine \d+$/);
  socket.send(greeting.replace('engine', 'hello'));
  return socket;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stackwright-host-'));
  mkdirSync(join(folder, 'page/assets'), { recursive: true });
  writeFileSync(join(folder, 'page/index.html'), '<title>Stackwright</title>');
  writeFileSync(join(folder, 'page/assets/a-1f2e.js'), '1');
  writeFileSync(join(folder, 'page/.hidden.js'), 'hidden');
  writeFileSync(join(folder, 'secret.js'), 'secret');
  symlinkSync(join(folder, 'secret.js'), join(folder, 'page/link.js'));
  writeFileSync(join(folder, 'engine.mjs'), ENGINE);
  const pageFolder = join(folder, 'page');
  supervisor = await Supervisor.start({ file: join(folder, 'engine.mjs'), dataFolder: folder, pageFolder, port: 0 });
  const address = new URL(supervisor.address);
  port = Number(address.port);
  token = address.searchParams.get('token') ?? '';
  const entry = await get(`/?token=${token}`);
  cookie = String(entry.headers['set-cookie']).split(';')[0] ?? '';
});

afterAll(async () => {
  await supervisor.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('who gets in', () => {
  it('the token is changed for a cookie at once', async () => {
    const { status, headers } = await get(`/?token=${token}`);
    expect([status, headers.location]).toEqual([303, '/']);
    expect(String(headers['set-cookie'])).toMatch(
      new RegExp(`^stackwright-${port}=[\\w-]{32}; Path=/; HttpOnly; SameSite=Strict$`),
    );
    expect(String(headers['set-cookie'])).not.toContain(token);
    expect((await get('/', { cookie })).text).toContain('Stackwright');
  });

  it('nobody else: no cookie, a wrong one, a wrong token; and the page says how to get in', async () => {
    for (const [path, headers] of [
      ['/', {}],
      ['/assets/a-1f2e.js', {}],
      ['/', { cookie: `${cookie}x` }],
      ['/', { cookie: `stackwright-1=${cookie.split('=')[1]}` }],
      ['/?token=', {}],
      [`/?token=${token}x`, {}],
      [`/index.html?token=${token}`, {}],
    ] as const) {
      const { status, text } = await get(path, headers);
      expect([path, status]).toEqual([path, 403]);
      expect(text).toContain('address that Stackwright printed');
    }
  });

  it('a key for a command line opens once', async () => {
    const { search } = new URL(supervisor.addressForOnce());
    expect((await get(`/${search}`)).status).toBe(303);
    expect((await get(`/${search}`)).status).toBe(403);
  });

  it('only under a name of this machine, with any port', async () => {
    const name = (host: string) => get('/', { host, cookie: `${cookie}; ${cookie.replace(/-\d+/, '-9000')}` });
    for (const host of ['127.0.0.1:9000', 'localhost:9000', '[::1]:9000', `localhost:${port}`]) {
      expect([host, (await name(host)).status]).toEqual([host, 200]);
    }
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1.evil.example',
      'localhost@evil',
      '0.0.0.0',
    ]) {
      const { status, text } = await name(host);
      expect([host, status]).toEqual([host, 403]);
      expect(text).not.toContain('<title>');
    }
  });

  it('and reads only', async () => {
    expect((await get('/', { cookie }, 'POST')).status).toBe(405);
    expect(await get('/', { cookie }, 'HEAD')).toMatchObject({ status: 200, text: '' });
  });
});

describe('what is served', () => {
  it('one policy on everything, with the exact address of the web socket', async () => {
    for (const path of ['/', '/none.js', '/assets/a-1f2e.js']) {
      const { headers } = await get(path, { cookie });
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${port};`);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    }
    const tunnelled = await get('/', { host: 'localhost:9000' });
    expect(tunnelled.headers['content-security-policy']).toContain('ws://localhost:9000;');
    const odd = await get('/', { host: "x; script-src 'unsafe-inline'" });
    expect(odd.headers['content-security-policy']).not.toContain("script-src 'unsafe-inline'");
  });

  it('files with a hash in their name are kept, the page is not', async () => {
    expect((await get('/', { cookie })).headers['cache-control']).toBe('no-store');
    expect((await get('/assets/a-1f2e.js', { cookie })).headers['cache-control']).toContain('immutable');
  });

  it.each([
    '/../secret.js',
    '/%2e%2e/secret.js',
    '/..%2fsecret.js',
    '/..%5csecret.js',
    '/assets/..%2f..%2fsecret.js',
    '/link.js',
    '/.hidden.js',
    '/assets',
    '/assets/a-1f2e.js%00.html',
    '/%',
    '//secret.js',
  ])('nothing outside the folder: %s', async (path) => {
    expect((await get(path, { cookie })).status).toBe(404);
  });
});

describe('the web socket', () => {
  it('opens for the page itself, and for no other', async () => {
    const origin = `http://127.0.0.1:${port}`;
    for (const headers of [
      { origin },
      { cookie },
      { cookie, origin: 'http://evil.example' },
      { cookie, origin: `http://localhost:${port}` },
      { cookie, origin: `https://127.0.0.1:${port}` },
      { cookie, origin: 'null' },
      { cookie, origin: 'http://evil.example', host: 'evil.example' },
      { cookie: `${cookie}x`, origin },
    ] as Record<string, string>[]) {
      expect([headers, await open(headers)]).toEqual([headers, 403]);
    }
    expect(await open({ cookie, origin }, '/other')).toBe(403);
    (await openPage()).close();
  });

  it('brings each page its own answers', async () => {
    const [a, b] = await Promise.all([openPage(), openPage()]);
    const answers = Promise.all([next(a), next(b)]);
    a.send('one');
    b.send('two');
    expect(await answers).toEqual(['echo one', 'echo two']);
    a.close();
    b.close();
  });

  it('a message beyond the limit closes that page alone; binary and unknown ones get nothing', async () => {
    const [big, other] = await Promise.all([openPage(), openPage()]);
    const closed = new Promise<number>((resolve) => big.on('close', resolve));
    big.send('x'.repeat(32 * 1024 * 1024 + 1));
    expect(await closed).toBe(1009);
    other.send(Buffer.from([1, 2, 3]));
    other.send('#nonsense');
    other.send('#hello 99');
    other.send('still there');
    expect(await next(other)).toBe('echo still there');
    other.close();
  });

  it('stays open when the engine ends, says so at once, and lets nothing reach the next one ungreeted', async () => {
    const page = await openPage();
    const lost = next(page);
    page.send('#restart');
    expect(await lost).toMatch(/^#lost The design engine ended/);
    page.send('said to the engine that has ended');
    const greeting = await next(page);
    expect(greeting).toMatch(/^#engine \d+$/);
    page.send('said before the greeting');
    page.send(greeting.replace('engine', 'hello'));
    page.send('said after');
    expect(await next(page)).toBe('echo said after');
    page.close();
  });
});

it('a port that is taken is refused with a sentence', async () => {
  const options = { file: join(folder, 'engine.mjs'), dataFolder: folder, pageFolder: folder, port };
  await expect(Supervisor.start(options)).rejects.toThrow(`Port ${port} cannot be used`);
});

describe('the window of an installed browser', () => {
  const linux: Surroundings = {
    platform: 'linux',
    environment: { DISPLAY: ':0', PATH: '/bin:/usr/bin' },
    isRoot: false,
    canRun: (path) => path === '/usr/bin/chromium',
  };
  const plan = (change: Partial<Surroundings>) => planWindow('http://x/', { ...linux, ...change });

  it('is a window of its own', () => {
    expect(plan({})).toMatchObject({ browser: '/usr/bin/chromium', remark: null });
    expect(plan({})).toHaveProperty('args', expect.arrayContaining(['--app=http://x/']));
  });

  it('runs without a sandbox for root, and says so', () => {
    expect(plan({ isRoot: true })).toMatchObject({ remark: expect.stringContaining('without a sandbox') });
    expect(plan({ isRoot: true })).toHaveProperty('args', expect.arrayContaining(['--no-sandbox']));
    expect(plan({})).not.toHaveProperty('args', expect.arrayContaining(['--no-sandbox']));
  });

  it('needs a display and a browser, and says what lacks', () => {
    expect(plan({ environment: { PATH: '/usr/bin' } })).toHaveProperty('reason', expect.stringContaining('no display'));
    expect(plan({ canRun: () => false })).toHaveProperty('reason', expect.stringContaining('No Chrome'));
    expect(plan({ platform: 'darwin', environment: {}, canRun: () => true })).toHaveProperty('browser');
  });
});
