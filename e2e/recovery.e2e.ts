import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { browserHost, isAbsent, newDataFolder, type Running, standInHost } from './hosts.ts';
import { WorkbenchPage } from './workbench-page.ts';

/** What a crash costs: nothing. Real processes are killed with SIGKILL, which nobody can prepare for. */

const opened: Running[] = [];
const start = async (...args: Parameters<typeof browserHost.start>) => {
  const running = await browserHost.start(...args);
  opened.push(running);
  return running;
};

afterEach(async () => {
  for (const running of opened.splice(0)) await running.close();
});

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** A long search of a drawn mirror, with candidates on the table. */
async function searching(running: Running): Promise<WorkbenchPage> {
  const window = await new WorkbenchPage(running.page).ready();
  await window.drawMirror();
  const seconds = running.page.getByRole('spinbutton', { name: /^Time/ }).or(running.page.getByLabel(/^Time/)).first();
  await seconds.fill('60');
  await seconds.press('Enter');
  await window.design();
  await window.firstCandidate();
  return window;
}

describe('the engine is killed in the middle of a search', () => {
  for (const host of [browserHost, standInHost]) {
    it.skipIf(isAbsent(host))(`the window lives, keeps the work and goes on: ${host.name}`, async () => {
      const running = await host.start();
      opened.push(running);
      const window = await searching(running);
      const before = running.enginePid();
      process.kill(before, 'SIGKILL');
      await window.button('Design').waitFor({ timeout: 30_000 });
      expect(await window.wishes.count()).toBe(1);
      expect(await window.candidates.count()).toBeGreaterThan(0);
      await running.page.getByText('engine ready').waitFor({ timeout: 30_000 });
      await expect.poll(() => running.enginePid(), { timeout: 30_000 }).not.toBe(before);
      expect(isAlive(before)).toBe(false);
      await window.candidates.first().click();
      await window.design();
      await window.button('Stop').waitFor();
      await window.stop();
      await expect.poll(() => window.candidates.count()).toBeGreaterThan(0);
    });
  }
});

describe.skipIf(isAbsent(browserHost))('the work is there again', () => {
  it('after the page was closed', async () => {
    const running = await start();
    const window = await searching(running);
    await window.stop();
    const found = await window.candidates.count();
    await window.saved();
    await running.page.close();
    const again = await new WorkbenchPage(await running.openPage()).ready();
    await expect.poll(() => again.wishes.count()).toBe(1);
    await expect.poll(() => again.candidates.count()).toBe(found);
  });

  it('after the engine was killed right after a change', async () => {
    const running = await start();
    const window = await new WorkbenchPage(running.page).ready();
    await window.drawMirror();
    await sleep(1000); // a change is sent at most half a second later
    process.kill(running.enginePid(), 'SIGKILL');
    await running.page.reload();
    const again = await new WorkbenchPage(running.page).ready();
    await expect.poll(() => again.wishes.count()).toBe(1);
  });

  it('after everything was killed and started again', async () => {
    const dataFolder = newDataFolder();
    const running = await browserHost.start({ dataFolder });
    const window = await new WorkbenchPage(running.page).ready();
    await window.drawMirror();
    await window.takePreset(/Long-pass/);
    const wishes = await window.wishes.count();
    await sleep(1000);
    const engine = running.enginePid();
    process.kill(running.hostPid, 'SIGKILL');
    process.kill(engine, 'SIGKILL');
    await running.close({ keepData: true });
    const second = await start({ dataFolder });
    const again = await new WorkbenchPage(second.page).ready();
    await expect.poll(() => again.wishes.count()).toBe(wishes);
    expect(await again.page.getByText(/read-only/i).count()).toBe(0);
  });

  it('leaves no engine behind when its supervisor is killed', async () => {
    const running = await start();
    await new WorkbenchPage(running.page).ready();
    const engine = running.enginePid();
    process.kill(running.hostPid, 'SIGKILL');
    await expect.poll(() => isAlive(engine), { timeout: 30_000 }).toBe(false);
  });
});
