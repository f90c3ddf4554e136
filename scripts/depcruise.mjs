/** The import rules between rooms, on resolved paths (.ci/depcruise/rooms.cjs). */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TOOLS_HOME, tool } from './ci-tools.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = ['core', 'services', 'cli', 'electron', 'renderer', 'training', 'bench', 'e2e', 'test'];
const FEWEST_MODULES = 20;

/** @returns {{ modules: number, errors: string[], warnings: string[] }} what the rules say about the tree at `root` */
export function cruise(root = ROOT) {
  const folders = FOLDERS.filter((folder) => existsSync(join(root, folder)));
  const args = ['--config', join(TOOLS_HOME, 'rooms.cjs'), '--output-type', 'json', ...folders];
  const run = spawnSync(tool('depcruise'), args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (!run.stdout?.startsWith('{')) throw new Error(`dependency-cruiser did not answer: ${run.stderr || run.error}`);
  const { summary } = JSON.parse(run.stdout);
  const say = (severity) =>
    summary.violations
      .filter((violation) => violation.rule.severity === severity)
      .map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
  return { modules: summary.totalCruised, errors: say('error'), warnings: say('warn') };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { modules, errors, warnings } = cruise();
  // A tool that finds no parser sees next to nothing and is content: so the number of modules is part of the check.
  if (modules < FEWEST_MODULES) errors.push('far fewer modules than the tree has: the check is not working');
  for (const line of warnings) console.log(`warning  ${line}`);
  for (const line of errors) console.log(`error    ${line}`);
  console.log(`${modules} modules cruised, ${errors.length} errors, ${warnings.length} warnings`);
  process.exit(errors.length > 0 ? 1 : 0);
}
