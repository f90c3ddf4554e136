/**
 * `npm test`: builds what is out of date, checks the sources, runs the tests, then those of the whole program in a
 * browser (e2e/), and says at the very end, alone on a line, how many passed, failed and were skipped.
 * `npm test -- core/optics` runs only the tests under that path, unchecked; `npm test -- e2e` those in the browser.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { check } from './check.mjs';
import { ensureBuilt } from './ensure-built.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Runs vitest and reads its report. A file that cannot be loaded has no tests to count: it counts as one failure. */
function runVitest(args) {
  const folder = mkdtempSync(join(tmpdir(), 'stackwright-test-'));
  const report = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...args], {
      cwd: ROOT,
      stdio: 'inherit',
    });
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    const unloadable = testResults.filter(
      (file) => file.status === 'failed' && file.assertionResults.length === 0,
    ).length;
    const failed = numFailedTests + unloadable;
    // vitest also fails on an error outside every test, and when no test matches
    return {
      passed: numPassedTests,
      failed: failed === 0 && status !== 0 ? 1 : failed,
      skipped: numPendingTests + numTodoTests,
    };
  } catch (error) {
    console.error(`no report from vitest: ${error.message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const args = process.argv.slice(2);
const isEndToEnd = (arg) => /^e2e(\/|$)/.test(arg);
const total = { passed: 0, failed: 0, skipped: 0 };
const add = (part) => {
  for (const key of Object.keys(total)) total[key] += part[key];
};

try {
  await ensureBuilt();
  const [endToEnd, others] = [args.filter(isEndToEnd), args.filter((arg) => !isEndToEnd(arg))];
  if (args.length === 0) add(check());
  if (args.length === 0 || others.length > 0) add(runVitest(others));
  if (args.length === 0 || endToEnd.length > 0) {
    add(runVitest(['--config', 'e2e/vitest.config.ts', ...endToEnd.map((arg) => arg.replace(/^e2e\/?/, ''))]));
  }
} catch (error) {
  console.error(`the build failed: ${error.message}`);
  add({ passed: 0, failed: 1, skipped: 0 });
}
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 ? 1 : 0);
