import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const PROGRAM = fileURLToPath(new URL('../../scripts/stackwright.mjs', import.meta.url));
const request = (id: unknown, thicknessNm = 100) =>
  JSON.stringify({
    id,
    stack: { layers: [{ medium: 'TiO2', thicknessNm }], substrate: { medium: 'BK7' } },
    illumination: { wavelengthsNm: [500, 600] },
  });
const run = (args: string[], input = '') =>
  spawnSync(process.execPath, [PROGRAM, 'simulate', ...args], { input, encoding: 'utf8', maxBuffer: 1 << 28 });

describe('stackwright simulate', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'stackwright-simulate-'));
    run([]); // builds once, so that the tests below are not about that
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('answers stdin on stdout, and ends with 0', () => {
    const { stdout, status } = run([], `${request('a')}\n${request('b', 50)}\n`);
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; R: number[]; T: number[] });
    expect(answers.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(answers[0]?.R).toHaveLength(2);
    expect((answers[0]?.R[0] ?? 0) + (answers[0]?.T[0] ?? 0)).toBeGreaterThan(0.9);
    expect(status).toBe(0);
  });

  it('answers colours, means and models of the stack', () => {
    const { stdout, status } = run(
      [],
      JSON.stringify({
        stack: { layers: [{ medium: 'porous', thicknessNm: 110 }], substrate: { medium: 'BK7' } },
        mixtures: {
          porous: {
            rule: 'bruggeman',
            parts: [
              { medium: 'SiO2', fraction: 0.6 },
              { medium: 'air', fraction: 0.4 },
            ],
          },
        },
        illumination: { wavelengthsNm: [380, 480, 580, 680, 780] },
        cone: { halfAngleDeg: 10 },
        want: ['colour'],
        integrals: [{ weight: 'photopic' }],
      }),
    );
    const answer = JSON.parse(stdout) as { colour: { T: { Lab: number[] } }; integrals: { R: number }[] };
    expect(answer.colour.T.Lab[0]).toBeGreaterThan(99);
    expect(answer.integrals[0]?.R).toBeLessThan(0.01);
    expect(status).toBe(0);
  });

  it('reads a file, goes on after a bad line, and ends with 1', () => {
    const file = join(folder, 'requests.ndjson');
    writeFileSync(file, `${request(1)}\n${request(2, -1)}\n${request(3)}`);
    const { stdout, status } = run(['--in', file]);
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: number; error?: object });
    expect(answers.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(answers[1]?.error).toMatchObject({ code: 'INVALID', path: 'stack.layers[0].thicknessNm' });
    expect(status).toBe(1);
  });

  it('ends with 2 and a sentence where there is no such file', () => {
    for (const path of [join(folder, 'absent.ndjson'), folder]) {
      const { stdout, stderr, status } = run(['--in', path]);
      expect(stdout).toBe('');
      expect(stderr).toContain(path);
      expect(stderr).not.toContain('    at ');
      expect(status).toBe(2);
    }
  });

  it('ends with 130 on Ctrl-C, whole lines written', async () => {
    const child = spawn(process.execPath, [PROGRAM, 'simulate'], { stdio: ['pipe', 'pipe', 'ignore'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      child.kill('SIGINT'); // stdin stays open: nothing but the signal ends it
    });
    child.stdin.write(`${request(1)}\n`);
    const [code] = await once(child, 'close');
    expect(code).toBe(130);
    expect(output.endsWith('\n')).toBe(true);
    expect(JSON.parse(output)).toHaveProperty('R');
  });

  it('says nothing when its reader has had enough', async () => {
    const child = spawn(process.execPath, [PROGRAM, 'simulate'], { stdio: ['pipe', 'pipe', 'pipe'] });
    let complaints = '';
    child.stderr.on('data', (chunk: Buffer) => {
      complaints += chunk.toString();
    });
    child.stdin.on('error', () => {}); // its stdin breaks too, when it ends
    child.stdout.once('data', () => child.stdout.destroy());
    for (let index = 0; index < 2000; index++) child.stdin.write(`${request(index)}\n`);
    child.stdin.end();
    const [code] = await once(child, 'close');
    expect(complaints).toBe('');
    expect(code).toBe(0);
  });
});
