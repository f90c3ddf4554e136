import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simulateExport } from './command-line.ts';
import { HOSTS, isAbsent, type Running } from './hosts.ts';
import { WorkbenchPage } from './workbench-page.ts';

const JUNK = '\u0000\u0001 this is neither JSON nor a table \n{{{';

describe.each(HOSTS)('the main job: $name', (host) => {
  if (isAbsent(host)) {
    it.skip(`not run: ${host.lack}`, () => {});
    return;
  }
  let running: Running;
  let window: WorkbenchPage;

  beforeAll(async () => {
    running = await host.start();
    window = await new WorkbenchPage(running.page).ready();
  });
  afterAll(() => running.close());

  it('starts with an empty page that says how to begin', async () => {
    expect(await window.wishes.count()).toBe(0);
    expect(await window.button('Design').isDisabled()).toBe(true);
    for (const region of ['Target', 'Spectrum', 'Candidates', 'Layers', 'Structure', 'Materials'])
      expect(await window.region(region).count(), region).toBe(1);
  });

  it('a rubbish target file changes nothing and says why', async () => {
    await window.give(window.region('Target').getByRole('button', { name: 'Import' }), {
      name: 'junk.csv',
      text: JUNK,
    });
    const alert = window
      .region('Target')
      .getByText(/junk\.csv|JSON|table|column/i)
      .first();
    await alert.waitFor();
    expect(await window.wishes.count()).toBe(0);
    expect(await window.button('Undo').isDisabled()).toBe(true);
  });

  it('draws a mirror with the mouse', async () => {
    await window.drawMirror();
    expect(await window.button('Design').isEnabled()).toBe(true);
    await window.button('Undo').click();
    await expect.poll(() => window.wishes.count()).toBe(0);
    await window.button('Redo').click();
    await expect.poll(() => window.wishes.count()).toBe(1);
  });

  it('designs it, and shows verified candidates while it searches', async () => {
    await window.design();
    await window.firstCandidate();
    await window.button('Design').waitFor({ timeout: 30_000 });
    expect(await window.candidates.count()).toBeGreaterThan(1);
  });

  it('shows a candidate that is taken, and exports what the command line reproduces to 1e-9', async () => {
    await window.candidates.nth(1).click();
    const columns = Number(await window.candidates.nth(1).locator('td').nth(3).textContent());
    await expect.poll(() => window.layers.count()).toBe(columns);
    const { headers, rows } = await window.table('Spectrum data');
    const column = (name: string) => headers.findIndex((header) => header.startsWith(name));
    expect([column('Wavelength'), column('R '), column('T '), column('A ')]).not.toContain(-1);
    expect(rows.length).toBeGreaterThan(100);
    const exported = await window.export('Export design (JSON)');
    const spectra = simulateExport(
      exported,
      rows.map((row) => row[column('Wavelength')] ?? Number.NaN),
    );
    const worst = (['R', 'T', 'A'] as const).map((name) =>
      Math.max(
        ...rows.map((row, i) => Math.abs((row[column(`${name} `)] ?? Number.NaN) - (spectra[name][i] ?? Number.NaN))),
      ),
    );
    for (const error of worst) expect(error).toBeLessThan(1e-9);
    expect(Math.max(...spectra.R)).toBeGreaterThan(0.5);
  });

  it('made nobody complain: no console error, no exception, no violation of the policy', () => {
    expect(running.complaints).toEqual([]);
  });
});
