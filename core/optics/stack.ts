import { z } from 'zod';
import { BEYOND_LIMIT } from '#core/validation.ts';

/** Limits on outside input; docs: contracts of the command line. */
export const LIMITS = {
  thicknessNm: 1e9,
  wavelengthNm: [1, 1e7],
  layers: 10_000,
  wavelengths: 100_000,
  materials: 10_000,
} as const;

const wavelengthNm = z
  .number()
  .positive()
  .min(LIMITS.wavelengthNm[0], BEYOND_LIMIT)
  .max(LIMITS.wavelengthNm[1], BEYOND_LIMIT);
const thicknessNm = z.number().min(0).max(LIMITS.thicknessNm, BEYOND_LIMIT);
/** n or k; beyond 10⁶ nothing is a medium of light, and N² would leave the range in which it is exact */
const opticalConstant = z.number().min(0).max(1e6);

/** A list whose length is checked before its entries, so that an absurd one costs neither time nor memory. */
export function boundedArray<S extends z.ZodType>(entry: S, maximum: number) {
  return z.array(z.unknown()).max(maximum).pipe(z.array(entry));
}

/** Named media; their number is checked before they are, for the same reason. */
const ownMaterials = z
  .record(z.string(), z.unknown())
  .superRefine((materials, context) => {
    if (Object.keys(materials).length <= LIMITS.materials) return;
    context.addIssue({ code: 'too_big', origin: 'array', maximum: LIMITS.materials, input: materials });
  })
  .pipe(
    z.record(
      z.string(),
      z.lazy(() => Medium),
    ),
  );

const isNotEmpty = (entries: readonly unknown[]): boolean => entries.length > 0;
const EMPTY = 'is empty; give at least one entry';

/** Constant or tabulated optical constants given in the request itself. Tables: linear unless said otherwise. */
export const InlineMedium = z.union([
  z
    .strictObject({
      wavelengthsNm: boundedArray(wavelengthNm, LIMITS.wavelengths).refine(isNotEmpty, EMPTY),
      n: boundedArray(opticalConstant, LIMITS.wavelengths),
      k: boundedArray(opticalConstant, LIMITS.wavelengths).optional(),
      interpolation: z.enum(['linear', 'spline']).optional(),
    })
    .superRefine((table, context) => {
      const expected = table.wavelengthsNm.length;
      for (const column of ['n', 'k'] as const) {
        const length = table[column]?.length ?? expected;
        const message = `has ${length} entries where wavelengthsNm has ${expected}; give one for each wavelength`;
        if (length !== expected) context.addIssue({ code: 'custom', path: [column], message });
      }
    }),
  z.strictObject({ n: opticalConstant, k: opticalConstant.optional() }),
]);

/** A catalogue id, a name from the stack's own `materials`, or inline constants. */
export const Medium = z.union([z.string().min(1).max(200), InlineMedium]);
export type Medium = z.infer<typeof Medium>;

export const Layer = z.strictObject({ medium: Medium, thicknessNm });
export type Layer = z.infer<typeof Layer>;

export const Substrate = z.strictObject({
  medium: Medium,
  thicknessNm: thicknessNm.optional(),
  coherent: z.boolean().optional(),
});

/** Layers are listed from the incident side to the substrate; back layers continue in the same direction. */
export const Stack = z.strictObject({
  ambient: Medium.optional(),
  layers: boundedArray(Layer, LIMITS.layers),
  substrate: Substrate,
  backLayers: boundedArray(Layer, LIMITS.layers).optional(),
  exit: Medium.optional(),
  materials: ownMaterials.optional(),
  referenceWavelengthNm: wavelengthNm.optional(),
  matchAngleDeg: z.number().min(0).lt(90).optional(),
});
export type Stack = z.infer<typeof Stack>;

export const Polarization = z.enum(['s', 'p', 'unpolarized']);
export const Direction = z.enum(['forward', 'reverse']);
export const AngleDeg = z.number().min(0).lt(90);
export const WavelengthsNm = boundedArray(wavelengthNm, LIMITS.wavelengths).refine(isNotEmpty, EMPTY);

export const Illumination = z.strictObject({
  wavelengthsNm: WavelengthsNm,
  angleDeg: AngleDeg.optional(),
  polarization: Polarization.optional(),
  direction: Direction.optional(),
});
export type Illumination = z.infer<typeof Illumination>;
