import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { StackwrightError } from '#core/errors.ts';
import type { MaterialDocument } from '#core/materials/document.ts';
import { createMaterial } from '#core/materials/material.ts';
import { shippedMaterialsFolder, userMaterialsFolder } from '#services/materials/folders.ts';
import { loadCatalogue, materialFiles, readMaterialDocument } from '#services/materials/load-catalogue.ts';
import { checkDatabase, databaseFolder } from '#services/materials/page-database.ts';
import { readMaterialFile } from '#services/materials/read-material-file.ts';

/** What a check found. */
export interface MaterialCheck {
  /** what was checked, in words */
  subject: string;
  /** data sets that load */
  loaded: number;
  /** those that do not, with the reason */
  refused: { item: string; reason: string }[];
}

const READABLE = new Set(['.json', '.yml', '.yaml', '.csv', '.tsv', '.txt', '.dat', '.nk', '.mat']);

/**
 * Checks the shipped catalogue and the person's own materials, or what `path` names: a file, a folder of files, or the
 * folder of a refractiveindex.info database (every page of its n,k index). A fault never stops the rest.
 */
export async function checkMaterials(path?: string): Promise<MaterialCheck> {
  if (path === undefined) return checkCatalogue();
  if (!(await stat(path)).isDirectory()) return checkFiles(path, [path]);
  if (databaseFolder(path) !== undefined) {
    const { loaded, refused } = checkDatabase(path);
    const subject = `n,k pages of the refractiveindex.info database in ${path}`;
    return { subject, loaded, refused: refused.map(({ page, reason }) => ({ item: page, reason })) };
  }
  const names = await readdir(path, { recursive: true });
  const files = names.filter((name) => READABLE.has(extname(name).toLowerCase())).sort();
  return checkFiles(
    `files in ${path}`,
    files.map((name) => join(path, name)),
  );
}

function checkCatalogue(): MaterialCheck {
  const folder = shippedMaterialsFolder();
  const check: MaterialCheck = { subject: `data sets of the catalogue in ${folder}`, loaded: 0, refused: [] };
  for (const file of materialFiles(folder)) {
    attempt(check, basename(file), () => checkDocument(check, readMaterialDocument(file)));
  }
  attempt(check, 'the catalogue as a whole', () => {
    const catalogue = loadCatalogue(folder, userMaterialsFolder());
    for (const reason of catalogue.problems) check.refused.push({ item: 'own material', reason });
    for (const document of catalogue.documents()) if (catalogue.isOwn(document.id)) checkDocument(check, document);
    catalogue.suggest('-'); // aliases are read, and clash where they do
  });
  return check;
}

/** Every data set of a document samples over its range: n > 0 and k ≥ 0, which the material itself enforces. */
function checkDocument(check: MaterialCheck, document: MaterialDocument): void {
  for (const { id, dispersion } of document.variants) {
    attempt(check, `${document.id}/${id}`, () => {
      const material = createMaterial(`${document.id}/${id}`, dispersion);
      const rows = tabulatedWavelengths(dispersion).filter((x) => x >= material.rangeNm[0] && x <= material.rangeNm[1]);
      material.sample(rows);
      check.loaded++;
    });
  }
}

function tabulatedWavelengths(dispersion: MaterialDocument['variants'][number]['dispersion']): number[] {
  if ('wavelengthsNm' in dispersion) return dispersion.wavelengthsNm;
  const own = 'wavelengthsNm' in dispersion.n ? dispersion.n.wavelengthsNm : [];
  return [...own, ...(dispersion.k?.wavelengthsNm ?? [])];
}

async function checkFiles(subject: string, files: readonly string[]): Promise<MaterialCheck> {
  const check: MaterialCheck = { subject, loaded: 0, refused: [] };
  for (const file of files) {
    try {
      const read = await readMaterialFile(file);
      if (read.format === 'document') checkDocument(check, read.document);
      else check.loaded++;
    } catch (error) {
      refuse(check, file, error);
    }
  }
  return check;
}

function attempt(check: MaterialCheck, item: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    refuse(check, item, error);
  }
}

function refuse(check: MaterialCheck, item: string, error: unknown): void {
  if (!(error instanceof StackwrightError)) throw error;
  check.refused.push({ item, reason: error.message });
}
