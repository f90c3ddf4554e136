import { spawnSync } from 'node:child_process';
import { packageRoot } from '#services/package-root.ts';

const NEEDED = 'import torch, onnx, numpy';

/** A Python that can train, as scripts/train.mjs looks for it; undefined where there is none. */
export function findPython(): string | undefined {
  const candidates = [process.env.STACKWRIGHT_PYTHON, 'training/.venv/bin/python', '/usr/bin/python3'];
  return candidates.find(
    (python) => python && spawnSync(python, ['-c', NEEDED], { cwd: packageRoot(), stdio: 'ignore' }).status === 0,
  );
}
