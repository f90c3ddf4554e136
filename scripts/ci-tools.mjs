/**
 * dependency-cruiser and knip live in their own package, .ci/depcruise: the first needs a TypeScript that still has a
 * JavaScript API, and neither belongs to the product. They are installed there on first use.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const TOOLS_HOME = fileURLToPath(new URL('../.ci/depcruise', import.meta.url));

/** @returns {string} the path of one of the tools, installed if need be */
export function tool(/** @type {string} */ name) {
  const path = join(TOOLS_HOME, 'node_modules/.bin', name);
  if (!existsSync(path)) {
    process.stderr.write('installing the checking tools into .ci/depcruise …\n');
    const args = ['ci', '--prefix', TOOLS_HOME, '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
    execFileSync('npm', args, { stdio: ['ignore', 2, 2] });
  }
  return path;
}
