import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { StackwrightError } from '#core/errors.ts';
import { packageRoot } from '#services/package-root.ts';

/**
 * The folder of the shipped catalogue: `materials` in $STACKWRIGHT_MODELS, or in the program's own models/.
 * @throws StackwrightError BAD_DATA where there is none
 */
export function shippedMaterialsFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const override = environment.STACKWRIGHT_MODELS;
  const folder = join(override ? resolve(override) : join(packageRoot(), 'models'), 'materials');
  if (existsSync(folder)) return folder;
  const remedy = override ? 'correct STACKWRIGHT_MODELS' : 'reinstall the program';
  throw new StackwrightError('BAD_DATA', `The material catalogue is missing: there is no folder ${folder}; ${remedy}.`);
}

/**
 * Where everything of the person's own is kept: $STACKWRIGHT_DATA, $XDG_DATA_HOME/stackwright, or
 * ~/.local/share/stackwright, the first that is set.
 */
export function dataFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const own = environment.STACKWRIGHT_DATA;
  if (own) return resolve(own);
  return join(environment.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'stackwright');
}

/** Where the person's own materials are kept: `materials` in their data folder. */
export function userMaterialsFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return join(dataFolder(environment), 'materials');
}
