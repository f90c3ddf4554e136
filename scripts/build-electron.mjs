/**
 * Bundles the desktop host into out/electron: main as an ES module, the preload script as the one CommonJS file that a
 * sandboxed window can load. The engine is an entry like the others.
 */
import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { build as bundle } from 'vite';

const PARTS = [
  { source: 'electron/main.ts', format: 'es', file: 'main.js' },
  { source: 'electron/preload.ts', format: 'cjs', file: 'preload.cjs' },
];

/**
 * @param {string} root the repository
 * @param {string} staging an empty folder beside out/electron
 */
export async function bundleElectron(root, staging) {
  for (const { source, format, file } of PARTS)
    await bundle({
      root,
      configFile: false,
      logLevel: 'warn',
      build: {
        ssr: true,
        target: 'node22',
        outDir: staging,
        emptyOutDir: false,
        minify: false,
        sourcemap: false,
        reportCompressedSize: false,
        rolldownOptions: {
          input: join(root, source),
          external: [/^node:/, 'electron'],
          output: { format, entryFileNames: file, codeSplitting: false },
        },
      },
    });
}

/** Moves a finished bundle to `out`. */
export async function publishElectron(staging, out) {
  await mkdir(out, { recursive: true });
  for (const file of await readdir(staging)) await rename(join(staging, file), join(out, file));
}
