/**
 * `npm run package`: the desktop application as a folder for this machine, in out/package. Electron itself comes from
 * the folder in ELECTRON_OVERRIDE_DIST_PATH, from node_modules/electron/dist where its installer has unpacked it, or,
 * with neither, from the internet.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'electron-builder';
import { ensureBuilt } from './ensure-built.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Where the program starts: processes, workers, the page. */
const ENTRIES = ['engine.js', 'search-worker.js', 'inference-worker.js', 'renderer/index.html'];

/**
 * The built files that the entries need, by the names that they mention: out/ also keeps those of earlier builds, for
 * programs that are still running.
 */
function filesInUse(out) {
  const isPart = (file) => /^(chunk-[^/]+\.js|renderer\/assets\/[^/]+)$/.test(file);
  const rest = new Set(
    readdirSync(out, { recursive: true })
      .map((file) => file.replaceAll(sep, '/'))
      .filter(isPart),
  );
  const found = [];
  const waiting = [...ENTRIES];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    found.push(file);
    if (!/\.(js|css|html)$/.test(file)) continue;
    const text = readFileSync(join(out, file), 'utf8');
    for (const part of rest) {
      if (!text.includes(basename(part))) continue;
      rest.delete(part);
      waiting.push(part);
    }
  }
  return found;
}

const { values } = parseArgs({ options: { output: { type: 'string' } } });
await ensureBuilt();
const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(ROOT, 'node_modules/electron/dist');
// Added to what electron-builder.yml says.
const config = {
  files: filesInUse(join(ROOT, 'out')).map((file) => `out/${file}`),
  ...(values.output === undefined ? {} : { directories: { output: values.output } }),
  ...(existsSync(dist) ? { electronDist: dist } : {}),
};
await build({ projectDir: ROOT, config, dir: true, publish: 'never' });
