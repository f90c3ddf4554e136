import { StackwrightError } from '#core/errors.ts';
import type { MaterialDocument, MaterialVariant } from '#core/materials/document.ts';
import { createMaterial, type FlaggedMaterial } from '#core/materials/material.ts';
import { closestNames } from '#core/materials/spelling.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';

/** A variant with the document that holds it. */
export interface CatalogueEntry {
  readonly document: MaterialDocument;
  readonly variant: MaterialVariant;
  /** canonical id, "SiO2/Malitson" */
  readonly id: string;
  readonly isDefault: boolean;
}

/** A catalogue that can be browsed. */
export interface BrowsableCatalogue extends MaterialCatalogue {
  find(id: string): FlaggedMaterial | undefined;
  /** the document and variant an id stands for */
  entry(id: string): CatalogueEntry | undefined;
  /** every variant, by material id, the default first */
  list(): readonly CatalogueEntry[];
  documents(): readonly MaterialDocument[];
}

/**
 * A catalogue over documents. Ids and then aliases are looked up exactly, and then without regard to case where that
 * is unambiguous. Materials are built when first asked for and kept.
 * @throws StackwrightError BAD_DATA where two documents claim one id or alias
 */
export function createCatalogue(documents: readonly MaterialDocument[]): BrowsableCatalogue {
  const sorted = [...documents].sort((a, b) => compareNames(a.id, b.id));
  const byId = new Map<string, MaterialDocument>();
  for (const document of sorted) {
    if (byId.has(document.id)) throw clash(document.id, 'id');
    byId.set(document.id, document);
  }
  const byAlias = aliasesOf(sorted, byId);
  const folded = foldedNames([...byId.keys(), ...byAlias.keys()]);
  const entries = sorted.flatMap(entriesOf);
  const byEntryId = new Map(entries.map((entry) => [entry.id, entry]));
  const built = new Map<string, FlaggedMaterial>();

  const target = (name: string): { document: MaterialDocument; variant?: string } | undefined => {
    const document = byId.get(name);
    return document ? { document } : byAlias.get(name);
  };
  const entry = (id: string): CatalogueEntry | undefined => {
    const slash = id.indexOf('/');
    const name = slash < 0 ? id : id.slice(0, slash);
    const found = target(name) ?? target(folded.get(name.toLowerCase()) ?? '');
    if (!found) return undefined;
    const { document } = found;
    if (slash < 0) return byEntryId.get(`${document.id}/${found.variant ?? document.default}`);
    const variant = variantNamed(document, id.slice(slash + 1));
    return variant && byEntryId.get(`${document.id}/${variant.id}`);
  };

  return {
    entry,
    list: () => entries,
    documents: () => sorted,
    find(id) {
      const found = entry(id);
      if (!found) return undefined;
      let material = built.get(found.id);
      if (!material) {
        material = createMaterial(found.id, found.variant.dispersion, found.variant.flags);
        built.set(found.id, material);
      }
      return material;
    },
    suggest(id) {
      const slash = id.indexOf('/');
      const found = slash < 0 ? undefined : entry(id.slice(0, slash));
      if (found) {
        const { document } = found;
        const variants = document.variants.map((variant) => variant.id);
        const near = closestNames(id.slice(slash + 1), variants);
        return (near.length > 0 ? near : variants.slice(0, 5)).map((name) => `${document.id}/${name}`);
      }
      return closestNames(slash < 0 ? id : id.slice(0, slash), [...byId.keys(), ...byAlias.keys()]);
    },
  };
}

function entriesOf(document: MaterialDocument): CatalogueEntry[] {
  const entries = document.variants.map((variant) => ({
    document,
    variant,
    id: `${document.id}/${variant.id}`,
    isDefault: variant.id === document.default,
  }));
  return entries.sort((a, b) => Number(b.isDefault) - Number(a.isDefault) || compareNames(a.id, b.id));
}

function variantNamed(document: MaterialDocument, name: string): MaterialVariant | undefined {
  const lower = name.toLowerCase();
  const { variants } = document;
  return (
    variants.find((variant) => variant.id === name) ??
    variants.find((variant) => variant.aliases?.includes(name)) ??
    only(
      variants.filter((variant) => [variant.id, ...(variant.aliases ?? [])].some((id) => id.toLowerCase() === lower)),
    )
  );
}

function aliasesOf(documents: readonly MaterialDocument[], byId: ReadonlyMap<string, MaterialDocument>) {
  const byAlias = new Map<string, { document: MaterialDocument; variant?: string }>();
  for (const document of documents) {
    for (const { alias, variant } of document.aliases ?? []) {
      if (byId.has(alias) || byAlias.has(alias)) throw clash(alias, 'alias');
      byAlias.set(alias, variant === undefined ? { document } : { document, variant });
    }
  }
  return byAlias;
}

/** lower-case spelling → the one name that has it ("Co" and "CO" stay apart, and neither is guessed) */
function foldedNames(names: readonly string[]): Map<string, string> {
  const spellings = new Map<string, string[]>();
  for (const name of names) {
    const lower = name.toLowerCase();
    spellings.set(lower, [...(spellings.get(lower) ?? []), name]);
  }
  const unambiguous = new Map<string, string>();
  for (const [lower, candidates] of spellings) {
    const name = only(candidates);
    if (name !== undefined) unambiguous.set(lower, name);
  }
  return unambiguous;
}

function only<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}

function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function clash(name: string, what: string): StackwrightError {
  return new StackwrightError(
    'BAD_DATA',
    `The ${what} "${name}" is claimed by two materials of the catalogue; rename one of them.`,
  );
}
