import { z } from 'zod';
import { canonicalJson } from '#core/documents/canonical-json.ts';
import { embedMaterials, type NamedMaterial, nameMaterials } from '#core/documents/named-materials.ts';
import { StackwrightError } from '#core/errors.ts';
import { MaterialFlag, type MaterialVariant } from '#core/materials/document.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import { simulateRequest } from '#core/optics/simulate-request.ts';
import { Illumination, LIMITS, Stack } from '#core/optics/stack.ts';
import { parseOrThrow } from '#core/validation.ts';

export const DESIGN_FORMAT = 'stackwright-design/1';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 in hexadecimal');
const values = z.array(z.number()).max(LIMITS.wavelengths);

/** Where the numbers of a material in `stack.materials` come from. */
const DocumentMaterial = z.looseObject({
  name: z.string(),
  /** absent where the person gave the constants */
  catalogueId: z.string().optional(),
  source: z.looseObject({ text: z.string(), doi: z.string().nullable() }).optional(),
  origin: z.string().optional(),
  flags: z.array(MaterialFlag).optional(),
});
export type DocumentMaterial = z.infer<typeof DocumentMaterial>;

const DocumentSpectra = z.looseObject({ illumination: Illumination, R: values, T: values, A: values });
export type DocumentSpectra = z.infer<typeof DocumentSpectra>;

/** What was known of a design before it was exported. */
export const DesignHistory = z.looseObject({
  id: z.union([z.string(), z.number()]).nullable().optional(),
  /** its place in the answer it was taken from, from 1 */
  candidate: z.int().min(1).optional(),
  origin: z.string().optional(),
  merit: z.number().optional(),
  provenance: z.unknown().optional(),
});
export type DesignHistory = z.infer<typeof DesignHistory>;

/**
 * A design that stands for itself: the stack with its optical constants, what it does to light, and where it comes
 * from. Later versions of format 1 may add keys, never change one.
 */
export const DesignDocument = z.looseObject({
  format: z.literal(DESIGN_FORMAT),
  program: z.looseObject({ name: z.string(), version: z.string() }),
  /** ISO 8601 */
  date: z.string(),
  sha256: z.looseObject({
    /** of the stack with catalogue materials by id: the same on every sheet of this design, whatever its wavelengths */
    design: Sha256,
    /** of `stack` as it stands in this document */
    stack: Sha256,
  }),
  /** carries the n and k of every material on the wavelengths of the spectra */
  stack: Stack,
  materials: z.array(DocumentMaterial),
  spectra: z.array(DocumentSpectra).min(1),
  history: DesignHistory.optional(),
});
export type DesignDocument = z.infer<typeof DesignDocument>;

/** Finds the sources of catalogue data; `BrowsableCatalogue` is one. */
export interface SourcedCatalogue extends MaterialCatalogue {
  entry?(id: string): { readonly variant: MaterialVariant } | undefined;
}

/** What a document says besides the physics. */
export interface DocumentFacts {
  readonly programVersion: string;
  /** ISO 8601; core does not read the clock */
  readonly date: string;
  /** SHA-256 of a text's UTF-8 bytes, hexadecimal */
  readonly sha256: (text: string) => string;
  readonly history?: DesignHistory;
}

/**
 * The document of a design under one illumination.
 * @throws StackwrightError where a material is unknown or has no data there, or the light comes from an absorbing medium
 */
export function designDocument(
  stack: Stack,
  illumination: Illumination,
  catalogue: SourcedCatalogue,
  facts: DocumentFacts,
): DesignDocument {
  const named = nameMaterials(stack, catalogue);
  const { R, T, A } = simulateRequest({ stack: named.stack, illumination }, catalogue);
  const embedded = embedMaterials(named, catalogue, illumination.wavelengthsNm);
  return {
    format: DESIGN_FORMAT,
    program: { name: 'stackwright', version: facts.programVersion },
    date: facts.date,
    sha256: { design: facts.sha256(canonicalJson(named.stack)), stack: facts.sha256(canonicalJson(embedded)) },
    stack: embedded,
    materials: named.materials.map((material) => sourceOf(material, catalogue)),
    spectra: [{ illumination, R, T, A }],
    ...(facts.history === undefined ? {} : { history: facts.history }),
  };
}

/** The name of a design, whatever it is exported as: the SHA-256 of its stack with catalogue materials by full id. */
export function designHash(stack: Stack, catalogue: MaterialCatalogue, sha256: (text: string) => string): string {
  return sha256(canonicalJson(nameMaterials(stack, catalogue).stack));
}

function sourceOf({ name, means }: NamedMaterial, catalogue: SourcedCatalogue): DocumentMaterial {
  if (!('catalogueId' in means)) return { name };
  const { catalogueId } = means;
  const variant = catalogue.entry?.(catalogueId)?.variant;
  if (variant === undefined) return { name, catalogueId };
  const { source, origin, flags } = variant;
  return { name, catalogueId, source, origin, flags };
}

/**
 * A design document from parsed JSON.
 * @throws StackwrightError INVALID or LIMIT with the place of the first fault; BAD_DATA for a later format
 */
export function parseDesignDocument(value: unknown): DesignDocument {
  const format = (value as { format?: unknown } | null)?.format;
  if (typeof format === 'string' && /^stackwright-design\/\d+$/.test(format) && format !== DESIGN_FORMAT) {
    const message = `The design document has the format "${format}", and this program reads "${DESIGN_FORMAT}"; update the program.`;
    throw new StackwrightError('BAD_DATA', message, { path: 'format' });
  }
  const document = parseOrThrow(DesignDocument, value);
  for (const [i, { illumination, R, T, A }] of document.spectra.entries()) {
    const count = illumination.wavelengthsNm.length;
    if (R.length === count && T.length === count && A.length === count) continue;
    const message = `spectra[${i}] has ${count} wavelengths, but not as many values of R, T and A.`;
    throw new StackwrightError('INVALID', message, { path: `spectra[${i}]` });
  }
  return document;
}

/** For each embedded material of a document, the catalogue data it came from: what `relinkMaterials` needs. */
export function catalogueIdsOf({ materials }: DesignDocument): Record<string, string> {
  return Object.fromEntries(
    materials.flatMap(({ name, catalogueId }) => (catalogueId === undefined ? [] : [[name, catalogueId]])),
  );
}
