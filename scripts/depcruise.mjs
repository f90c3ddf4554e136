/**
 * The import rules between rooms, on resolved paths (.ci/depcruise/rooms.cjs). dependency-cruiser lives in its own
 * package, because it needs a TypeScript with a JavaScript API; it is installed there on first use.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const HOME = join(ROOT, '.ci/depcruise');
const BIN = join(HOME, 'node_modules/.bin/depcruise');
const FOLDERS = ['core', 'services', 'cli', 'electron', 'renderer', 'training', 'bench', 'e2e', 'test'];

function install() {
  if (existsSync(BIN)) return;
  process.stderr.write('installing dependency-cruiser into .ci/depcruise …\n');
  execFileSync('npm', ['ci', '--prefix', HOME, '--ignore-scripts', '--no-audit', '--no-fund'], { stdio: 'inherit' });
}

/** @returns {{ modules: number, errors: string[], warnings: string[] }} what the rules say about the tree at `root` */
export function cruise(root = ROOT) {
  install();
  const folders = FOLDERS.filter((folder) => existsSync(join(root, folder)));
  const args = ['--config', join(HOME, 'rooms.cjs'), '--output-type', 'json', ...folders];
  const run = spawnSync(BIN, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (!run.stdout.startsWith('{')) throw new Error(`dependency-cruiser did not answer: ${run.stderr || run.stdout}`);
  const { summary } = JSON.parse(run.stdout);
  const say = (severity) =>
    summary.violations
      .filter((violation) => violation.rule.severity === severity)
      .map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
  return { modules: summary.totalCruised, errors: say('error'), warnings: say('warn') };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { modules, errors, warnings } = cruise();
  for (const line of [...warnings.map((text) => `warning  ${text}`), ...errors.map((text) => `error    ${text}`)])
    console.log(line);
  console.log(`${modules} modules cruised, ${errors.length} errors, ${warnings.length} warnings`);
  // A tool that finds no parser sees next to nothing and is content: so the number of modules is part of the check.
  if (modules < 20) console.log('error    far fewer modules than the tree has: the check is not working');
  process.exit(errors.length > 0 || modules < 20 ? 1 : 0);
}
