import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourceHash } from '../scripts/ensure-built.mjs';
import { ENTRIES } from '../scripts/entries.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** A copy of everything that a build reads, without an out/: the state right after `npm ci`. */
let tree: string;

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'stackwright-build-'));
  for (const path of [
    'core',
    'services',
    'cli',
    'electron',
    'renderer',
    'scripts',
    'package.json',
    'package-lock.json',
    'tsconfig.base.json',
  ]) {
    cpSync(join(ROOT, path), join(tree, path), { recursive: true });
  }
  mkdirSync(join(tree, 'training'));
  for (const name of readdirSync(join(ROOT, 'training'))) {
    if (name.endsWith('.ts')) cpSync(join(ROOT, 'training', name), join(tree, 'training', name));
  }
  symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
});

afterEach(() => rmSync(tree, { recursive: true, force: true }));

interface Answer {
  status: number | null;
  stdout: string;
  stderr: string;
}

function start(args: string[]): Promise<Answer> {
  const child = spawn(process.execPath, [join(tree, 'scripts/stackwright.mjs'), ...args]);
  const answer: Answer = { status: null, stdout: '', stderr: '' };
  child.stdout.on('data', (text) => {
    answer.stdout += text;
  });
  child.stderr.on('data', (text) => {
    answer.stderr += text;
  });
  return new Promise((resolve) => child.on('close', (status) => resolve({ ...answer, status })));
}

const version = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version;

it('every worker and every program that starts by itself is an entry', () => {
  const workers = readdirSync(join(ROOT, 'services'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('-worker.ts'))
    .map((path) => `services/${path}`);
  expect(workers.length).toBeGreaterThan(0);
  expect(Object.values(ENTRIES)).toEqual(expect.arrayContaining(['cli/main.ts', ...workers]));
});

describe('the first call', () => {
  it('builds, says so on stderr alone, and the second one does not build again', async () => {
    const first = await start(['--version']);
    expect(first).toMatchObject({ status: 0, stdout: `${version}\n` });
    expect(first.stderr).toContain('building');
    expect(await start(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('may be made three times at once', async () => {
    const answers = await Promise.all([start(['--version']), start(['--version']), start(['--version'])]);
    for (const answer of answers) expect(answer).toMatchObject({ status: 0, stdout: `${version}\n` });
    expect(answers.filter(({ stderr }) => stderr.includes('building'))).toHaveLength(1);
    expect(readdirSync(join(tree, 'out')).filter((name) => /lock|ticket|staging/.test(name))).toEqual([]);
  });

  it('is not stopped by the lock of a process that has died', async () => {
    const dead = spawnSync(process.execPath, ['--eval', '']).pid;
    mkdirSync(join(tree, 'out'));
    writeFileSync(join(tree, 'out/.lock'), String(dead));
    expect(await start(['--version'])).toMatchObject({ status: 0, stdout: `${version}\n` });
  });

  it('reports sources that do not build, with exit code 1 and nothing on stdout', async () => {
    writeFileSync(join(tree, 'cli/main.ts'), 'export const = ;\n');
    const answer = await start(['--version']);
    expect(answer).toMatchObject({ status: 1, stdout: '' });
    expect(answer.stderr).toContain('the build failed');
    expect(existsSync(join(tree, 'out/.hash'))).toBe(false);
  });
});

describe('a rebuild', () => {
  it('leaves the chunks that a running program may still load', async () => {
    await start(['--version']);
    const before = readdirSync(join(tree, 'out')).filter((name) => name.startsWith('chunk-'));
    writeFileSync(
      join(tree, 'cli/failure.ts'),
      `${readFileSync(join(tree, 'cli/failure.ts'), 'utf8')}\nexport const NEW = 1;\n`,
    );
    expect((await start(['--version'])).stderr).toContain('building');
    expect(readdirSync(join(tree, 'out'))).toEqual(expect.arrayContaining(before));
  });

  it('is due after a change of a source or of the lock file, not after one of a test', () => {
    const hash = sourceHash(tree);
    writeFileSync(join(tree, 'core/some.test.ts'), '');
    expect(sourceHash(tree)).toBe(hash);
    writeFileSync(join(tree, 'core/some.ts'), '');
    const withSource = sourceHash(tree);
    expect(withSource).not.toBe(hash);
    writeFileSync(join(tree, 'package-lock.json'), '{}');
    expect(sourceHash(tree)).not.toBe(withSource);
  });
});
