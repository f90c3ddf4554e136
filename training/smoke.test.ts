import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseManifest } from '#core/inverse/manifest.ts';
import { packageRoot } from '#services/package-root.ts';

const NEEDED = 'import torch, onnx, numpy, tqdm';

/** As scripts/train.mjs looks for it. */
function findPython(): string | undefined {
  const candidates = [process.env.STACKWRIGHT_PYTHON, 'training/.venv/bin/python', '/usr/bin/python3'];
  return candidates.find(
    (python) => python && spawnSync(python, ['-c', NEEDED], { cwd: packageRoot(), stdio: 'ignore' }).status === 0,
  );
}

const python = findPython();

describe('npm run train -- reflector-20 --smoke', () => {
  // Without Python there is nothing to test on a person's machine; on CI its absence is a fault.
  it.skipIf(python === undefined && !process.env.CI)(
    `generates, trains, exports, writes, loads and measures a pack (${python ?? 'no Python with torch and onnx found'})`,
    { timeout: 300_000 },
    () => {
      expect(python, 'a Python with torch, onnx, numpy and tqdm').toBeDefined();
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
});
