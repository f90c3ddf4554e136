import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkDatabase, databasePages, readDatabasePage } from '#services/materials/page-database.ts';

const archive = resolve(import.meta.dirname, '../../../shared/data/refractiveindex.info-database-2026-06-14.tar.xz');
const isHere = existsSync(archive);

describe.skipIf(!isHere)(
  `every n,k page of refractiveindex.info${isHere ? '' : ` (skipped: ${archive} is missing)`}`,
  () => {
    let temporary = '';
    let folder = '';
    beforeAll(() => {
      temporary = mkdtempSync(join(tmpdir(), 'refractiveindex-'));
      execFileSync('tar', ['-xJf', archive, '-C', temporary]);
      folder = join(temporary, 'refractiveindex.info-database');
    }, 120_000);
    afterAll(() => rmSync(temporary, { recursive: true, force: true }));

    it('loads or is refused with its reason', () => {
      const { loaded, refused } = checkDatabase(folder);
      console.log(`${loaded} pages load, ${refused.length} are refused`);
      for (const { reason } of refused) console.log(`  ${reason}`);
      expect(loaded + refused.length).toBe(databasePages(folder).length);
      expect(loaded).toBeGreaterThan(3500);
      for (const { reason } of refused)
        expect(reason).toMatch(/cannot be used|do not overlap|no positive real index|no row/);
    }, 120_000);

    it('carries the flags that its rows earn', () => {
      const flagged = new Map<string, Set<string>>();
      for (const page of databasePages(folder)) {
        if (!['CdS', 'GaP', 'Fe2O3', 'SiO2'].includes(page.book) || page.shelf !== 'main') continue;
        const { flags } = readDatabasePage(page);
        flagged.set(`${page.book}/${page.page}`, new Set(flags.map(({ flag }) => flag)));
      }
      expect(flagged.get('CdS/Treharne')).toContain('k clipped');
      expect(flagged.get('GaP/Jellison')).toContain('range cut');
      expect(flagged.get('Fe2O3/Querry-o')).toContain('range cut');
      expect(flagged.get('Fe2O3/Querry-o')).toContain('rows sorted');
      expect(flagged.get('SiO2/Malitson')?.size).toBe(0);
    });

    it('and the shipped catalogue is what the script builds from them', () => {
      const root = resolve(import.meta.dirname, '../..');
      const built = join(temporary, 'materials');
      execFileSync(process.execPath, [join(root, 'scripts/build-catalogue.mjs'), folder, built]);
      const shipped = join(root, 'models/materials');
      const files = readdirSync(built);
      expect(files).toEqual(readdirSync(shipped).filter((name) => name.endsWith('.json')));
      for (const name of files) {
        expect(readFileSync(join(built, name), 'utf8') === readFileSync(join(shipped, name), 'utf8'), name).toBe(true);
      }
    }, 120_000);
  },
);
