import { StackwrightError } from '#core/errors.ts';
import type { MaterialDocument } from '#core/materials/document.ts';
import type { MaterialSummary, ModelSummary } from '#services/contract.ts';
import type { PackHost } from '#services/inference/packs.ts';
import type { LoadedCatalogue } from '#services/materials/load-catalogue.ts';

/** Every data set of the catalogue, the default of each material first. */
export function materialSummaries(catalogue: LoadedCatalogue): MaterialSummary[] {
  return catalogue.list().map(({ id, document, variant, isDefault }) => ({
    id,
    name: document.name,
    family: document.family,
    kind: variant.kind,
    rangeNm: catalogue.find(id)?.rangeNm ?? [0, 0],
    source: variant.name,
    isDefault,
  }));
}

/**
 * The documents that hold the materials of the given ids or aliases, each once; all of them without ids.
 * @throws StackwrightError UNKNOWN_MATERIAL
 */
export function materialDocuments(
  catalogue: LoadedCatalogue,
  ids: readonly string[] | undefined,
): readonly MaterialDocument[] {
  if (ids === undefined) return catalogue.documents();
  const found = new Map<string, MaterialDocument>();
  ids.forEach((id, i) => {
    const entry = catalogue.entry(id);
    if (entry === undefined) {
      const near = catalogue.suggest?.(id) ?? [];
      const hint = near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`;
      throw new StackwrightError('UNKNOWN_MATERIAL', `There is no material "${id}".${hint}`, { path: `ids[${i}]` });
    }
    found.set(entry.document.id, entry.document);
  });
  return [...found.values()];
}

export function modelSummaries({ packs }: PackHost): ModelSummary[] {
  return packs.map(({ manifest: { id, version, summary } }) => ({ id, version, description: summary }));
}
