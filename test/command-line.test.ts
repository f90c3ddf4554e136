import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

// The program as a person runs it: through the bin, from out/ (npm test has built it).
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BIN = join(ROOT, 'scripts/stackwright.mjs');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

/** Nothing of these runs is left in the person's own folder, and nothing there plays a part. */
const DATA = mkdtempSync(join(tmpdir(), 'stackwright-data-'));
const env = { ...process.env, STACKWRIGHT_DATA: DATA };
afterAll(() => rmSync(DATA, { recursive: true, force: true }));

function stackwright(args: string[], input = ''): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env,
    input,
  });
  return { status, stdout, stderr };
}

describe('the program', () => {
  it('says its version, also through npx from the repository', () => {
    expect(stackwright(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
    const npx = spawnSync('npx', ['--no-install', 'stackwright', '--version'], { cwd: ROOT, encoding: 'utf8' });
    expect(npx.stdout).toBe(`${version}\n`);
  });

  it('lists its commands on stdout when asked for help', () => {
    const { status, stdout } = stackwright(['--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('simulate');
    expect(stackwright(['simulate', '--help'])).toMatchObject({ status: 0, stderr: '' });
  });

  it.each([
    [['simulat'], /^stackwright: unknown command 'simulat'\n\(Did you mean simulate\?\)\n$/],
    [['simulat', '--help'], /^stackwright: unknown command 'simulat'\n\(Did you mean simulate\?\)\n$/],
    [['simulate', '--inn', 'x'], /^stackwright: unknown option '--inn'\n\(Did you mean --in\?\)\n$/],
    [['--nonsense'], /^stackwright: unknown option '--nonsense'\n$/],
    [
      ['simulate', '--in', '/nowhere/stacks.ndjson'],
      /^stackwright: \/nowhere\/stacks\.ndjson: no such file or folder\n$/,
    ],
  ])('refuses %j with exit code 2 and a sentence on stderr', (args, sentence) => {
    const { status, stdout, stderr } = stackwright(args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(sentence);
  });

  it('without a command shows its help on stderr and exit code 2', () => {
    const { status, stdout, stderr } = stackwright([]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('Usage: stackwright');
  });
});

const bareGlass = (id: string, wavelengths: number): string =>
  JSON.stringify({
    id,
    stack: { layers: [], substrate: { medium: { n: 1.5 } } },
    illumination: { wavelengthsNm: Array.from({ length: wavelengths }, (_, i) => 400 + i) },
  });

describe('simulate', () => {
  it('knows the reflectance of bare glass, and that a quarter wave can remove it', () => {
    const n = Math.sqrt(1.5); // the index that makes a quarter wave on n = 1.5 reflect nothing
    const coated = {
      id: 'coated',
      stack: { layers: [{ medium: { n }, thicknessNm: 550 / (4 * n) }], substrate: { medium: { n: 1.5 } } },
      illumination: { wavelengthsNm: [550] },
    };
    const { status, stdout } = stackwright(['simulate'], `${bareGlass('bare', 1)}\n${JSON.stringify(coated)}\n`);
    expect(status).toBe(0);
    const [bare, quarterWave] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(bare).toMatchObject({ id: 'bare' });
    expect(bare.R[0]).toBeCloseTo(0.04, 12);
    expect(bare.T[0]).toBeCloseTo(0.96, 12);
    expect(quarterWave.R[0]).toBeCloseTo(0, 12);
  });

  it('answers a bad line in its place, goes on, and ends with exit code 1', () => {
    const { status, stdout } = stackwright(['simulate'], `${bareGlass('a', 1)}\nnonsense\n${bareGlass('b', 1)}\n`);
    expect(status).toBe(1);
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answers.map(({ id }) => id)).toEqual(['a', null, 'b']);
    expect(answers[1].error).toMatchObject({ code: 'INVALID', path: 'line 2' });
  });

  it('is quiet when its reader has had enough', () => {
    const lines = Array.from({ length: 200 }, (_, i) => bareGlass(String(i), 500)).join('\n');
    const command = `"${process.execPath}" "${BIN}" simulate | head -c 100`;
    const { stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: ROOT, encoding: 'utf8', input: `${lines}\n` });
    expect(stdout).toHaveLength(100);
    expect(stderr).toBe('');
  });
});

describe('design', () => {
  const target = JSON.stringify({
    id: 'antireflection',
    spectra: [{ quantity: 'R', wavelengthsNm: [500, 550, 600], values: [0, 0, 0] }],
    stack: { substrate: { medium: { n: 1.5 } }, materials: ['MgF2', 'TiO2'], maxLayers: 4 },
  });

  it('with --iterations answers the same bytes twice, its library built or stored, and its stacks simulate to the spectra it shows', () => {
    const folder = mkdtempSync(join(tmpdir(), 'stackwright-design-'));
    try {
      const file = join(folder, 'target.json');
      writeFileSync(file, target);
      const args = ['design', '--target', file, '--iterations', '1', '--candidates', '2', '--json'];
      const first = stackwright(args);
      expect(first.status).toBe(0);
      expect(stackwright(args).stdout).toBe(first.stdout);

      const { candidates } = JSON.parse(first.stdout);
      expect(candidates).toHaveLength(2);
      const requests = candidates.map(({ stack }: { stack: unknown }) =>
        JSON.stringify({ stack, illumination: { wavelengthsNm: [500, 550, 600] } }),
      );
      const answers = stackwright(['simulate'], `${requests.join('\n')}\n`)
        .stdout.trimEnd()
        .split('\n');
      answers.forEach((line, i) => {
        const { R } = JSON.parse(line) as { R: number[] };
        R.forEach((value, j) => {
          expect(Math.abs(value - candidates[i].spectra[0].R[j])).toBeLessThan(1e-9);
        });
      });
      expect(candidates[0].mae).toBeLessThan(0.01);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('ends with 130 on Ctrl-C, also before it has found anything', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stackwright-design-'));
    try {
      const fifo = join(folder, 'target.json'); // who reads it has begun to listen to Ctrl-C
      spawnSync('mkfifo', [fifo]);
      const child = spawn(process.execPath, [BIN, 'design', '--target', fifo, '--no-packs', '--json'], {
        cwd: ROOT,
        env,
      });
      const targetFile = createWriteStream(fifo);
      const moreThanAPipeHolds = ' '.repeat(1 << 20);
      targetFile.write(moreThanAPipeHolds, () => {
        child.kill('SIGINT');
        targetFile.end(target);
      });
      const [code] = await once(child, 'close');
      expect(code).toBe(130);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
