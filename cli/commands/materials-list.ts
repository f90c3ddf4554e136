import type { CatalogueEntry } from '#core/materials/catalogue.ts';
import { describeRange } from '#core/materials/material.ts';
import { type LoadedCatalogue, loadCatalogue } from '#services/materials/load-catalogue.ts';

interface Row {
  id: string;
  name: string;
  family: string;
  kind: string;
  rangeNm: readonly [number, number];
  isDefault: boolean;
  isOwn: boolean;
  source: string;
  doi: string | null;
  flags: string[];
}

/** `stackwright materials list` */
export function listMaterials(options: { family?: string; json?: boolean }): void {
  const catalogue = loadCatalogue();
  const chosen = catalogue
    .list()
    .filter(({ document }) => options.family === undefined || document.family === options.family);
  const rows = chosen.map((entry) => rowOf(entry, catalogue));
  warnOfProblems(catalogue);
  if (options.json) {
    process.stdout.write(`${JSON.stringify(rows)}\n`);
    return;
  }
  const cells = rows.map((row) => [
    `${row.id}${row.isDefault ? ' *' : ''}`,
    row.family,
    row.kind,
    describeRange(row.rangeNm),
    row.source,
    row.isOwn ? `${row.name} (own)` : row.name,
  ]);
  process.stdout.write(tableText([['id', 'family', 'kind', 'range', 'data', 'material'], ...cells]));
  const materials = new Set(chosen.map(({ document }) => document.id)).size;
  process.stderr.write(`${materials} materials, ${rows.length} data sets\n`);
}

/** Says on stderr which of the person's own documents were left out, and why. */
export function warnOfProblems(catalogue: LoadedCatalogue): void {
  for (const problem of catalogue.problems) process.stderr.write(`stackwright: ${problem}\n`);
}

function rowOf({ id, document, variant, isDefault }: CatalogueEntry, catalogue: LoadedCatalogue): Row {
  const material = catalogue.find(id);
  return {
    id,
    name: document.name,
    family: document.family,
    kind: variant.kind,
    rangeNm: material?.rangeNm ?? [0, 0],
    isDefault,
    isOwn: catalogue.isOwn(document.id),
    source: variant.name,
    doi: variant.source.doi,
    flags: [...new Set((material?.flags ?? []).map(({ flag }) => flag))],
  };
}

/** Left-aligned columns, two blanks apart. */
export function tableText(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
