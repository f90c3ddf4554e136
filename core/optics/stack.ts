import { z } from 'zod';

/** Limits on outside input; docs: contracts of the command line. */
export const LIMITS = { thicknessNm: 1e9, wavelengthNm: [1, 1e7], layers: 10_000, wavelengths: 100_000 } as const;

const wavelengthNm = z.number().min(LIMITS.wavelengthNm[0]).max(LIMITS.wavelengthNm[1]);
const thicknessNm = z.number().min(0).max(LIMITS.thicknessNm);
const extinction = z.number().min(0);

/** Constant or tabulated optical constants given in the request itself. Tables: linear unless said otherwise. */
export const InlineMedium = z.union([
  z.strictObject({
    wavelengthsNm: z.array(wavelengthNm).min(1).max(LIMITS.wavelengths),
    n: z.array(z.number().min(0)).min(1),
    k: z.array(extinction).optional(),
    interpolation: z.enum(['linear', 'spline']).optional(),
  }),
  z.strictObject({ n: z.number().min(0), k: extinction.optional() }),
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
  layers: z.array(Layer).max(LIMITS.layers),
  substrate: Substrate,
  backLayers: z.array(Layer).max(LIMITS.layers).optional(),
  exit: Medium.optional(),
  materials: z.record(z.string(), Medium).optional(),
  referenceWavelengthNm: wavelengthNm.optional(),
  matchAngleDeg: z.number().min(0).lt(90).optional(),
});
export type Stack = z.infer<typeof Stack>;

export const Polarization = z.enum(['s', 'p', 'unpolarized']);
export const Direction = z.enum(['forward', 'reverse']);
export const AngleDeg = z.number().min(0).lt(90);
export const WavelengthsNm = z.array(wavelengthNm).min(1).max(LIMITS.wavelengths);

export const Illumination = z.strictObject({
  wavelengthsNm: WavelengthsNm,
  angleDeg: AngleDeg.optional(),
  polarization: Polarization.optional(),
  direction: Direction.optional(),
});
export type Illumination = z.infer<typeof Illumination>;
