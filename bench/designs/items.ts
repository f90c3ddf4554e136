import type { BrowsableCatalogue } from '#core/materials/catalogue.ts';
import { applied } from './applied.ts';
import { classics } from './classics.ts';
import { foundingQuery } from './front.ts';
import { idealFilters } from './ideal-filters.ts';
import type { Item } from './item.ts';
import { realisable } from './realisable.ts';
import { testbeds } from './testbeds.ts';

/** All items, in the order of their numbers. */
export function allItems(catalogue: BrowsableCatalogue, targetsFolder: string | undefined): Item[] {
  const numbered = [...classics, ...applied, foundingQuery(catalogue), testbeds, idealFilters(catalogue)];
  const numberOf = ({ id }: Item): number => Number.parseInt(id.slice(1), 10);
  return [...realisable(catalogue, targetsFolder), ...numbered.sort((a, b) => numberOf(a) - numberOf(b))];
}

/**
 * The items that `only` names, with the cases that it names: "C6" is all of C6, "C6.4" one case, "C" all of section C.
 * @throws Error for a name that stands for nothing
 */
export function chosenItems(items: readonly Item[], only: readonly string[] | undefined): Item[] {
  if (only === undefined) return [...items];
  for (const name of only) {
    const isKnown = items.some((item) => isNamed(item, name) || item.cases.some(({ id }) => id === name));
    if (!isKnown) throw new Error(`no item is called ${name}; there are ${items.map(({ id }) => id).join(', ')}`);
  }
  return items.flatMap((item) => {
    if (only.some((name) => isNamed(item, name))) return [item];
    const cases = item.cases.filter(({ id }) => only.includes(id));
    return cases.length === 0 ? [] : [{ ...item, cases }];
  });
}

function isNamed({ id }: Item, name: string): boolean {
  return id === name || id.split('.')[0] === name || (name.length === 1 && id.startsWith(name));
}
