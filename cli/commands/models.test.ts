import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCommand } from '../../test/run-command.ts';
import { registerModels } from './models.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'models-command-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const run = (...words: string[]) => runCommand(registerModels, 'models', ...words);

describe('models list', () => {
  it('names the shipped pack and what its networks do', async () => {
    const { out, code } = await run('list', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toContainEqual(
      expect.objectContaining({
        id: 'reflector-20',
        networks: ['forward', 'inverse (point)', 'inverse (mixture-density)'],
        problem: null,
      }),
    );
    expect((await run('list')).out).toMatch(/^reflector-20 \d+\.\d+\.\d+ /m);
  });
});

describe('models check', () => {
  it('measures a pack and prints the figures', { timeout: 120_000 }, async () => {
    const { out, code } = await run('check', 'reflector-20', '--seed', '3');
    expect(code).toBe(0);
    expect(out).toMatch(/random stacks of its domain, seed 3/);
    expect(out).toMatch(/forward: mean \|R predicted − R exact\| 0\.00\d+ over 512 stacks/);
    expect(out).toMatch(/^ {2}ok$/m);
  });

  it('reports a broken pack with exit code 1, as JSON too', async () => {
    const broken = join(folder, 'broken');
    mkdirSync(broken);
    writeFileSync(join(broken, 'manifest.json'), '{"format":"stackwright-pack/9"}');
    const { out, code } = await run('check', broken, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)[0].problems[0]).toMatch(/manifest\.json is not a usable manifest: .*format/);
  });

  it('refuses what is no pack with exit code 2, naming those there are', async () => {
    const { err, code } = await run('check', 'reflector-2000');
    expect(code).toBe(2);
    expect(err).toMatch(/neither an installed pack nor the folder of one; installed: .*reflector-20/);
  });
});
