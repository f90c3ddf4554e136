import { z } from 'zod';
import { StackwrightError } from '#core/errors.ts';

/** Families by which a catalogue is browsed. */
export const MaterialFamily = z.enum([
  'oxide',
  'fluoride',
  'nitride',
  'metal',
  'semiconductor',
  'chalcogenide',
  'halide',
  'carbide',
  'glass',
  'crystal',
  'polymer',
  'liquid',
  'gas',
  'other',
]);
export type MaterialFamily = z.infer<typeof MaterialFamily>;

/** What was measured: a deposited film, bulk matter (polycrystal, melt, thick opaque deposit), a crystal, … */
export const SampleKind = z.enum(['film', 'bulk', 'crystal', 'liquid', 'gas']);
export type SampleKind = z.infer<typeof SampleKind>;

/**
 * What a person must know before trusting the numbers. `note` is a sentence.
 * - `k assumed`: the source gives no k there; 0 is used
 * - `k clipped`: rows with −1e-6 < k < 0 were set to 0
 * - `range cut`: rows that make no sense (k ≤ −1e-6, n ≤ 0) were left out, and the range ends there
 * - `rows sorted`, `duplicate rows`: the table was put in order
 * - `thinned`: rows that linear interpolation reproduces within the stated bound were dropped
 * - `n from formula`: the source has n twice, and the formula is used
 * - `assumed`: something about the file (units, columns) was inferred
 */
export const MaterialFlag = z.strictObject({
  flag: z.enum([
    'k assumed',
    'k clipped',
    'range cut',
    'rows sorted',
    'duplicate rows',
    'thinned',
    'n from formula',
    'assumed',
  ]),
  note: z.string().min(1).max(1000),
});
export type MaterialFlag = z.infer<typeof MaterialFlag>;

const MOST_ROWS = 100_000;
const wavelengthNm = z.number().positive().max(1e12);
const rangeNm = z.tuple([wavelengthNm, wavelengthNm]).refine(([low, high]) => low <= high, 'range runs backwards');
/** A column of numbers. One loop of our own: the catalogue holds a third of a million of them. */
function column(isGood: (value: number, row: number, all: readonly number[]) => boolean, rule: string) {
  const fault = (input: unknown): number => {
    if (!Array.isArray(input) || input.length === 0 || input.length > MOST_ROWS) return 0;
    const all = input as number[];
    return all.findIndex(
      (value, row) => typeof value !== 'number' || !Number.isFinite(value) || !isGood(value, row, all),
    );
  };
  return z.custom<number[]>((input) => fault(input) < 0, {
    error: ({ input }) =>
      Array.isArray(input) && input.length > 0 && input.length <= MOST_ROWS
        ? `row ${fault(input) + 1} (${String(input[fault(input)])}) is wrong, because ${rule}`
        : `a list of 1 to ${MOST_ROWS} numbers is needed`,
  });
}

const increasing = column(
  (value, row, all) => value > 0 && value <= 1e12 && (row === 0 || value > all[row - 1]),
  'wavelengths must be positive and increase strictly',
);
const indices = column((value) => value > 0, 'n must be a number above 0');
const extinctions = column((value) => value >= 0, 'k must be a number, 0 or above');
const interpolation = z.enum(['linear', 'spline']).optional();

const FormulaN = z.strictObject({
  formula: z.literal([1, 2, 3, 4, 5, 6, 7, 8, 9]),
  /** C1, C2, … for λ in µm */
  coefficients: z.array(z.number()).min(1).max(25),
  rangeNm,
});
const TableN = z
  .strictObject({ wavelengthsNm: increasing, n: indices, interpolation })
  .refine((t) => t.n.length === t.wavelengthsNm.length, 'n and wavelengthsNm differ in length');
const TableK = z
  .strictObject({ wavelengthsNm: increasing, k: extinctions, interpolation })
  .refine((t) => t.k.length === t.wavelengthsNm.length, 'k and wavelengthsNm differ in length');

/** n by formula or table, k by a table of its own; without `k` it is 0, flagged "k assumed". */
const SeparateNk = z.strictObject({ n: z.union([FormulaN, TableN]), k: TableK.optional() });
/** n and k on the same rows. */
const JointNk = z
  .strictObject({ wavelengthsNm: increasing, n: indices, k: extinctions, interpolation })
  .refine(
    (t) => t.n.length === t.wavelengthsNm.length && t.k.length === t.wavelengthsNm.length,
    'n, k and wavelengthsNm differ in length',
  );

/** Optical constants as data. Wavelengths in vacuum, nm; N = n + ik, k ≥ 0 absorbs. */
export const Dispersion = z.union([SeparateNk, JointNk]);
export type Dispersion = z.infer<typeof Dispersion>;

/** Ids appear in files, commands and addresses: letters, digits and . _ + - alone. */
export const MaterialIdPart = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/,
    'an id has 1–64 letters, digits or . _ + - and starts with a letter or digit',
  );

export const MaterialVariant = z.strictObject({
  /** the part after the slash: "Malitson" in "SiO2/Malitson" */
  id: MaterialIdPart,
  /** other spellings of the id */
  aliases: z.array(MaterialIdPart).optional(),
  /** one line for lists */
  name: z.string().min(1).max(300),
  kind: SampleKind,
  dispersion: Dispersion,
  /** temperature (K), film thickness, substrate, direction of the field, … as the source gives them */
  conditions: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  comments: z.string().max(4000).optional(),
  source: z.strictObject({ text: z.string().min(1).max(4000), doi: z.string().nullable() }),
  /** where the numbers were taken from */
  origin: z.string().min(1).max(500),
  flags: z.array(MaterialFlag),
});
export type MaterialVariant = z.infer<typeof MaterialVariant>;

/** One file of the catalogue: a material and the data sets known for it. */
export const MaterialDocument = z
  .strictObject({
    format: z.literal('stackwright-material'),
    version: z.literal(1),
    id: MaterialIdPart,
    name: z.string().min(1).max(200),
    family: MaterialFamily,
    /** other names by which the material is found; they never win over an id */
    aliases: z.array(z.strictObject({ alias: MaterialIdPart, variant: MaterialIdPart.optional() })).optional(),
    /** id of the variant that the bare material id stands for */
    default: MaterialIdPart,
    /** why that one */
    defaultReason: z.string().max(500).optional(),
    variants: z.array(MaterialVariant).min(1).max(500),
  })
  .superRefine((document, context) => {
    const ids = new Set<string>();
    for (const [i, variant] of document.variants.entries()) {
      if (ids.has(variant.id)) {
        context.addIssue({
          code: 'custom',
          message: `variant id "${variant.id}" is used twice`,
          path: ['variants', i, 'id'],
        });
      }
      ids.add(variant.id);
    }
    if (!ids.has(document.default)) {
      context.addIssue({ code: 'custom', message: `there is no variant "${document.default}"`, path: ['default'] });
    }
    for (const [i, { alias, variant }] of (document.aliases ?? []).entries()) {
      if (variant !== undefined && !ids.has(variant)) {
        context.addIssue({
          code: 'custom',
          message: `alias "${alias}" points to "${variant}", which is no variant`,
          path: ['aliases', i],
        });
      }
    }
  });
export type MaterialDocument = z.infer<typeof MaterialDocument>;

/**
 * A material document from parsed JSON.
 * @param where named in messages, such as the file
 * @throws StackwrightError BAD_DATA with the first fault and its place
 */
export function parseMaterialDocument(value: unknown, where: string): MaterialDocument {
  if (typeof value === 'object' && value !== null && 'version' in value && 'format' in value) {
    if (value.format === 'stackwright-material' && typeof value.version === 'number' && value.version > 1) {
      throw new StackwrightError(
        'BAD_DATA',
        `${where} is a material document of version ${value.version}, and this program reads version 1; update the program.`,
      );
    }
  }
  const parsed = MaterialDocument.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue.path.reduce<string>(
    (at, key) => (typeof key === 'number' ? `${at}[${key}]` : at === '' ? String(key) : `${at}.${String(key)}`),
    '',
  );
  throw new StackwrightError(
    'BAD_DATA',
    `${where} is not a valid material document: ${issue.message} at ${path || 'the top'}; correct the file.`,
    { path },
  );
}
