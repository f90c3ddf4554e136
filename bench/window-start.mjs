/**
 * `npm run bench -- window-start [repetitions]`: how long a person waits. From starting the program to a window that can
 * be drawn upon (goal: 3 s), and from pressing Design on the preset mirror to the first verified candidate (goal: 1 s).
 * Every repetition has a new program, a new browser and new data; the clock starts before the first of them.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { BROWSER_ARGS, findBrowser } from '../e2e/browser.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const GOALS = { 'start to interactive window': 3000, 'Design to first verified candidate': 1000 };

/** @returns {Promise<[number, number]>} both times, ms */
async function measure(executablePath) {
  const data = mkdtempSync(join(tmpdir(), 'stackwright-bench-'));
  const started = performance.now();
  const args = [join(ROOT, 'out/cli.js'), 'serve', '--port', '0', '--data', data];
  const program = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(program, 'exit');
  try {
    const [[address], browser] = await Promise.all([
      once(createInterface(program.stdout), 'line'),
      chromium.launch({ executablePath, args: BROWSER_ARGS }),
    ]);
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(address);
    await page.getByRole('application', { name: 'Target spectrum' }).waitFor();
    await page.getByText('engine ready').waitFor();
    const interactive = performance.now() - started;
    const first = await timeToCandidate(page);
    await browser.close();
    return [interactive, first];
  } finally {
    program.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  }
}

/** Measured by the page itself, from the press to the row in the table. */
async function timeToCandidate(page) {
  await page.getByRole('button', { name: 'Presets' }).click();
  await page.getByRole('menuitem', { name: /High reflector/ }).click();
  await page.getByRole('button', { name: 'Design', exact: true }).waitFor();
  return await page.evaluate(
    () =>
      new Promise((resolve) => {
        const started = performance.now();
        const hasCandidate = () => document.querySelector('table[aria-label="Candidates"] tbody tr') !== null;
        const observer = new MutationObserver(() => {
          if (!hasCandidate()) return;
          observer.disconnect();
          resolve(performance.now() - started);
        });
        observer.observe(document.body, { childList: true, subtree: true });
        [...document.querySelectorAll('button')].find((button) => button.textContent?.trim() === 'Design')?.click();
      }),
  );
}

const repetitions = Number(process.argv[2] ?? 5);
const browser = findBrowser();
if (browser === null) throw new Error('no Chromium, Chrome or Edge is installed here');
const results = [];
for (let i = 0; i < repetitions; i++) results.push(await measure(browser));
console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, ${repetitions} repetitions`);
Object.entries(GOALS).forEach(([name, goal], column) => {
  const times = results.map((result) => result[column]).sort((a, b) => a - b);
  const [min, median, max] = [times[0], times[Math.floor(times.length / 2)], times.at(-1)].map(Math.round);
  console.log(`${name}: min ${min}, median ${median}, max ${max} ms (goal ${goal})`);
});
