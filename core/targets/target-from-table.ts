import { StackwrightError } from '#core/errors.ts';
import { parseTarget } from './parse-target.ts';
import { type DecimalSign, readSpectrumTable, type TableRow } from './spectrum-table.ts';
import { Quantity, type Target } from './target.ts';

/** A target read from a table, and what had to be assumed for it. */
export interface TableTarget {
  readonly target: Target;
  readonly notes: readonly string[];
}

/** Remarks at the head of a table that say what may be built; see samples/README.md. */
const KNOWN_REMARKS = ['name', 'quantity', 'ambient', 'substrate', 'substrate mm', 'materials', 'max layers'] as const;
type Remark = (typeof KNOWN_REMARKS)[number];

/**
 * A table of spectra as a target.
 *
 * Remarks "key: value" say what the part is made of: substrate, substrate mm (a slab of that thickness), materials
 * (separated by commas), max layers, ambient, name, quantity (of a single curve without a heading). Other remarks are
 * read over. Without a substrate the part is N-BK7, front only.
 *
 * @param remarks the file's comment lines, without their comment sign
 * @throws StackwrightError BAD_DATA or INVALID
 */
export function targetFromTable(
  rows: readonly TableRow[],
  remarks: readonly string[] = [],
  options: { readonly decimal?: DecimalSign; readonly name?: string } = {},
): TableTarget {
  const said = readRemarks(remarks);
  const quantity = said.get('quantity') === undefined ? undefined : Quantity.safeParse(said.get('quantity')).data;
  const { entries, notes } = readSpectrumTable(rows, options.decimal, quantity);
  const assumed = said.has('substrate') ? [] : ['No substrate is named; N-BK7 is assumed.'];
  const slab = thicknessNm(said);
  if (slab === undefined) assumed.push('No thickness of the substrate is given: the front face alone is designed.');
  const materials = said
    .get('materials')
    ?.split(',')
    .map((name) => name.trim());
  const name = said.get('name') ?? options.name;
  const target = parseTarget({
    ...(name === undefined ? {} : { name }),
    spectra: entries,
    stack: {
      ...(said.has('ambient') ? { ambient: said.get('ambient') } : {}),
      substrate: { medium: said.get('substrate') ?? 'N-BK7', ...(slab === undefined ? {} : { thicknessNm: slab }) },
      ...(materials === undefined ? {} : { materials }),
      ...(said.has('max layers') ? { maxLayers: numberOf(said, 'max layers') } : {}),
    },
  });
  return { target, notes: [...notes, ...assumed] };
}

function readRemarks(remarks: readonly string[]): Map<Remark, string> {
  const said = new Map<Remark, string>();
  for (const remark of remarks) {
    const colon = remark.indexOf(':');
    const key = KNOWN_REMARKS.find((known) => known === remark.slice(0, colon).trim().toLowerCase());
    if (key !== undefined) said.set(key, remark.slice(colon + 1).trim());
  }
  return said;
}

function thicknessNm(said: ReadonlyMap<Remark, string>): number | undefined {
  return said.has('substrate mm') ? numberOf(said, 'substrate mm') * 1e6 : undefined;
}

function numberOf(said: ReadonlyMap<Remark, string>, key: Remark): number {
  const value = Number(said.get(key));
  if (Number.isFinite(value)) return value;
  throw new StackwrightError('BAD_DATA', `The remark "${key}: ${said.get(key)}" needs a number.`, { path: key });
}
