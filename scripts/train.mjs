/**
 * `npm run train -- PACK [--smoke] [--minutes M] [--resume] [--measure] [--install]`: the whole round of a model pack.
 *
 * Generates stacks with core's solver (out/generate-data.js), trains the networks with PyTorch, exports them, measures
 * them on held-out stacks, writes manifest and card, and lets the product check the pack. Everything stays in
 * training/runs/PACK/ until --install copies the pack to models/.
 *
 *   --minutes M  training time in all (default 90), shared 8 % surrogate, 17 % tandem, 75 % mixture
 *   --resume     go on from the checkpoints that are there, with the data that is there
 *   --measure    only export, measure, write and check what has been trained; the networks that the run has no
 *                checkpoint of are taken from the installed pack
 *   --smoke      the same round with tiny networks, in about a minute, into training/runs/smoke/
 *
 * Python: $STACKWRIGHT_PYTHON, training/.venv/bin/python or /usr/bin/python3, the first that has torch and onnx.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './ensure-built.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NEEDED = 'import torch, onnx, numpy';

/** The first Python that can train, or undefined. */
export function findPython(environment = process.env) {
  const candidates = [environment.STACKWRIGHT_PYTHON, join(ROOT, 'training/.venv/bin/python'), '/usr/bin/python3'];
  return candidates.find(
    (python) => python && spawnSync(python, ['-c', NEEDED], { cwd: ROOT, stdio: 'ignore' }).status === 0,
  );
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  if (error) throw error;
  if (status !== 0) throw new Error(`${[command, ...args].join(' ')} ended with exit code ${status}`);
}

/** What differs between the real round and the smoke test. */
function settings(minutes, smoke) {
  const share = (part) => ['--minutes', String(minutes * part)];
  const surrogate = ['--rate', '6e-3', '--clip', '0.3', '--fall', '0.7'];
  const tandem = ['--batch', '128', '--fall', '0.6'];
  if (!smoke) {
    return {
      data: ['--samples', '4000000'],
      surrogate: [...surrogate, ...share(0.08)],
      tandem: [...tandem, ...share(0.17)],
      mixture: share(0.75),
      measure: [],
    };
  }
  const tiny = ['--small', '--minutes', '0.2'];
  return {
    data: ['--samples', '20000', '--held-out', '1000', '--shallow', '5000'],
    surrogate: [
      ...surrogate,
      '--minutes',
      '0.2',
      '--steps',
      '200',
      '--shallow',
      '100',
      '--tries',
      '2',
      '--try-steps',
      '50',
    ],
    tandem: [...tiny, '--steps', '60'],
    mixture: [...tiny, '--steps', '100', '--fresh'],
    measure: ['--stacks', '200', '--targets', '4'],
  };
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      smoke: { type: 'boolean', default: false },
      resume: { type: 'boolean', default: false },
      measure: { type: 'boolean', default: false },
      install: { type: 'boolean', default: false },
      minutes: { type: 'string', default: '90' },
    },
  });
  const packs = readdirSync(join(ROOT, 'training/packs')).filter((file) => file.endsWith('.json'));
  const ids = packs.map((file) => file.slice(0, -'.json'.length));
  const [id] = positionals;
  if (positionals.length !== 1 || !ids.includes(id)) {
    throw new Error(`name one pack: ${ids.join(', ')}`);
  }
  const python = findPython();
  if (python === undefined) {
    throw new Error(
      'no Python with torch, onnx and numpy: install python3-torch and python3-onnx, or make training/.venv ' +
        '(python3 -m venv training/.venv; training/.venv/bin/pip install torch onnx numpy), or set STACKWRIGHT_PYTHON',
    );
  }
  await ensureBuilt();
  const folder = join('training/runs', values.smoke ? 'smoke' : id);
  round(id, folder, python, settings(Number(values.minutes), values.smoke), values);
  if (values.install) {
    const target = join(ROOT, 'models', id);
    rmSync(target, { recursive: true, force: true });
    cpSync(join(ROOT, folder, 'pack'), target, { recursive: true });
    console.log(`installed in ${target}`);
  }
}

function round(id, folder, python, stages, { resume, measure }) {
  const specification = join('training/packs', `${id}.json`);
  const pack = join(folder, 'pack');
  const card = join('training/packs', `${id}.card.md`);
  mkdirSync(join(ROOT, folder), { recursive: true });
  if (!measure) {
    const isThere = existsSync(join(ROOT, folder, 'train.json'));
    if (!(resume && isThere))
      run(process.execPath, ['out/generate-data.js', specification, '--out', folder, ...stages.data]);
    for (const network of ['surrogate', 'tandem', 'mixture']) {
      const options = [...stages[network], ...(resume ? ['--resume'] : [])];
      run(python, ['-m', 'training.train', network, '--run', folder, ...options]);
    }
  }
  run(python, ['-m', 'training.export', '--run', folder, '--pack', pack]);
  run(python, ['-m', 'training.measure', '--run', folder, ...stages.measure]);
  const installed = existsSync(join(ROOT, 'models', id)) ? ['--installed', join('models', id)] : [];
  const written = ['--spec', specification, '--run', folder, '--pack', pack, '--card', card];
  run(python, ['-m', 'training.pack', ...written, ...installed]);
  run(process.execPath, ['out/cli.js', 'models', 'check', pack]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await main();
  } catch (error) {
    console.error(`train: ${error.message}`);
    process.exitCode = 1;
  }
}
