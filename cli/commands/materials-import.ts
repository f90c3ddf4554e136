import type { MaterialFamily, SampleKind } from '#core/materials/document.ts';
import { createMaterial, describeRange } from '#core/materials/material.ts';
import type { SpectralUnit } from '#core/materials/spectral-unit.ts';
import { checkIdIsFree, documentForImport, storeMaterial } from '#services/materials/import-material.ts';
import { loadCatalogue } from '#services/materials/load-catalogue.ts';
import { readMaterialFile } from '#services/materials/read-material-file.ts';
import { tableText, warnOfProblems } from './materials-list.ts';

export interface ImportOptions {
  id: string;
  unit?: SpectralUnit;
  name?: string;
  family?: MaterialFamily;
  kind?: SampleKind;
  source?: string;
  dryRun?: boolean;
  force?: boolean;
}

/** `stackwright materials import FILE --id ID`: shows what was read and assumed, and stores it. */
export async function importMaterial(path: string, options: ImportOptions): Promise<void> {
  const catalogue = loadCatalogue();
  warnOfProblems(catalogue);
  const file = await readMaterialFile(path, options.unit === undefined ? {} : { unit: options.unit });
  const document = documentForImport(file, options);
  checkIdIsFree(document.id, catalogue, options.force ?? false);
  for (const variant of document.variants) {
    const material = createMaterial(`${document.id}/${variant.id}`, variant.dispersion, variant.flags);
    const [low, high] = material.rangeNm;
    process.stdout.write(`${material.id}: ${describeRange(material.rangeNm)}\n`);
    for (const { flag, note } of material.flags) process.stdout.write(`  ${flag}: ${note}\n`);
    const wavelengthsNm = [...new Set([low, (low + high) / 2, high])];
    const { n, k } = material.sample(wavelengthsNm);
    const rows = wavelengthsNm.map((x, i) => [
      `  ${Number(x.toPrecision(7))}`,
      `${n[i]?.toFixed(6)}`,
      `${k[i]?.toPrecision(4)}`,
    ]);
    process.stdout.write(tableText([['  nm', 'n', 'k'], ...rows]));
  }
  if (options.dryRun) {
    process.stdout.write('nothing stored (--dry-run)\n');
    return;
  }
  const stored = await storeMaterial(document, catalogue, { replace: options.force ?? false });
  process.stdout.write(`stored in ${stored}\n`);
}
