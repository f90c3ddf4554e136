import { afterEach, describe, expect, it } from 'vitest';
import { browserHost, isAbsent, type Running } from './hosts.ts';
import { WorkbenchPage } from './workbench-page.ts';

let running: Running;
afterEach(() => running.close());

const layer = (medium: string, thicknessNm: number) => ({ medium, thicknessNm });

/** Opens a design file, and waits until the Structure panel has all of its layers. */
async function openDesign(window: WorkbenchPage, layers: readonly { medium: string; thicknessNm: number }[]) {
  const text = JSON.stringify({ layers, substrate: { medium: 'N-BK7' } });
  await window.button('File').click();
  await window.give(window.page.getByRole('menuitem', { name: /^Open/ }), { name: 'design.json', text });
  await expect.poll(() => window.layers.count(), { timeout: 30_000 }).toBe(layers.length);
}

describe.skipIf(isAbsent(browserHost))('the structure', () => {
  it('is shown for one layer, for extremes and for a thousand layers, and selects what is clicked', async () => {
    running = await browserHost.start();
    const window = await new WorkbenchPage(running.page).ready();
    const view = window.region('Structure').getByRole('application');
    await openDesign(window, [layer('MgF2', 100)]);
    await view.locator('canvas').waitFor();
    const canvas = await view.locator('canvas').elementHandle();
    await openDesign(window, [layer('Ag', 1), layer('SiO2', 5000), layer('TiO2', 1)]);
    const box = await view.boundingBox();
    if (box === null) throw new Error('the structure is not shown');
    await running.page.mouse.click(box.x + box.width / 2 - 30, box.y + box.height / 2 + 10);
    await view.getByText('2 · SiO2 · 5 µm').first().waitFor();
    const thousand = Array.from({ length: 1000 }, (_, i) => layer(i % 2 === 0 ? 'TiO2' : 'SiO2', 40 + (i % 7)));
    await openDesign(window, thousand);
    expect(await canvas?.evaluate((element) => element.isConnected)).toBe(true); // the scene was not made anew
    expect(running.complaints).toEqual([]);
  });

  it('is a cross-section, and says so, where there is no WebGL', async () => {
    running = await browserHost.start();
    await running.page.addInitScript(() => {
      const { getContext } = HTMLCanvasElement.prototype;
      HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
        return kind.startsWith('webgl') ? null : Reflect.apply(getContext, this, [kind, ...rest]);
      } as typeof getContext;
    });
    await running.page.reload();
    const window = await new WorkbenchPage(running.page).ready();
    await openDesign(window, [layer('TiO2', 60), layer('SiO2', 90)]);
    const structure = window.region('Structure');
    await structure.getByText(/no WebGL/).waitFor();
    await structure.getByRole('img', { name: /Cross-section/ }).waitFor(); // drawn once its room is measured
    expect(await structure.locator('canvas').count()).toBe(0);
  });

  it('survives the loss of the graphics context', async () => {
    running = await browserHost.start();
    const window = await new WorkbenchPage(running.page).ready();
    await openDesign(window, [layer('TiO2', 60), layer('SiO2', 90)]);
    const structure = window.region('Structure');
    await structure.locator('canvas').waitFor();
    await running.page.waitForTimeout(500); // the first frame
    await structure.locator('canvas').evaluate((canvas) => {
      (canvas as HTMLCanvasElement).getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
    });
    await structure.getByText(/took the three-dimensional view away/).waitFor();
    await structure.getByRole('img', { name: /Cross-section/ }).waitFor();
    await structure.getByRole('button', { name: 'Draw it again' }).click();
    await structure.locator('canvas').waitFor();
  });
});
