import axe from 'axe-core';
import { afterEach, describe, expect, it } from 'vitest';
import { browserHost, isAbsent, type Running } from './hosts.ts';
import { WorkbenchPage } from './workbench-page.ts';

/** The window without a mouse and without sight of it. */

const MOST_TABS = 60;

let running: Running;
afterEach(() => running.close());

/** What axe finds that keeps somebody from working; each with the first place. */
async function seriousFindings(window: WorkbenchPage): Promise<string[]> {
  await window.page.addScriptTag({ content: axe.source });
  const findings = await window.page.evaluate(async () => {
    const { axe: inPage } = globalThis as unknown as { axe: { run(): Promise<axe.AxeResults> } };
    return (await inPage.run()).violations;
  });
  return findings
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
}

describe.skipIf(isAbsent(browserHost))('assistive technology', () => {
  it.each(['light', 'dark'] as const)('axe finds nothing serious, empty and with a design: %s', async (colorScheme) => {
    // axe is a script from outside the program, which the policy rightly refuses
    running = await browserHost.start({ page: { colorScheme, bypassCSP: true } });
    const window = await new WorkbenchPage(running.page).ready();
    expect(await seriousFindings(window)).toEqual([]);
    await window.takePreset(/High reflector/);
    await window.design();
    await window.firstCandidate();
    await window.stop();
    await window.candidates.first().click();
    await expect.poll(() => window.layers.count()).toBeGreaterThan(0);
    expect(await seriousFindings(window)).toEqual([]);
  });
});

describe.skipIf(isAbsent(browserHost))('the keyboard alone', () => {
  it('draws, designs and picks a candidate', async () => {
    running = await browserHost.start();
    const window = await new WorkbenchPage(running.page).ready();
    const { keyboard } = running.page;
    await tabTo(window, 'Target spectrum');
    await keyboard.press('Enter');
    await keyboard.press('Enter');
    for (let i = 0; i < 4; i++) await keyboard.press('Shift+ArrowUp');
    await expect.poll(() => window.wishes.count()).toBe(1);
    await keyboard.press('Control+Enter');
    await window.firstCandidate();
    await window.button('Design').waitFor({ timeout: 30_000 });
    await window.candidates.first().focus();
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    expect(await window.candidates.nth(1).getAttribute('aria-current')).toBe('true');
    await expect.poll(() => window.layers.count()).toBeGreaterThan(0);
    await keyboard.press('Control+z');
    await keyboard.press('Control+y');
    expect(running.complaints).toEqual([]);
  });

  it('turns, zooms and steps through the structure', async () => {
    running = await browserHost.start();
    const window = await new WorkbenchPage(running.page).ready();
    await window.takePreset(/High reflector/);
    await window.design();
    await window.firstCandidate();
    await window.stop();
    const view = window.region('Structure').getByRole('application');
    await view.focus();
    const label = view.locator('span', { hasText: /^1 · / });
    await running.page.keyboard.press('PageDown');
    await label.waitFor();
    const before = await label.getAttribute('style');
    await running.page.keyboard.press('ArrowUp');
    await expect.poll(() => label.getAttribute('style')).not.toBe(before);
    await running.page.keyboard.press('Escape');
    await expect.poll(() => label.count()).toBe(0);
  });
});

async function tabTo(window: WorkbenchPage, name: string): Promise<void> {
  for (let i = 0; i < MOST_TABS; i++) {
    await window.page.keyboard.press('Tab');
    if ((await window.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))) === name) return;
  }
  throw new Error(`"${name}" is not reached with ${MOST_TABS} presses of Tab`);
}
