/** `npm run screenshots`: drives the program and writes docs/images/*.png (e2e/screenshots.ts). */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { ensureBuilt } from './ensure-built.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

await ensureBuilt();
const { module } = await runnerImport(join(ROOT, 'e2e/screenshots.ts'), {
  root: ROOT,
  configFile: false,
  logLevel: 'error',
});
await module.takeScreenshots(join(ROOT, 'docs/images'));
