import { StackwrightError } from '#core/errors.ts';
import type { MaterialDocument, MaterialVariant } from '#core/materials/document.ts';
import { createMaterial, type FlaggedMaterial } from '#core/materials/material.ts';
import { closestNames } from '#core/materials/spelling.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import { once } from '#core/once.ts';

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

/** A document that is read when it is first needed. */
export interface LazyDocument {
  /** its id, known without reading it */
  readonly id: string;
  /** @throws StackwrightError BAD_DATA */
  read(): MaterialDocument;
}

/**
 * A catalogue over documents. Ids and then aliases are looked up exactly, and then without regard to case where that
 * is unambiguous. A document is read when its id is first asked for; all are, when an alias or a list is. Materials are
 * built when first asked for and kept.
 * @throws StackwrightError BAD_DATA where two documents claim one id or (when first needed) one alias
 */
export function createCatalogue(documents: readonly LazyDocument[]): BrowsableCatalogue {
  const byId = new Map<string, () => MaterialDocument>();
  for (const lazy of documents) {
    if (byId.has(lazy.id)) throw clash(lazy.id, 'id');
    byId.set(
      lazy.id,
      once(() => lazy.read()),
    );
  }
  const all = once(() => [...byId.keys()].sort(compareNames).map((id) => (byId.get(id) as () => MaterialDocument)()));
  const byAlias = once(() => aliasesOf(all()));
  const folded = once(() => foldedNames([...byId.keys(), ...byAlias().keys()]));
  const list = once(() => all().flatMap(entriesOf));
  const built = new Map<string, FlaggedMaterial>();

  const target = (name: string): { document: MaterialDocument; variant?: string } | undefined => {
    const read = byId.get(name);
    return read ? { document: read() } : byAlias().get(name);
  };
  const entry = (id: string): CatalogueEntry | undefined => {
    const { name, variant } = splitId(id);
    const found = target(name) ?? target(folded().get(name.toLowerCase()) ?? '');
    if (!found) return undefined;
    const wanted = variant ?? found.variant ?? found.document.default;
    const match = variantNamed(found.document, wanted);
    return match && entryOf(found.document, match);
  };

  return {
    entry,
    list,
    documents: all,
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
      const { name, variant } = splitId(id);
      const document = variant === undefined ? undefined : entry(name)?.document;
      if (!document) return closestNames(name, [...byId.keys(), ...byAlias().keys()]);
      const variants = document.variants.map((other) => other.id);
      const near = closestNames(variant ?? '', variants);
      return (near.length > 0 ? near : variants.slice(0, 5)).map((other) => `${document.id}/${other}`);
    },
  };
}

/** "SiO2/Malitson" in its two parts; the second may be missing. */
function splitId(id: string): { name: string; variant: string | undefined } {
  const slash = id.indexOf('/');
  return slash < 0 ? { name: id, variant: undefined } : { name: id.slice(0, slash), variant: id.slice(slash + 1) };
}

function entryOf(document: MaterialDocument, variant: MaterialVariant): CatalogueEntry {
  return { document, variant, id: `${document.id}/${variant.id}`, isDefault: variant.id === document.default };
}

function entriesOf(document: MaterialDocument): CatalogueEntry[] {
  const entries = document.variants.map((variant) => entryOf(document, variant));
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

function aliasesOf(documents: readonly MaterialDocument[]) {
  const ids = new Set(documents.map((document) => document.id));
  const byAlias = new Map<string, { document: MaterialDocument; variant?: string }>();
  for (const document of documents) {
    for (const { alias, variant } of document.aliases ?? []) {
      if (ids.has(alias) || byAlias.has(alias)) throw clash(alias, 'alias');
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
