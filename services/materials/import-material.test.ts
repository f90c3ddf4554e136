import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkMaterials } from '#services/materials/check-materials.ts';
import { documentForImport, storeMaterial } from '#services/materials/import-material.ts';
import { loadCatalogue } from '#services/materials/load-catalogue.ts';
import { readMaterialFile } from '#services/materials/read-material-file.ts';

let folder = '';
let own = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-'));
  own = join(folder, 'data', 'materials');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
const PAGE = `REFERENCES: |
    A. Author. <i>A title</i>. <a href="https://doi.org/10.1000/182">J. 1</a>
COMMENTS: "room temperature"
DATA:
  - type: formula 5
    wavelength_range: 0.4 0.9
    coefficients: 2.1 0.01 -2
CONDITIONS:
    temperature: 293
`;

describe('an import', () => {
  it('of a page is stored, found again, and keeps its source', async () => {
    const read = await readMaterialFile(file('Author.yml', PAGE));
    const document = documentForImport(read, { id: 'Mine/Author', family: 'oxide' });
    await storeMaterial(document, loadCatalogue(undefined, own), { folder: own });
    const catalogue = loadCatalogue(undefined, own);
    expect(catalogue.find('Mine')?.id).toBe('Mine/Author');
    expect(catalogue.find('Mine')?.sample([500]).n[0]).toBeCloseTo(2.14, 12);
    expect(catalogue.entry('Mine')?.variant).toMatchObject({
      source: { text: 'A. Author. A title. J. 1', doi: '10.1000/182' },
      conditions: { temperature: 293 },
    });
    expect(readdirSync(own)).toEqual(['Mine.json']);
  });

  it('of a table, and of a document, under another id', async () => {
    const table = documentForImport(await readMaterialFile(file('run7.csv', 'nm,n,k\n400,2.2,0\n900,2.1,0\n')), {
      id: 'Run',
    });
    const stored = await storeMaterial(table, loadCatalogue(undefined, own), { folder: own });
    const copy = documentForImport(await readMaterialFile(stored), { id: 'Copy' });
    await storeMaterial(copy, loadCatalogue(undefined, own), { folder: own });
    expect(loadCatalogue(undefined, own).find('Copy/imported')?.sample([650]).n[0]).toBeCloseTo(2.15, 12);
  });

  it.each(['SiO2', 'sio2', 'BK7'])('never takes the shipped name "%s"', async (id) => {
    const document = documentForImport(await readMaterialFile(file('a.yml', PAGE)), { id });
    const store = storeMaterial(document, loadCatalogue(undefined, own), { folder: own, replace: true });
    await expect(store).rejects.toThrow(/shipped catalogue .* cannot replace/);
  });

  it('replaces one of the person’s own only when told to', async () => {
    const document = documentForImport(await readMaterialFile(file('a.yml', PAGE)), { id: 'Mine' });
    await storeMaterial(document, loadCatalogue(undefined, own), { folder: own });
    await expect(storeMaterial(document, loadCatalogue(undefined, own), { folder: own })).rejects.toThrow(
      /already have/,
    );
    await storeMaterial(document, loadCatalogue(undefined, own), { folder: own, replace: true });
  });

  it.each(['', '../evil', 'a/b/c', '.hidden', 'with blank', '/x', 'x/'])('refuses the id "%s"', async (id) => {
    const read = await readMaterialFile(file('a.yml', PAGE));
    expect(() => documentForImport(read, { id })).toThrow(/cannot be an id/);
  });
});

describe('files that are no material', () => {
  it.each([
    ['bomb.yml', 'DATA: &a [*a, *a]\n', /YAML/],
    ['aliases.yml', 'a: &a x\nDATA: [*a]\n', /YAML/],
    ['twice.yml', 'DATA: []\nDATA: []\n', /YAML/],
    ['deep.yml', `DATA: ${'['.repeat(20_000)}\n`, /YAML/],
    ['broken.json', '{ "format": ', /JSON/],
    ['other.json', '{ "a": 1 }', /not a valid material document/],
    ['future.json', '{ "format": "stackwright-material", "version": 9 }', /version 9, .* update the program/],
    ['prose.txt', 'hello', /no rows of numbers/],
  ])('%s is refused with the reason', async (name, text, reason) => {
    await expect(readMaterialFile(file(name, text))).rejects.toThrow(reason);
  });
});

describe('checkMaterials', () => {
  it('finds nothing wrong with the shipped catalogue', async () => {
    const { loaded, refused } = await checkMaterials();
    expect(refused).toEqual([]);
    expect(loaded).toBeGreaterThan(300);
  });

  it('counts a folder’s files, and goes on after a bad one', async () => {
    file('a.yml', PAGE);
    file('b.csv', 'not numbers');
    file('c.csv', '400 1.5 0\n500 1.5 0\n');
    const { loaded, refused } = await checkMaterials(folder);
    expect(loaded).toBe(2);
    expect(refused).toEqual([{ item: join(folder, 'b.csv'), reason: expect.stringContaining('no rows of numbers') }]);
  });
});
