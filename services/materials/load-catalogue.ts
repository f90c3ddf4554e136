import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { StackwrightError } from '#core/errors.ts';
import { type BrowsableCatalogue, createCatalogue, type LazyDocument } from '#core/materials/catalogue.ts';
import { type MaterialDocument, parseMaterialDocument } from '#core/materials/document.ts';
import { shippedMaterialsFolder, userMaterialsFolder } from '#services/materials/folders.ts';

/** The shipped materials and the person's own. */
export interface LoadedCatalogue extends BrowsableCatalogue {
  /** documents of the person's own that could not be taken, and why: to be shown, not hidden */
  readonly problems: readonly string[];
  /** whether the material (by its id without a slash) is one of the person's own */
  isOwn(materialId: string): boolean;
}

/**
 * Opens the catalogue: the documents of the shipped folder, each read when first needed, and the person's own, read at
 * once. A shipped document that is damaged is an error when it is needed; one of the person's own that is damaged, or
 * that claims the id or alias of another, is left out and reported in `problems`.
 *
 * @param folder shipped documents; default: those of this program
 * @param userFolder the person's own documents; default: their data folder
 * @throws StackwrightError BAD_DATA
 */
export function loadCatalogue(folder = shippedMaterialsFolder(), userFolder = userMaterialsFolder()): LoadedCatalogue {
  const shipped = materialFiles(folder).map((file) => ({
    id: basename(file, '.json'),
    read: () => readMaterialDocument(file),
  }));
  const userFiles = existsSync(userFolder) ? materialFiles(userFolder) : [];
  const { own, problems } = ownDocuments(userFiles, shipped);
  const catalogue = createCatalogue([
    ...shipped,
    ...own.map((document) => ({ id: document.id, read: () => document })),
  ]);
  const ownIds = new Set(own.map((document) => document.id));
  return { ...catalogue, problems, isOwn: (id) => ownIds.has(id) };
}

function ownDocuments(files: readonly string[], shipped: readonly LazyDocument[]) {
  const own: MaterialDocument[] = [];
  const problems: string[] = [];
  const taken = new Set(files.length === 0 ? [] : shipped.flatMap((lazy) => namesOf(lazy.read())));
  for (const file of files) {
    try {
      const document = readMaterialDocument(file);
      const clash = namesOf(document).find((name) => taken.has(name));
      if (clash !== undefined) {
        throw new StackwrightError(
          'BAD_DATA',
          `${file} is left out, because the name "${clash}" is already another material's; rename it.`,
        );
      }
      for (const name of namesOf(document)) taken.add(name);
      own.push(document);
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  return { own, problems };
}

/** The document files of a folder, in order of name. */
export function materialFiles(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.json') && !name.startsWith('.'));
    return names.sort().map((name) => join(folder, name));
  } catch (cause) {
    throw new StackwrightError('BAD_DATA', `The folder ${folder} of materials cannot be read.`, { cause });
  }
}

/**
 * One material document from its file.
 * @throws StackwrightError BAD_DATA with the file and the fault
 */
export function readMaterialDocument(file: string): MaterialDocument {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StackwrightError('BAD_DATA', `${file} cannot be read as JSON (${reason}); correct or remove it.`, {
      cause,
    });
  }
  const document = parseMaterialDocument(value, file);
  if (basename(file) !== `${document.id}.json`) {
    throw new StackwrightError(
      'BAD_DATA',
      `${file} holds the material "${document.id}"; its name must be ${document.id}.json.`,
    );
  }
  return document;
}

/** Every name by which a document is found. */
export function namesOf(document: MaterialDocument): string[] {
  return [document.id, ...(document.aliases ?? []).map(({ alias }) => alias)];
}
