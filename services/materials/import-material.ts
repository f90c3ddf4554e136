import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { StackwrightError } from '#core/errors.ts';
import {
  type MaterialDocument,
  type MaterialFamily,
  MaterialIdPart,
  parseMaterialDocument,
  type SampleKind,
} from '#core/materials/document.ts';
import { createMaterial } from '#core/materials/material.ts';
import { writeFileAtomic } from '#services/atomic-file.ts';
import { userMaterialsFolder } from '#services/materials/folders.ts';
import type { LoadedCatalogue } from '#services/materials/load-catalogue.ts';
import type { MaterialFile } from '#services/materials/read-material-file.ts';

/** What the person says about an import. */
export interface ImportWishes {
  /** "MyTiO2", or "MyTiO2/run-7" to name the data set too ("imported" otherwise) */
  readonly id: string;
  readonly name?: string;
  readonly family?: MaterialFamily;
  readonly kind?: SampleKind;
  /** where the data come from, in words */
  readonly source?: string;
}

/**
 * The document that an import would store, checked throughout.
 * @throws StackwrightError INVALID for an unusable id, BAD_DATA for data that make no sense
 */
export function documentForImport(file: MaterialFile, wishes: ImportWishes): MaterialDocument {
  const [id = '', variantId, ...rest] = wishes.id.split('/');
  for (const part of variantId === undefined ? [id] : [id, variantId]) {
    if (rest.length === 0 && MaterialIdPart.safeParse(part).success) continue;
    throw new StackwrightError(
      'INVALID',
      `"${wishes.id}" cannot be an id; use letters, digits and . _ + - as in MyTiO2 or MyTiO2/run-7.`,
    );
  }
  const document =
    file.format === 'document' ? renamed(file.document, id, variantId) : documentOf(file, wishes, id, variantId);
  for (const variant of document.variants) createMaterial(`${id}/${variant.id}`, variant.dispersion);
  return parseMaterialDocument(document, `The import "${wishes.id}"`);
}

function renamed(document: MaterialDocument, id: string, variantId: string | undefined): MaterialDocument {
  if (variantId !== undefined && !document.variants.some((variant) => variant.id === variantId)) {
    const known = document.variants.map((variant) => variant.id).join(', ');
    throw new StackwrightError('INVALID', `The document has no data set "${variantId}"; it has ${known}.`);
  }
  const { aliases: _, ...rest } = document; // another's aliases would only be in the way
  return { ...rest, id, default: variantId ?? document.default };
}

function documentOf(
  file: Extract<MaterialFile, { data: object }>,
  wishes: ImportWishes,
  id: string,
  variantId = 'imported',
): MaterialDocument {
  const source = wishes.source ? { ...file.data.source, text: wishes.source } : file.data.source;
  return {
    format: 'stackwright-material',
    version: 1,
    id,
    name: wishes.name ?? id,
    family: wishes.family ?? 'other',
    default: variantId,
    variants: [{ id: variantId, kind: wishes.kind ?? 'film', ...file.data, source }],
  };
}

/**
 * Stores a document among the person's own materials: whole or not at all.
 * @param options.replace whether one of the person's own of that id may be replaced; a shipped one never is
 * @returns the file
 * @throws StackwrightError INVALID where the id is taken
 */
export async function storeMaterial(
  document: MaterialDocument,
  catalogue: LoadedCatalogue,
  options: { replace?: boolean; folder?: string } = {},
): Promise<string> {
  const { replace = false, folder = userMaterialsFolder() } = options;
  checkIdIsFree(document.id, catalogue, replace);
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${document.id}.json`);
  await writeFileAtomic(file, `${JSON.stringify(document, undefined, 1)}\n`, { overwrite: replace });
  return file;
}

/** @throws StackwrightError INVALID where a material of the id may not be stored */
export function checkIdIsFree(id: string, catalogue: LoadedCatalogue, replace: boolean): void {
  const taken = catalogue.entry(id);
  if (!taken) return;
  if (!catalogue.isOwn(taken.document.id)) {
    throw new StackwrightError(
      'INVALID',
      `"${id}" is a material of the shipped catalogue (${taken.document.name}), which an import cannot replace; choose another id, such as ${id}-mine.`,
    );
  }
  if (replace) return;
  throw new StackwrightError(
    'INVALID',
    `You already have a material "${id}"; choose another id, or --force replaces it.`,
  );
}
