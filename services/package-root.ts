import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

let root: string | undefined;

/**
 * Stackwright's own folder, with models/, samples/ and out/: the nearest one above this module whose package.json
 * says so. The same when run from sources, from out/ and from an unpacked application.
 */
export function packageRoot(): string {
  root ??= findRoot(dirname(fileURLToPath(import.meta.url)));
  return root;
}

function findRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { name?: unknown }).name === 'stackwright') {
      return folder;
    }
    if (folder === dirname(folder)) throw new Error(`no Stackwright folder above ${from}`);
  }
}
