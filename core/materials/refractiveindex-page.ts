import { z } from 'zod';
import { StackwrightError } from '#core/errors.ts';
import type { FormulaNumber } from '#core/materials/dispersion-formula.ts';
import type { Dispersion, MaterialFlag } from '#core/materials/document.ts';
import { createMaterial } from '#core/materials/material.ts';
import { type CleanTable, cleanTable } from '#core/materials/table-rows.ts';

/** What a page of refractiveindex.info says, in our terms. */
export interface PageContent {
  dispersion: Dispersion;
  flags: MaterialFlag[];
  /** plain text, no markup */
  references: string;
  /** the first one that the references name */
  doi: string | null;
  comments: string | undefined;
  conditions: Record<string, string | number> | undefined;
}

const Scalar = z.union([z.string(), z.number()]);
const DataItem = z.object({
  type: z.string(),
  data: z.string().optional(),
  coefficients: Scalar.optional(),
  wavelength_range: Scalar.optional(),
  /** name of `wavelength_range` before 2018 */
  range: Scalar.optional(),
});
const Page = z.object({
  REFERENCES: z.string().optional(),
  COMMENTS: z.string().optional(),
  CONDITIONS: z.record(z.string(), z.unknown()).optional(),
  DATA: z.array(DataItem).min(1),
});
type DataItem = z.infer<typeof DataItem>;

interface Parts {
  n?: Extract<Dispersion, { n: object; wavelengthsNm?: never }>['n'];
  k?: CleanTable;
  joint?: CleanTable;
  flags: MaterialFlag[];
}

/**
 * Reads a page of refractiveindex.info that a YAML parser has turned into plain data.
 *
 * All table types and formulas 1–9 are read; a formula's n combines with a table's k (`createMaterial` has the rules).
 * A page without k is a material with k = 0, flagged "k assumed". A page with k alone is refused: no n, no material.
 *
 * @param where named in messages
 * @throws StackwrightError BAD_DATA with the reason why the page cannot be a material
 */
export function readRefractiveIndexPage(value: unknown, where: string): PageContent {
  const parsed = Page.safeParse(value);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0];
    throw refused(where, `it is no page of refractiveindex.info (${path.join('.') || 'the whole'}: ${message})`);
  }
  const page = parsed.data;
  const parts: Parts = { flags: [] };
  for (const item of page.DATA) readItem(item, parts, where);
  const dispersion = dispersionOf(parts, where);
  createMaterial(where, dispersion); // refuses ranges that do not meet, and formulas that fail inside their own range
  const references = plainText(page.REFERENCES ?? '');
  return {
    dispersion,
    flags: parts.flags,
    references,
    doi: firstDoi(page.REFERENCES ?? ''),
    comments: page.COMMENTS === undefined ? undefined : plainText(page.COMMENTS),
    conditions: conditionsOf(page.CONDITIONS),
  };
}

function readItem(item: DataItem, parts: Parts, where: string): void {
  const formula = /^formula ([1-9])$/.exec(item.type.trim());
  if (formula) {
    if (parts.n) throw refused(where, 'it gives n twice');
    parts.n = readFormula(item, Number(formula[1]) as FormulaNumber, where);
    return;
  }
  const table = /^tabulated (nk|n|k)$/.exec(item.type.trim());
  if (!table) throw refused(where, `data of type "${item.type}" is not known`);
  const columns = table[1] as 'nk' | 'n' | 'k';
  const clean = readTable(item.data ?? '', columns, where);
  parts.flags.push(...clean.flags);
  const isTaken = columns === 'nk' ? parts.joint : columns === 'n' ? parts.n : parts.k;
  if (isTaken) throw refused(where, `it has two items "${item.type}"`);
  if (columns === 'nk') parts.joint = clean;
  else if (columns === 'n') parts.n = { wavelengthsNm: clean.wavelengthsNm, n: clean.n ?? [] };
  else parts.k = clean;
}

function dispersionOf({ n, k, joint, flags }: Parts, where: string): Dispersion {
  if (joint?.n && joint.k) {
    if (k) throw refused(where, 'it gives k twice');
    if (!n) return { wavelengthsNm: joint.wavelengthsNm, n: joint.n, k: joint.k };
    flags.push({
      flag: 'n from formula',
      note: 'The source gives n by a formula and in a table; the formula is used, and k of the table.',
    });
    return { n: within(n, joint.limitsNm), k: { wavelengthsNm: joint.wavelengthsNm, k: joint.k } };
  }
  if (!n) throw refused(where, 'it has k but no n');
  return k?.k ? { n: within(n, k.limitsNm), k: { wavelengthsNm: k.wavelengthsNm, k: k.k } } : { n };
}

/** Where rows of k were cut off, k is not merely unknown but was measured and made no sense: n is cut there too. */
function within(n: NonNullable<Parts['n']>, [low, high]: readonly [number, number]): NonNullable<Parts['n']> {
  if ('formula' in n) {
    const [from, to] = n.rangeNm;
    return { ...n, rangeNm: low >= to || high <= from ? n.rangeNm : [Math.max(low, from), Math.min(high, to)] };
  }
  const rows = n.wavelengthsNm
    .map((_, row) => row)
    .filter((row) => n.wavelengthsNm[row] >= low && n.wavelengthsNm[row] <= high);
  if (rows.length === 0) return n; // the ranges do not meet, which is refused with its own reason
  return { wavelengthsNm: rows.map((row) => n.wavelengthsNm[row]), n: rows.map((row) => n.n[row]) };
}

function readFormula(item: DataItem, formula: FormulaNumber, where: string) {
  const coefficients = numbersIn(item.coefficients, `${where}: the coefficients`);
  const range = numbersIn(item.wavelength_range ?? item.range, `${where}: the wavelength range`);
  if (coefficients.length === 0) throw refused(where, `formula ${formula} has no coefficients`);
  if (range.length !== 2 || !(range[0] > 0) || !(range[1] >= range[0])) {
    throw refused(
      where,
      `formula ${formula} has no usable wavelength range ("${item.wavelength_range ?? item.range ?? ''}")`,
    );
  }
  return { formula, coefficients, rangeNm: [micrometresToNm(range[0]), micrometresToNm(range[1])] as [number, number] };
}

function numbersIn(text: string | number | undefined, where: string): number[] {
  const words = String(text ?? '')
    .trim()
    .split(/\s+/)
    .filter(Boolean);
  return words.map((word) => {
    const value = Number(word);
    if (!Number.isFinite(value))
      throw new StackwrightError('BAD_DATA', `${where} contain "${word}", which is no number; check the page.`);
    return value;
  });
}

function readTable(data: string, columns: 'nk' | 'n' | 'k', where: string): CleanTable {
  const width = columns.length + 1;
  const rows: number[][] = [];
  for (const [i, line] of data.split('\n').entries()) {
    const text = line.replace(/#.*$/, '').trim();
    if (text === '') continue;
    const row = numbersIn(text, `${where}: line ${i + 1} of the table`);
    if (row.length !== width)
      throw refused(where, `line ${i + 1} of its "tabulated ${columns}" has ${row.length} numbers, not ${width}`);
    rows.push(row);
  }
  const column = (at: number) => rows.map((row) => row[at]);
  const wavelengthsNm = column(0).map(micrometresToNm);
  const [second, third] = [column(1), width > 2 ? column(2) : []];
  const raw = columns === 'nk' ? { wavelengthsNm, n: second, k: third } : { wavelengthsNm, [columns]: second };
  return cleanTable(raw, where);
}

/** µm → nm, keeping a decimal number decimal: 0.2066 gives 206.6, not 206.60000000000002. */
export function micrometresToNm(wavelengthUm: number): number {
  return Number((wavelengthUm * 1000).toPrecision(14));
}

function refused(where: string, reason: string): StackwrightError {
  return new StackwrightError('BAD_DATA', `${where} cannot be used as a material: ${reason}.`);
}

/** The text without HTML or Markdown markup, on one line. */
export function plainText(markup: string): string {
  return markup
    .replace(/<br\s*\/?>/gi, ' ')
    .replace(/<sub>(.*?)<\/sub>/gi, '$1')
    .replace(/<[^<>]*>/g, '')
    .replace(/\[([^\]]*)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*\)/g, '$1')
    .replace(/\*\*|__/g, '')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The first DOI in a text, without its resolver's address. */
export function firstDoi(text: string): string | null {
  const match = /\b(10\.\d{4,9}\/[^\s"'<>\]]+)/.exec(text.replace(/%28/gi, '(').replace(/%29/gi, ')'));
  if (!match) return null;
  let doi = match[1].replace(/[.,;:]+$/, '');
  // a closing parenthesis belongs to the sentence unless one was opened inside
  while (doi.endsWith(')') && doi.split('(').length < doi.split(')').length) doi = doi.slice(0, -1);
  return doi;
}

function conditionsOf(raw: Record<string, unknown> | undefined): Record<string, string | number> | undefined {
  if (!raw) return undefined;
  const kept = Object.entries(raw).filter((pair): pair is [string, string | number] =>
    ['string', 'number'].includes(typeof pair[1]),
  );
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
