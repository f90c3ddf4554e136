import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { resolveTable } from '#core/materials/resolve-medium.ts';
import type { Medium } from '#core/optics/stack.ts';
import { loadCatalogue } from '#services/materials/load-catalogue.ts';

const nowhere = join(tmpdir(), 'no-materials-of-ones-own');
const catalogue = loadCatalogue(undefined, nowhere);

describe('the shipped catalogue', () => {
  it('has at least 50 materials, each with a default, and ids that are unique', () => {
    const ids = catalogue.list().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(catalogue.documents().length).toBeGreaterThanOrEqual(50);
    console.log(`${catalogue.documents().length} materials, ${ids.length} variants`);
  });

  it('every variant samples over its whole range, with n > 0 and k ≥ 0', () => {
    for (const { id } of catalogue.list()) {
      const material = catalogue.find(id);
      const [low, high] = material?.rangeNm ?? [0, 0];
      const grid = Array.from({ length: 501 }, (_, i) => Math.min(high, low * (high / low) ** (i / 500)));
      const { n, k } = material?.sample(grid) ?? { n: [], k: [] };
      expect(n.length, id).toBe(501);
      expect(n.every((value) => value > 0 && value < 1e4) && k.every((value) => value >= 0 && value < 1e4), id).toBe(
        true,
      );
    }
  });

  it('every variant names its source, and its DOI or that there is none', () => {
    for (const { id, variant } of catalogue.list()) {
      expect(variant.source.text.length, id).toBeGreaterThan(10);
      expect(variant.source.text, id).not.toMatch(/<\/?[a-z]+[ >]/);
      expect(variant.source.doi === null || /^10\.\d{4,9}\/\S+$/.test(variant.source.doi), id).toBe(true);
    }
  });

  const dielectrics = new Set(['oxide', 'fluoride', 'nitride']);
  const isClear = (id: string) => {
    const material = catalogue.find(id);
    if (!material || material.rangeNm[0] > 400 || material.rangeNm[1] < 1000) return false;
    return material.sample(Array.from({ length: 61 }, (_, i) => 400 + 10 * i)).k.every((k) => k < 3e-3);
  };

  it('a default oxide, fluoride or nitride is clear over 400–1000 nm wherever a film of it is', () => {
    for (const document of catalogue.documents().filter(({ family }) => dielectrics.has(family))) {
      const films = document.variants.filter(({ id, kind }) => kind === 'film' && isClear(`${document.id}/${id}`));
      if (films.length > 0) expect(isClear(document.id), document.id).toBe(true);
    }
  });

  it.each([
    'MgF2',
    'SiO2',
    'Al2O3',
    'HfO2',
    'Ta2O5',
    'TiO2',
    'Nb2O5',
    'ZrO2',
    'Y2O3',
    'ITO',
    'Si3N4',
    'ZnS',
    'ZnSe',
    'Si',
    'Ge',
    'Ag',
    'Al',
    'Au',
    'Cr',
    'Ni',
    'Ti',
  ])('%s covers 400–1100 nm', (id) => {
    const [low, high] = catalogue.find(id)?.rangeNm ?? [Infinity, 0];
    expect(low).toBeLessThanOrEqual(400);
    expect(high).toBeGreaterThanOrEqual(1100);
  });

  it.each([
    ['fused-silica', 'SiO2/Malitson'],
    ['FusedSilica', 'SiO2/Malitson'],
    ['fusedsilica', 'SiO2/Malitson'],
    ['BK7', 'N-BK7/SCHOTT'],
    ['sapphire', 'Al2O3/Malitson-o'],
    ['MgF2/Rodriguez-de-Marcos', 'MgF2/Rodriguez-de_Marcos'],
    ['vacuum', 'air/ideal'],
    ['tio2', 'TiO2/Siefke'],
  ])('"%s" is %s', (alias, id) => expect(catalogue.find(alias)?.id).toBe(id));

  it.each(['__proto__', 'constructor', 'SiO2/constructor', '', '/', 'SiO2/', 'Unobtainium'])(
    '"%s" is unknown',
    (id) => {
      expect(catalogue.find(id)).toBeUndefined();
      expect(Array.isArray(catalogue.suggest(id))).toBe(true);
    },
  );

  it('suggests what was probably meant', () => {
    expect(catalogue.suggest('TiO')).toContain('TiO2');
    expect(catalogue.suggest('SiO2/Malitsen')).toEqual(['SiO2/Malitson']);
    expect(catalogue.suggest('N-BK8')).toContain('N-BK7');
  });

  it.each([
    ['N-BK7', 587.5618, 1.5168, 5e-5],
    ['fused-silica', 589.3, 1.4584, 5e-5],
    ['sapphire', 589.3, 1.7682, 2e-4],
    ['CaF2', 587.6, 1.43385, 5e-5],
    ['N-SF11', 587.5618, 1.78472, 5e-5],
    ['ZnSe/Connolly', 10600, 2.4028, 2e-3],
    ['Ge/Icenogle', 10600, 4.0038, 2e-3],
  ])('%s at %d nm has the published n = %d', (id, wavelength, n, tolerance) => {
    expect(Math.abs((catalogue.find(id)?.sample([wavelength]).n[0] ?? 0) - n)).toBeLessThan(tolerance);
  });

  it('air is n = 1 exactly', () => {
    expect(catalogue.find('air')?.sample([1, 500, 1e7]).n).toEqual(new Float64Array([1, 1, 1]));
  });
});

const targets = resolve(import.meta.dirname, '../../../shared/data/targets');
const isHere = existsSync(targets);

describe.skipIf(!isHere)(
  `the seventeen benchmark materials${isHere ? '' : ` (skipped: ${targets} is missing)`}`,
  () => {
    const named: Record<string, string> = {
      Al: 'Al/Rakic',
      Al2O3: 'Al2O3/Boidin',
      AlN: 'AlN/Beliaev1',
      Ge: 'Ge/Nunley',
      HfO2: 'HfO2/Al-Kuhaili',
      ITO: 'ITO/Minenkov-glass',
      MgF2: 'MgF2/Rodriguez-de_Marcos',
      MgO: 'MgO/Stephens',
      Si: 'Si/Green-2008',
      Si3N4: 'Si3N4/Philipp',
      SiO2: 'SiO2/Malitson',
      Ta2O5: 'Ta2O5/Gao',
      TiN: 'TiN/Pfluger',
      TiO2: 'TiO2/Siefke',
      ZnO: 'ZnO/Stelling',
      ZnS: 'ZnS/Amotchkina',
      ZnSe: 'ZnSe/Amotchkina',
      glass: 'N-BK7/SCHOTT',
    };
    type Table = { wavelengthsNm: number[]; n: number[]; k?: number[] };
    const tables = new Map<string, Table>();
    for (const file of isHere ? ['random-20.ndjson', 'dielectric-20.ndjson'] : []) {
      for (const line of readFileSync(join(targets, file), 'utf8').trim().split('\n')) {
        const { stack } = JSON.parse(line);
        for (const [name, table] of Object.entries<Table>(stack.materials)) tables.set(name, table);
        tables.set('glass', stack.substrate.medium);
      }
    }

    it.each(Object.entries(named))('%s is %s within 1e-6', (name, id) => {
      const table = tables.get(name);
      if (!table) throw new Error(`the targets have no ${name}`);
      const { n, k } = resolveTable(id as Medium, { catalogue, path: 'medium' }, table.wavelengthsNm);
      for (let i = 0; i < n.length; i++) {
        expect(Math.abs((n[i] ?? 0) - (table.n[i] ?? 0))).toBeLessThanOrEqual(1e-6);
        expect(Math.abs((k[i] ?? 0) - (table.k?.[i] ?? 0))).toBeLessThanOrEqual(1e-6);
      }
    });
  },
);

describe("a person's own documents", () => {
  let folder = '';
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const document = (id: string) => ({
    format: 'stackwright-material',
    version: 1,
    id,
    name: 'mine',
    family: 'other',
    default: 'a',
    variants: [
      {
        id: 'a',
        name: 'a',
        kind: 'film',
        dispersion: { wavelengthsNm: [400, 800], n: [2, 1.9], k: [0, 0] },
        source: { text: 'my own run', doi: null },
        origin: 'test',
        flags: [],
      },
    ],
  });

  it('join the shipped ones, and never replace one', () => {
    folder = mkdtempSync(join(tmpdir(), 'materials-'));
    writeFileSync(join(folder, 'Mine.json'), JSON.stringify(document('Mine')));
    writeFileSync(join(folder, 'SiO2.json'), JSON.stringify(document('SiO2')));
    writeFileSync(join(folder, 'Broken.json'), '{');
    const loaded = loadCatalogue(undefined, folder);
    expect(loaded.find('Mine')?.sample([600]).n[0]).toBeCloseTo(1.95, 12);
    expect(loaded.isOwn('Mine')).toBe(true);
    expect(loaded.find('SiO2')?.id).toBe('SiO2/Malitson');
    expect(loaded.problems).toHaveLength(2);
    expect(loaded.problems.join('\n')).toMatch(/Broken\.json[\s\S]*"SiO2"/);
  });

  it('a damaged shipped document is an error with its place', () => {
    folder = mkdtempSync(join(tmpdir(), 'materials-'));
    writeFileSync(join(folder, 'X.json'), JSON.stringify({ ...document('X'), default: 'b' }));
    expect(() => loadCatalogue(folder, nowhere).find('X')).toThrow(/X\.json.*no variant "b".*default/);
  });
});
