import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseManifest } from '#core/inverse/manifest.ts';
import { packageRoot } from '#services/package-root.ts';
import { findPython } from '../scripts/train.mjs';

const python = findPython();

describe('npm run train -- reflector-20 --smoke', () => {
  // Without Python there is nothing to test on a person's machine; on CI its absence is a fault.
  it.skipIf(python === undefined && !process.env.CI)(
    `generates, trains, exports, writes, loads and measures a pack (${python ?? 'no Python with torch and onnx found'})`,
    { timeout: 300_000 },
    () => {
      expect(python, 'a Python with torch, onnx and numpy').toBeDefined();
      const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/train.mjs', 'reflector-20', '--smoke'], {
        cwd: packageRoot(),
        encoding: 'utf8',
      });
      expect(status, stderr.slice(-2000)).toBe(0);
      expect(stdout).toMatch(/measured against the exact solver/);
      expect(stdout).toMatch(/^ {2}ok$/m);
      const file = join(packageRoot(), 'training/runs/smoke/pack/manifest.json');
      const manifest = parseManifest(JSON.parse(readFileSync(file, 'utf8')), file);
      expect(manifest.networks.map(({ role }) => role)).toEqual(['forward', 'inverse', 'inverse']);
      expect(readFileSync(join(packageRoot(), 'training/runs/smoke/pack/CARD.md'), 'utf8')).not.toMatch(/\{\{/);
    },
  );

  it.skipIf(python === undefined && !process.env.CI)('keeps the networks that were not trained again', () => {
    const [whole, partial] = ['training/runs/smoke', 'training/runs/smoke-mixture'].map((path) =>
      join(packageRoot(), path),
    ) as [string, string];
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(join(partial, 'pack'), { recursive: true });
    const files = [
      'train.json',
      'held-out.json',
      'measured.json',
      'mixture.pt',
      'pack/mixture.onnx',
      'pack/golden.json',
    ];
    for (const file of files) copyFileSync(join(whole, file), join(partial, file));
    const [pack, installed] = [join(partial, 'pack'), join(whole, 'pack')];
    const specification = [
      '--spec',
      'training/packs/reflector-20.json',
      '--card',
      'training/packs/reflector-20.card.md',
    ];
    const args = ['-m', 'training.pack', ...specification, '--run', partial, '--pack', pack, '--installed', installed];
    const { status, stderr } = spawnSync(python ?? 'python3', args, { cwd: packageRoot(), encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    for (const file of ['surrogate.onnx', 'tandem.onnx', 'training.json', 'golden.json'])
      expect(readFileSync(join(pack, file)).equals(readFileSync(join(installed, file))), file).toBe(true);
  });
});
