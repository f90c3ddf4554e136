import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { browserHost, type Running } from './hosts.ts';
import { smallerPng } from './smaller-png.ts';
import { WorkbenchPage } from './workbench-page.ts';

/** The window in the states that a person meets, from the program itself, for the documentation. */

const SIZES = [
  { width: 1024, height: 700 },
  { width: 1920, height: 1080 },
] as const;
const SCHEMES = ['light', 'dark'] as const;

const MOST_BYTES = 250_000;
/** Into a search, so that it has something to show. */
const SEARCHING_MS = 1500;

export async function takeScreenshots(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const viewport of SIZES)
    for (const colorScheme of SCHEMES) {
      const running = await browserHost.start({ page: { viewport, colorScheme, reducedMotion: 'reduce' } });
      const take = async (state: string) => {
        const name = `${state}-${viewport.width}-${colorScheme}.png`;
        await running.page.waitForTimeout(400); // a chart is drawn, a table is filled
        const picture = smallerPng(await running.page.screenshot());
        writeFileSync(join(folder, name), picture);
        const size = picture.length;
        process.stdout.write(`${name} ${Math.round(size / 1000)} kB${size > MOST_BYTES ? ': too large' : ''}\n`);
        if (size > MOST_BYTES) process.exitCode = 1;
      };
      try {
        await goThrough(running, take);
      } finally {
        await running.close();
      }
    }
}

async function goThrough(running: Running, take: (state: string) => Promise<void>): Promise<void> {
  const { page } = running;
  const window = await new WorkbenchPage(page).ready();
  await take('empty');

  await window.takeTool('Freehand');
  const box = await window.surface.boundingBox();
  if (box === null) throw new Error('the drawing surface is not shown');
  const at = (x: number): [number, number] => [
    box.x + x * box.width,
    box.y + (1 - (0.1 + 0.8 * Math.exp(-(((x - 0.5) / 0.16) ** 4)))) * box.height,
  ];
  await page.mouse.move(...at(0.2));
  await page.mouse.down();
  for (let x = 0.2; x < 0.68; x += 0.01) await page.mouse.move(...at(x));
  await take('drawing');
  await page.mouse.up();

  await window.takePreset(/Long-pass/);
  await window.takeTool('Select');
  const seconds = page.getByLabel(/^Time/).first();
  await seconds.fill('60');
  await seconds.press('Enter');
  await window.design();
  await window.firstCandidate();
  await page.waitForTimeout(SEARCHING_MS);
  await take('designing');

  await window.stop();
  await window.candidates.nth(0).click();
  await window.layers.first().waitFor({ state: 'attached' });
  await take('done');

  process.kill(running.hostPid, 'SIGKILL');
  await page.getByText('engine lost').waitFor();
  await take('failed');
}
