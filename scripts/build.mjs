/**
 * Bundles every entry into out/. Node 20 cannot run TypeScript, so what runs is built.
 *
 * A process that is already running must survive a rebuild under it. So shared chunks carry a hash of their content in
 * their name and are never overwritten; entries keep their name and are replaced by an atomic rename, after the chunks
 * they need; chunks that an older program may still load stay for a day.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleElectron, publishElectron } from './build-electron.mjs';
import { bundleRenderer, publishRenderer } from './build-renderer.mjs';
import { bundleForNode } from './bundle-node.mjs';
import { ENTRIES } from './entries.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OUT = join(ROOT, 'out');
const KEEP_OLD_CHUNKS_MS = 24 * 3600 * 1000;

/** Builds out/ afresh. Safe beside running programs and beside another build. */
async function build() {
  const absent = Object.values(ENTRIES).filter((source) => !existsSync(join(ROOT, source)));
  if (absent.length > 0) throw new Error(`cannot build: no ${absent.join(', no ')} (listed in scripts/entries.mjs)`);

  const staging = join(OUT, `.staging-${process.pid}`);
  const rendererStaging = `${staging}-renderer`;
  const electronStaging = `${staging}-electron`;
  const folders = [staging, rendererStaging, electronStaging];
  await dropDeadStaging();
  await Promise.all(folders.map((folder) => mkdir(folder, { recursive: true })));
  try {
    const input = Object.entries(ENTRIES).map(([name, source]) => [name, join(ROOT, source)]);
    await bundleForNode(Object.fromEntries(input), staging);
    await bundleRenderer(ROOT, rendererStaging);
    await bundleElectron(ROOT, electronStaging);
    await publish(staging);
    await publishElectron(electronStaging, join(OUT, 'electron'));
    await publishRenderer(rendererStaging, join(OUT, 'renderer'));
  } finally {
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
  }
}

/** What builds that were killed have left behind. */
async function dropDeadStaging() {
  const names = existsSync(OUT) ? await readdir(OUT) : [];
  for (const name of names) {
    const pid = /^\.staging-(\d+)/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(OUT, name), { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Moves the bundle from `staging` to out/: chunks first, then the entries that import them. */
async function publish(staging) {
  const isChunk = (file) => file.startsWith('chunk-');
  const fresh = await readdir(staging);
  const entriesLast = [...fresh].sort((a, b) => Number(isChunk(b)) - Number(isChunk(a)));
  const before = (await readdir(OUT)).filter(isChunk);
  for (const file of entriesLast) await rename(join(staging, file), join(OUT, file));
  await dropOldChunks(before.filter((file) => !fresh.includes(file)));
}

/** A chunk's age counts from the last build that used it, which is recorded as its modification time. */
async function dropOldChunks(unused) {
  const now = Date.now();
  for (const file of unused) {
    const path = join(OUT, file);
    const { mtimeMs } = await stat(path);
    if (now - mtimeMs > KEEP_OLD_CHUNKS_MS) await rm(path, { force: true });
  }
  const current = (await readdir(OUT)).filter((file) => file.startsWith('chunk-') && !unused.includes(file));
  for (const file of current) await utimes(join(OUT, file), now / 1000, now / 1000);
}

try {
  await build();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
