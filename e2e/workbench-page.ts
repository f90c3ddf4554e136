import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';

/** A place in a chart as fractions of its surface, from the lower left corner. */
export type Place = readonly [x: number, y: number];

/** The window as a person knows it: by the names of its regions, buttons and tables. */
export class WorkbenchPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  region(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  get surface(): Locator {
    return this.page.getByRole('application', { name: 'Target spectrum', exact: true });
  }

  get candidates(): Locator {
    return this.page.getByRole('table', { name: 'Candidates', exact: true }).locator('tbody tr');
  }

  get wishes(): Locator {
    return this.region('Target').getByRole('list', { name: 'Wishes' }).getByRole('listitem');
  }

  get layers(): Locator {
    return this.page.getByRole('table', { name: 'Structure data', exact: true }).locator('tbody tr');
  }

  /** Waits until the window can be worked with. */
  async ready(): Promise<this> {
    await this.surface.waitFor();
    await this.page.getByText('engine ready').waitFor();
    return this;
  }

  async takeTool(name: 'Select' | 'Freehand' | 'Line' | 'Band' | 'Point' | 'Erase'): Promise<void> {
    await this.region('Spectrum').getByRole('button', { name, exact: true }).click();
  }

  /** Draws with the tool in hand, by the mouse, through these places. */
  async drag(places: readonly Place[]): Promise<void> {
    const box = await this.surface.boundingBox();
    if (box === null) throw new Error('the drawing surface is not shown');
    const at = ([x, y]: Place): [number, number] => [box.x + x * box.width, box.y + (1 - y) * box.height];
    const [first, ...rest] = places;
    if (first === undefined) return;
    await this.page.mouse.move(...at(first));
    await this.page.mouse.down();
    for (const place of rest) await this.page.mouse.move(...at(place), { steps: 8 });
    await this.page.mouse.up();
  }

  /** A mirror as somebody would draw it: a band of high reflectance. */
  async drawMirror(): Promise<void> {
    await this.takeTool('Band');
    await this.drag([
      [0.35, 0.93],
      [0.6, 0.93],
    ]);
    await this.takeTool('Select');
    await this.wishes.first().waitFor();
  }

  async design(): Promise<void> {
    await this.button('Design').click();
  }

  /** Ends the search, if it has not ended by itself. */
  async stop(): Promise<void> {
    const stop = this.button('Stop');
    if (await stop.isVisible()) await stop.click({ timeout: 10_000 }).catch(() => undefined);
    await this.button('Design').waitFor();
  }

  async firstCandidate(): Promise<void> {
    await this.candidates.first().waitFor({ timeout: 20_000 });
  }

  async takePreset(name: string | RegExp): Promise<void> {
    await this.button('Presets').click();
    await this.page.getByRole('menuitem', { name }).click();
  }

  /** Exports the design in hand; its text. */
  async export(entry: 'Export design (JSON)' | 'Export layers (CSV)' | 'Export spectrum (CSV)'): Promise<string> {
    const download = this.page.waitForEvent('download');
    if (entry === 'Export design (JSON)') {
      await this.button('Export').click();
    } else {
      await this.button('Export as').click();
      await this.page.getByRole('menuitem', { name: entry }).click();
    }
    return readFileSync(await (await download).path(), 'utf8');
  }

  /** Gives a file to the picker that a button opens. */
  async give(button: Locator, file: { name: string; text: string }): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await button.click();
    await (await chooser).setFiles({ name: file.name, mimeType: 'text/plain', buffer: Buffer.from(file.text) });
  }

  /** A table of numbers by its name: the headers, and the rows as numbers; an empty cell is NaN. */
  async table(name: string): Promise<{ headers: string[]; rows: number[][] }> {
    const table = this.page.getByRole('table', { name, exact: true });
    await this.page.locator(`table[aria-label="${name}"]:not([aria-busy])`).waitFor({ state: 'attached' });
    return await table.evaluate((element) => {
      const { tHead, tBodies } = element as HTMLTableElement;
      const texts = (row: HTMLTableRowElement | undefined) => [...(row?.cells ?? [])].map((cell) => cell.textContent);
      const toNumber = (text: string) => (text === '' ? Number.NaN : Number(text));
      return {
        headers: texts(tHead?.rows[0]),
        rows: [...(tBodies[0]?.rows ?? [])].map((row) => texts(row).map(toNumber)),
      };
    });
  }

  /** Waits until the engine has the work on disk. */
  async saved(): Promise<void> {
    await this.page
      .getByText(/^saved/)
      .first()
      .waitFor();
  }
}
