import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StackwrightError } from '#core/errors.ts';

/**
 * The folder of the shipped catalogue: `materials` in $STACKWRIGHT_MODELS, or in `models` beside the package.json named
 * "stackwright" that lies above this code, whether it runs from its source or bundled into out/.
 * @throws StackwrightError BAD_DATA where neither exists
 */
export function shippedMaterialsFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const override = environment['STACKWRIGHT_MODELS'];
  const models = override ? resolve(override) : join(packageRoot(), 'models');
  const folder = join(models, 'materials');
  if (existsSync(folder)) return folder;
  const hint = override ? 'correct STACKWRIGHT_MODELS' : 'reinstall the program';
  throw new StackwrightError('BAD_DATA', `The material catalogue is missing: there is no folder ${folder}; ${hint}.`);
}

/** Where the person's own materials are kept: $STACKWRIGHT_DATA, $XDG_DATA_HOME/stackwright or ~/.local/share/stackwright, each + /materials. */
export function userMaterialsFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const own = environment['STACKWRIGHT_DATA'];
  if (own) return join(resolve(own), 'materials');
  const shared = environment['XDG_DATA_HOME'] || join(homedir(), '.local', 'share');
  return join(shared, 'stackwright', 'materials');
}

function packageRoot(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && isOurs(manifest)) return folder;
    if (dirname(folder) === folder) {
      throw new StackwrightError(
        'BAD_DATA',
        `No package.json of stackwright lies above ${start}; set STACKWRIGHT_MODELS to the folder "models".`,
      );
    }
  }
}

function isOurs(manifest: string): boolean {
  try {
    return (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: unknown }).name === 'stackwright';
  } catch {
    return false; // a broken manifest on the way up is not ours to judge
  }
}
