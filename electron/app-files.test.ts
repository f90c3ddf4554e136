import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isOwn, ORIGIN, serveFolder } from './app-files.ts';

let home: string;
let serve: ReturnType<typeof serveFolder>;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'stackwright-app-'));
  mkdirSync(join(home, 'renderer/assets'), { recursive: true });
  writeFileSync(join(home, 'renderer/index.html'), '<title>page</title>');
  writeFileSync(join(home, 'renderer/assets/a.js'), '1');
  writeFileSync(join(home, 'renderer/.hidden.js'), 'hidden');
  writeFileSync(join(home, 'secret.js'), 'secret');
  symlinkSync(join(home, 'secret.js'), join(home, 'renderer/assets/link.js'));
  serve = serveFolder(join(home, 'renderer'));
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

const get = (path: string, method = 'GET') => serve(new Request(`${ORIGIN}${path}`, { method }));

describe('files of the window', () => {
  it('are served with their type and the strict policy', async () => {
    const page = await get('/');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await page.text()).toContain('page');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('content-security-policy')).not.toMatch(/unsafe-eval'(?<!wasm-unsafe-eval')/);
    expect((await get('/assets/a.js')).headers.get('content-type')).toContain('text/javascript');
  });

  it('are all there is: nothing above, beside, hidden, linked or listed', async () => {
    const paths = [
      '/../secret.js',
      '/%2e%2e/secret.js',
      '/..%2fsecret.js',
      '/..%5csecret.js',
      '/assets/..%2f..%2fsecret.js',
      '/assets/link.js',
      '/.hidden.js',
      '/assets',
      '/assets/a.js%00.html',
      '/%',
      '/none.js',
      `/${encodeURIComponent(join(home, 'secret.js'))}`,
      '//secret.js',
    ];
    for (const path of paths) {
      const { status } = await get(path);
      expect(status, path).toBe(404);
    }
  });

  it('are read, not written', async () => {
    expect((await get('/', 'POST')).status).toBe(405);
    expect(await (await get('/', 'HEAD')).text()).toBe('');
  });

  it('belong to one origin', async () => {
    expect(['app://stackwright/', 'app://stackwright/index.html?x#y'].every(isOwn)).toBe(true);
    const others = [
      'app://stackwright.evil/',
      'app://evil/',
      'https://stackwright/',
      'file:///etc/passwd',
      'app:stackwright',
      '',
    ];
    expect(others.some(isOwn)).toBe(false);
    expect((await serve(new Request('app://evil/index.html'))).status).toBe(403);
  });
});
