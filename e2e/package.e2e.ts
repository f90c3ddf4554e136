import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extractAsar, readAsar } from './asar.ts';
import { isAbsent, ROOT, standInHost } from './hosts.ts';
import { WorkbenchPage } from './workbench-page.ts';

/**
 * The packaged application, as electron-builder makes it around a folder that stands for Electron's own. What is in it
 * is checked and run in front of the stand-in; that Electron starts it is not shown.
 */

const canPackage = process.platform === 'linux';
if (!canPackage) process.stderr.write('\nSKIPPED: the packaged application is checked on Linux only.\n');

const RUNTIME = `node_modules/onnxruntime-node/bin/napi-v6/${process.platform}/${process.arch}/`;

describe.skipIf(!canPackage)('the packaged application', () => {
  const home = mkdtempSync(join(tmpdir(), 'stackwright-package-'));
  const resources = join(
    home,
    'package',
    `linux${process.arch === 'x64' ? '' : `-${process.arch}`}-unpacked`,
    'resources',
  );
  let files: ReturnType<typeof readAsar>;

  beforeAll(() => {
    const dist = electronFolder(join(home, 'electron'));
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['scripts/package.mjs', '--output', join(home, 'package')],
      { cwd: ROOT, encoding: 'utf8', env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: dist }, timeout: 55_000 },
    );
    if (status !== 0) throw new Error(`electron-builder failed: ${stdout}${stderr}`);
    files = readAsar(join(resources, 'app.asar'));
  }, 60_000);
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('holds the built program and nothing of its sources', () => {
    const paths = files.map(({ path }) => path);
    for (const needed of ['package.json', 'out/engine.js', 'out/search-worker.js', 'out/inference-worker.js'])
      expect(paths).toContain(needed);
    for (const needed of ['out/electron/main.js', 'out/electron/preload.cjs', 'out/renderer/index.html'])
      expect(paths).toContain(needed);
    const rooms = new Set(paths.map((path) => path.split('/')[0]));
    expect([...rooms].sort()).toEqual(['LICENSE', 'node_modules', 'out', 'package.json']);
    expect(paths.filter((path) => /\.(tsx?|map)$|\.staging|\.test\./.test(path))).toEqual([]);
  });

  it('holds what it needs at run time, and no tool of development', () => {
    const packages = new Set(files.map(({ path }) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? ''));
    for (const needed of ['zod', 'piscina', 'onnxruntime-node', 'onnxruntime-common', '@orpc/server', 'ws', 'yaml'])
      expect([...packages]).toContain(needed);
    const unwanted = ['vite', 'vitest', 'typescript', 'electron', 'playwright-core', '@biomejs/biome', 'axe-core'];
    const bundled = ['react', 'react-dom', 'three', '@mantine/core', 'dockview-react', 'uplot'];
    for (const name of [...unwanted, ...bundled]) expect([...packages]).not.toContain(name);
  });

  it("has this system's network runtime outside the archive, and no other's", () => {
    const runtime = files.filter(({ path }) => path.startsWith('node_modules/onnxruntime-node/bin/'));
    expect(runtime.length).toBeGreaterThan(1);
    expect(runtime.filter(({ path, isUnpacked }) => !path.startsWith(RUNTIME) || !isUnpacked)).toEqual([]);
    const native = files.filter(({ path }) => /\.(node|so(\.\d+)*|dylib|dll)$/.test(path));
    expect(native.filter(({ isUnpacked }) => !isUnpacked)).toEqual([]);
    expect(readdirSync(join(resources, 'app.asar.unpacked', RUNTIME)).some((name) => name.endsWith('.node'))).toBe(
      true,
    );
  });

  it('has the materials, the networks and the samples beside it', () => {
    expect(existsSync(join(resources, 'models/materials/TiO2.json'))).toBe(true);
    expect(existsSync(join(resources, 'models/reflector-20/manifest.json'))).toBe(true);
    expect(readdirSync(join(resources, 'samples/targets')).length).toBeGreaterThan(3);
  });

  it.skipIf(isAbsent(standInHost))('lacks no file to design with (unpacked, in front of the stand-in)', async () => {
    const folder = join(home, 'unpacked');
    extractAsar(join(resources, 'app.asar'), folder);
    const running = await standInHost.start({ program: { folder, models: join(resources, 'models') } });
    try {
      const window = await new WorkbenchPage(running.page).ready();
      await window.takePreset(/High reflector/);
      await window.design();
      await window.firstCandidate();
      expect(running.complaints).toEqual([]);
    } finally {
      await running.close();
    }
  });
});

/** A folder with the shape of Electron's distribution, and nothing in it that runs. */
function electronFolder(folder: string): string {
  mkdirSync(join(folder, 'locales'), { recursive: true });
  mkdirSync(join(folder, 'resources'));
  for (const name of ['LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(folder, name), '');
  writeFileSync(join(folder, 'version'), '45.4.1');
  writeFileSync(join(folder, 'electron'), '#!/bin/sh\nexit 1\n');
  chmodSync(join(folder, 'electron'), 0o755);
  return folder;
}
