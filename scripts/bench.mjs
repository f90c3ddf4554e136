/**
 * `npm run bench -- NAME [options]` runs bench/NAME.bench.ts (bundled into out/bench/) or bench/NAME.mjs.
 * Without a name it lists what there is. Nothing here is a test: figures are printed, not judged.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './ensure-built.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDER = join(ROOT, 'bench');
const SUFFIXES = ['.bench.ts', '.mjs'];

function names() {
  return readdirSync(FOLDER).flatMap((file) => {
    const suffix = SUFFIXES.find((end) => file.endsWith(end));
    return suffix === undefined ? [] : [file.slice(0, -suffix.length)];
  });
}

/** Bundles a bench that is written in TypeScript; answers the file to run. */
async function bundled(name) {
  const { bundleForNode } = await import('./bundle-node.mjs');
  const outDir = join(ROOT, 'out', 'bench');
  const input = { [name]: join(FOLDER, `${name}.bench.ts`) };
  const worker = join(FOLDER, `${name}.worker.ts`); // of a bench with threads
  if (existsSync(worker)) input[`${name}.worker`] = worker;
  await bundleForNode(input, outDir);
  return join(outDir, `${name}.js`);
}

const [name, ...args] = process.argv.slice(2);
if (name === undefined || !names().includes(name)) {
  console.error(`usage: npm run bench -- NAME [options]\nbenches: ${names().sort().join(', ')}`);
  process.exit(2);
}
await ensureBuilt(); // benches may start workers from out/
const plain = join(FOLDER, `${name}.mjs`);
const file = existsSync(plain) ? plain : await bundled(name);
const { status } = spawnSync(process.execPath, [file, ...args], { cwd: ROOT, stdio: 'inherit' });
process.exit(status ?? 1);
