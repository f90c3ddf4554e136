/**
 * Bundles the window into out/renderer: an index.html that names its scripts and styles by their content's hash. Pages
 * that are open keep finding the files that they were built with for a day.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { build as bundle } from 'vite';

const KEEP_OLD_FILES_MS = 24 * 3600 * 1000;

/**
 * @param {string} root the repository
 * @param {string} staging an empty folder beside out/renderer
 */
export async function bundleRenderer(root, staging) {
  await bundle({
    root: join(root, 'renderer'),
    configFile: false,
    base: './',
    logLevel: 'warn',
    worker: { format: 'es' },
    build: {
      target: 'es2023',
      outDir: staging,
      emptyOutDir: false,
      minify: true,
      cssMinify: true,
      sourcemap: false,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 4096,
      rolldownOptions: {
        // "use client" in a package's files means nothing here
        onLog: (level, log, handle) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && handle(level, log),
      },
    },
  });
}

/** Moves a finished bundle to `out`: what index.html names first, index.html itself last. */
export async function publishRenderer(staging, out) {
  const isPage = (file) => file.endsWith('.html');
  const fresh = (await filesIn(staging)).sort((a, b) => Number(isPage(a)) - Number(isPage(b)));
  await mkdir(join(out, 'assets'), { recursive: true });
  for (const file of fresh) await rename(join(staging, file), join(out, file));
  for (const file of await filesIn(out)) {
    const path = join(out, file);
    if (!fresh.includes(file) && Date.now() - (await stat(path)).mtimeMs > KEEP_OLD_FILES_MS)
      await rm(path, { force: true });
  }
}

async function filesIn(folder) {
  const assets = join(folder, 'assets');
  const top = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile());
  const nested = existsSync(assets) ? await readdir(assets) : [];
  return [...top.map((entry) => entry.name), ...nested.map((name) => `assets/${name}`)];
}
