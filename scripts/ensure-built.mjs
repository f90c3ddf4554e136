/**
 * Builds out/ when it is absent or older than the sources, and otherwise costs a few milliseconds.
 * Everything it has to say goes to stderr: stdout belongs to the program that asked.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OUT = join(ROOT, 'out');
const HASH_FILE = join(OUT, '.hash');
const LOCK_FILE = join(OUT, '.lock');
const LOCK_STALE_MS = 120_000;

const ROOMS = ['core', 'services', 'cli', 'electron', 'renderer'];
const SINGLE_FILES = [
  'scripts/entries.mjs',
  'scripts/build.mjs',
  'scripts/build-electron.mjs',
  'scripts/build-renderer.mjs',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
];

/** SHA-256 over the names and the content of everything that a build reads. */
export function sourceHash(root = ROOT) {
  const hash = createHash('sha256');
  for (const file of sourceFiles(root).sort())
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0');
  return hash.digest('hex');
}

function sourceFiles(root) {
  const isSource = (name) =>
    /\.(ts|tsx|mjs|json|css|html|svg)$/.test(name) && !/\.test\.tsx?$|\.d\.ts$|^tsconfig/.test(name);
  const files = SINGLE_FILES.filter((file) => existsSync(join(root, file)));
  const walk = (folder) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (isSource(entry.name)) files.push(path);
    }
  };
  for (const room of ROOMS) if (existsSync(join(root, room))) walk(room);
  // training/ also holds Python and its environments: only its own TypeScript counts, not what lies deeper.
  if (existsSync(join(root, 'training'))) {
    for (const name of readdirSync(join(root, 'training')))
      if (isSource(name) && name.endsWith('.ts')) files.push(`training/${name}`);
  }
  return files;
}

const builtHash = () => (existsSync(HASH_FILE) ? readFileSync(HASH_FILE, 'utf8') : '');

/** Returns once out/ corresponds to the sources. */
export async function ensureBuilt() {
  if (builtHash() === sourceHash()) return;
  mkdirSync(OUT, { recursive: true });
  await withLock(async () => {
    const hash = sourceHash(); // taken before the build: an edit during it means another build next time
    if (builtHash() === hash) return; // somebody else has just built it
    process.stderr.write('stackwright: building …\n');
    const started = performance.now();
    runBuild();
    writeFileSync(`${HASH_FILE}.${process.pid}`, hash);
    renameSync(`${HASH_FILE}.${process.pid}`, HASH_FILE);
    process.stderr.write(`stackwright: built in ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
  });
}

/**
 * One build at a time, so that two first calls do not do the work twice. Nothing breaks if the lock is broken wrongly:
 * a build publishes its files by atomic renames and may run beside another.
 */
async function withLock(work) {
  const ticket = join(OUT, `.ticket-${process.pid}`);
  writeFileSync(ticket, String(process.pid));
  try {
    while (!takeLock(ticket)) {
      if (isStale()) rmSync(LOCK_FILE, { force: true });
      else await sleep(50);
    }
    try {
      await work();
    } finally {
      rmSync(LOCK_FILE, { force: true });
    }
  } finally {
    rmSync(ticket, { force: true });
  }
}

/** A hard link appears with its content at once, so nobody ever reads a lock without a process id. */
function takeLock(ticket) {
  try {
    linkSync(ticket, LOCK_FILE);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function isStale() {
  try {
    const age = Date.now() - statSync(LOCK_FILE).mtimeMs;
    if (age > LOCK_STALE_MS) return true;
    process.kill(Number(readFileSync(LOCK_FILE, 'utf8')), 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH'; // ENOENT: just released; EPERM: alive and somebody else's
  }
}

/** In a process of its own: the bundler changes NODE_ENV and prints as it likes, here to stderr. */
function runBuild() {
  const { status, error } = spawnSync(process.execPath, [join(ROOT, 'scripts/build.mjs')], { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(error?.message ?? 'see above');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await ensureBuilt();
    process.stderr.write('stackwright: out/ is up to date\n');
  } catch (error) {
    process.stderr.write(`stackwright: the build failed: ${error.message}\n`);
    process.exitCode = 1;
  }
}
