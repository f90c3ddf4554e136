/**
 * Everything that can be said about the sources without running them: style and lint (with the determinism rule and the
 * import rules), types room by room, the import rules again on resolved paths, and files and packages that nobody uses. Nothing is timed.
 * Runs every step even after one has failed, and exits 1 if any did.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { tool } from './ci-tools.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const ROOMS = ['core', 'services', 'cli', 'electron', 'renderer', 'training'].filter((room) =>
  existsSync(`${ROOT}${room}/tsconfig.json`),
);

/** `tsc -b` checks each room under its own settings, against the declarations of the rooms it stands on. */
const steps = () => [
  ['style and lint', 'node_modules/.bin/biome', ['ci', '.']],
  ['types of the rooms', 'node_modules/.bin/tsc', ['-b', ...ROOMS]],
  ['types of the tests', 'node_modules/.bin/tsc', ['-p', 'tsconfig.test.json']],
  ['types of the end-to-end tests', 'node_modules/.bin/tsc', ['-p', 'e2e']],
  ['import rules', process.execPath, ['scripts/depcruise.mjs']],
  ['nothing unused', tool('knip'), ['--config', '.ci/depcruise/knip.json', '--no-progress', '--no-config-hints']],
];

/** @returns {{ passed: number, failed: number, skipped: number }} how many steps passed and failed */
export function check() {
  const all = steps();
  const failed = all.filter(([title, command, args]) => {
    const started = performance.now();
    const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit' });
    if (error) console.error(`${command}: ${error.message}`);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`check: ${title}: ${status === 0 ? 'ok' : 'FAILED'} (${seconds} s)`);
    return status !== 0;
  });
  return { passed: all.length - failed.length, failed: failed.length, skipped: 0 };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(check().failed === 0 ? 0 : 1);
