import { StackwrightError } from '#core/errors.ts';
import type { CatalogueEntry } from '#core/materials/catalogue.ts';
import { describeRange, type FlaggedMaterial } from '#core/materials/material.ts';
import { loadCatalogue } from '#services/materials/load-catalogue.ts';
import { tableText, warnOfProblems } from './materials-list.ts';

/** Lines at which coaters quote an index, nm. */
const USUAL_NM = [
  193, 248, 355, 400, 486.1, 532, 550, 587.6, 632.8, 656.3, 800, 1064, 1550, 2000, 3000, 5000, 8000, 10600,
];

/** `stackwright materials show ID` */
export function showMaterial(id: string, options: { at?: number[]; json?: boolean }): void {
  const catalogue = loadCatalogue();
  warnOfProblems(catalogue);
  const entry = catalogue.entry(id);
  const material = catalogue.find(id);
  if (!entry || !material) {
    const near = catalogue.suggest(id);
    const advice =
      near.length > 0 ? `did you mean ${near.join(' or ')}?` : '"stackwright materials list" shows the known ones.';
    throw new StackwrightError('UNKNOWN_MATERIAL', `There is no material "${id}"; ${advice}`);
  }
  const [low, high] = material.rangeNm;
  const wavelengthsNm = options.at ?? USUAL_NM.filter((wavelength) => wavelength >= low && wavelength <= high);
  const { n, k } = material.sample(wavelengthsNm);
  const at = wavelengthsNm.map((wavelengthNm, i) => ({ wavelengthNm, n: n[i] ?? 0, k: k[i] ?? 0 }));
  if (options.json) {
    const { document, variant, isDefault } = entry;
    const { variants, ...about } = document;
    const answer = {
      ...about,
      id: entry.id,
      materialId: document.id,
      isDefault,
      variants: variants.map((other) => `${document.id}/${other.id}`),
      rangeNm: material.rangeNm,
      variant: { ...variant, flags: material.flags },
      at,
    };
    process.stdout.write(`${JSON.stringify(answer)}\n`);
    return;
  }
  process.stdout.write(describe(entry, material));
  if (at.length === 0) return;
  const rows = at.map((row) => [String(row.wavelengthNm), row.n.toFixed(6), row.k === 0 ? '0' : row.k.toPrecision(4)]);
  process.stdout.write(`\n${tableText([['nm', 'n', 'k'], ...rows])}`);
}

function describe({ id, document, variant, isDefault }: CatalogueEntry, material: FlaggedMaterial): string {
  const others = document.variants
    .filter((other) => other.id !== variant.id)
    .map((other) => `${document.id}/${other.id}`);
  const conditions = Object.entries(variant.conditions ?? {}).map(([name, value]) => `${name} ${value}`);
  const rows: [string, string | undefined][] = [
    ['id', `${id}${isDefault ? ` (what ${document.id} stands for)` : ''}`],
    ['material', `${document.name}, ${document.family}, ${variant.kind}`],
    ['data', variant.name],
    ['range', describeRange(material.rangeNm)],
    ['model', modelOf(variant.dispersion)],
    ['source', variant.source.text],
    ['DOI', variant.source.doi ?? 'none'],
    ['origin', variant.origin],
    ['comments', variant.comments],
    ['conditions', conditions.join(', ') || undefined],
    ...material.flags.map(({ flag, note }): [string, string] => ['flag', `${flag}: ${note}`]),
    ['default', isDefault ? document.defaultReason : undefined],
    ['aliases', aliasesOf(document, variant.id, isDefault).join(', ') || undefined],
    ['also', others.join(', ') || undefined],
  ];
  return rows.map(([name, text]) => (text === undefined ? '' : `${name.padEnd(11)}${text}\n`)).join('');
}

/** Other names under which this very data set is found. */
function aliasesOf(document: CatalogueEntry['document'], variantId: string, isDefault: boolean): string[] {
  const aliases = document.aliases ?? [];
  return aliases
    .filter(({ variant }) => (variant === undefined ? isDefault : variant === variantId))
    .map(({ alias }) => alias);
}

function modelOf(dispersion: CatalogueEntry['variant']['dispersion']): string {
  if ('wavelengthsNm' in dispersion) return `table of n and k, ${dispersion.wavelengthsNm.length} rows`;
  const { n, k } = dispersion;
  const ofN = 'formula' in n ? `n by formula ${n.formula}` : `table of n, ${n.wavelengthsNm.length} rows`;
  return `${ofN}; ${k ? `table of k, ${k.wavelengthsNm.length} rows` : 'no k'}`;
}
