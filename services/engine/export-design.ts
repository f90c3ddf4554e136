import type { z } from 'zod';
import { designDocument, designHash } from '#core/documents/design-document.ts';
import { readableJson } from '#core/documents/readable-json.ts';
import { layerCsv } from '#core/fabrication/layer-csv.ts';
import { opticalReference } from '#core/fabrication/layer-figures.ts';
import { spectrumCsv } from '#core/fabrication/spectrum-csv.ts';
import { wavelengthGrid } from '#core/fabrication/wavelength-grid.ts';
import type { ExportRequest } from '#services/contract.ts';
import { sha256 } from '#services/design-file.ts';
import type { LoadedCatalogue } from '#services/materials/load-catalogue.ts';
import { programVersion } from '#services/program-version.ts';

export interface ExportedFile {
  readonly fileName: string;
  readonly mediaType: string;
  readonly text: string;
}

/** A design as a file, as `stackwright export` writes it. @throws StackwrightError */
export function exportDesign(request: z.output<typeof ExportRequest>, catalogue: LoadedCatalogue): ExportedFile {
  const { stack, format, history } = request;
  const illumination = request.illumination ?? { wavelengthsNm: wavelengthGrid(stack, catalogue) };
  const facts = { programVersion: programVersion(), date: new Date().toISOString() };
  const stem = fileStem(request.name);
  if (format === 'json') {
    const more = history === undefined ? {} : { history };
    const document = designDocument(stack, illumination, catalogue, { ...facts, sha256, ...more });
    return { fileName: `${stem}.json`, mediaType: 'application/json', text: readableJson(document) };
  }
  const sheet = { ...facts, designSha256: designHash(stack, catalogue, sha256) };
  if (format === 'csv') {
    const text = layerCsv(stack, catalogue, opticalReference(stack), sheet);
    return { fileName: `${stem}-layers.csv`, mediaType: 'text/csv', text };
  }
  const text = spectrumCsv(stack, illumination, catalogue, sheet);
  return { fileName: `${stem}-spectrum.csv`, mediaType: 'text/csv', text };
}

/** A name that every file system takes. */
function fileStem(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N} ._-]+/gu, '-')
    .replace(/^[. -]+|[. -]+$/g, '');
  return plain.slice(0, 80) || 'design';
}
