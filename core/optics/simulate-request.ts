import { z } from 'zod';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import { slitGrid, spectraInLight } from '#core/optics/averaging/averaged-spectra.ts';
import { hasModels, type ModelledStack, modelledStack } from '#core/optics/modelled-stack.ts';
import { type ResolvedIllumination, type Simulation, simulateStackInSteps } from '#core/optics/reference/simulate.ts';
import { RequestMedia, requestedMaterial } from '#core/optics/request-media.ts';
import {
  checkAbsorption,
  checkAveraged,
  checkedWanted,
  checkedWaves,
  checkStack,
} from '#core/optics/simulate-checks.ts';
import { SimulateOptions, Want } from '#core/optics/simulate-options.ts';
import { simulateWaves, type WaveAnswer } from '#core/optics/simulate-waves.ts';
import { type SpectrumSummaries, summariesOf } from '#core/optics/spectrum-summaries.ts';
import { boundedArray, Illumination, LIMITS, type Medium, Stack } from '#core/optics/stack.ts';
import type { TableCache } from '#core/optics/table-cache.ts';

/** One line of `stackwright simulate`. */
export const SimulateRequest = z.strictObject({
  id: z.union([z.string(), z.number()]).optional(),
  stack: Stack,
  illumination: Illumination,
  /** beside R, T and A, which every answer has */
  want: boundedArray(Want, 100)
    .refine((wants) => wants.length > 0, 'is empty; name what you want or leave it out')
    .optional(),
  /** what to do where a material is asked outside its data: "error" (the default), or "clamp" to its nearest end */
  outOfRange: z.enum(['error', 'clamp']).optional(),
  /** "spline" joins every table by a spline, whatever it asks for itself, so that it has a group delay */
  interpolation: z.enum(['spline']).optional(),
  /** where "fields" are wanted: nm from the first interface that the light meets, negative in front of it */
  depthsNm: boundedArray(z.number(), LIMITS.wavelengths)
    .refine((depths) => depths.length > 0, 'is empty; give at least one depth')
    .optional(),
  ...SimulateOptions.shape,
});
export type SimulateRequest = z.infer<typeof SimulateRequest>;

export interface SimulateAnswer extends Simulation, WaveAnswer, SpectrumSummaries {
  readonly id: string | number | null;
  /** ids of the materials asked outside their data, present only where `outOfRange: "clamp"` had to clamp */
  readonly clamped?: string[];
}

/** Table entries (media × wavelengths) held at once. */
const TABLE_ENTRIES = 1e6;
/** Wavelengths at most, evenly picked, at which the sublayers of graded layers are found to be enough. */
const REFINEMENT_WAVELENGTHS = 256;

/**
 * Answers one valid request.
 * @throws StackwrightError with the place in the request
 */
export function simulateRequest(
  request: SimulateRequest,
  catalogue: MaterialCatalogue,
  tables?: TableCache,
): SimulateAnswer {
  const steps = simulateInSteps(request, catalogue, tables);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same, pausing now and then so that a host can breathe, and stop by not going on. */
export function* simulateInSteps(
  request: SimulateRequest,
  catalogue: MaterialCatalogue,
  tables?: TableCache,
): Generator<void, SimulateAnswer> {
  const isModelled = hasModels(request);
  const modelled = isModelled ? withModels(request, catalogue) : { stack: request.stack, catalogue };
  const plain = { ...request, stack: modelled.stack };
  const isAveraged = request.cone !== undefined || request.bandwidth !== undefined;
  const answer = isAveraged
    ? yield* averagedInSteps(plain, modelled.catalogue)
    : yield* solvedInSteps(plain, modelled.catalogue, isModelled ? undefined : tables);
  return { ...answer, ...summaries(plain, modelled.catalogue, answer) };
}

/** The stack as homogeneous layers. Its own media are looked up first, so that what is wrong has its place in the request. */
function withModels(request: SimulateRequest, catalogue: MaterialCatalogue): ModelledStack {
  checkStack(request.stack);
  const { wavelengthsNm } = request.illumination;
  const stride = Math.ceil(wavelengthsNm.length / REFINEMENT_WAVELENGTHS);
  const some = Float64Array.from(wavelengthsNm.filter((_, index) => index % stride === 0));
  const tablesOf = ({ stack, catalogue: mixed }: ModelledStack, grid: Float64Array) =>
    new RequestMedia({ ...request, stack }, mixed).tables(grid, undefined);
  const named = { ...request, graded: undefined, roughness: undefined };
  tablesOf(
    modelledStack(named, catalogue, () => []),
    Float64Array.from(wavelengthsNm),
  );
  return modelledStack(request, catalogue, (modelled) => {
    const { R, T } = spectraInLight(tablesOf(modelled, some), illuminationOf(request, some));
    return [...R, ...T];
  });
}

/** R, T and A averaged over a cone of light, a slit, or both. */
function* averagedInSteps(request: SimulateRequest, catalogue: MaterialCatalogue): Generator<void, SimulateAnswer> {
  checkAveraged(request);
  checkStack(request.stack);
  const { wavelengthsNm: centresNm } = request.illumination;
  const media = new RequestMedia(request, catalogue);
  const nodes = 2 * (request.bandwidth?.nodesPerHalf ?? 8) * (request.cone?.nodeCount ?? 12);
  const blockLength = Math.max(1, Math.floor(TABLE_ENTRIES / (media.count * nodes)));
  const parts: Simulation[] = [];
  for (let start = 0; start < centresNm.length; start += blockLength) {
    if (start > 0) yield;
    const { wavelengthsNm, combine } = slitGrid(centresNm.slice(start, start + blockLength), request.bandwidth);
    const resolved = media.tables(wavelengthsNm, undefined);
    const { R, T, A } = spectraInLight(resolved, illuminationOf(request, wavelengthsNm), coneOf(request));
    parts.push({ R: combine(R), T: combine(T), A: combine(A) });
  }
  const clamped = media.clamped();
  return { id: request.id ?? null, ...joined(parts), ...(clamped.length > 0 ? { clamped } : {}) };
}

function coneOf({ cone }: SimulateRequest) {
  return cone === undefined ? undefined : { ...cone, profile: cone.profile ?? 'uniform' };
}

function summaries(request: SimulateRequest, catalogue: MaterialCatalogue, spectra: Simulation): SpectrumSummaries {
  const { stack, illumination, want = [] } = request;
  const isForward = illumination.direction !== 'reverse';
  const isSlab = stack.substrate.thicknessNm !== undefined;
  const incident = isForward ? (stack.ambient ?? 'air') : isSlab ? (stack.exit ?? 'air') : stack.substrate.medium;
  const { wavelengthsNm, angleDeg = 0 } = illumination;
  const indexOf = (medium: Medium) => requestedMaterial(request, catalogue, medium, 'stack').sample(wavelengthsNm).n;
  const n0 = request.scatterSigmaNm === undefined ? [] : indexOf(incident);
  const wantsColour = request.colour !== undefined || want.includes('colour');
  return summariesOf({ ...request, wantsColour }, wavelengthsNm, spectra, { n0, angleDeg });
}

function* solvedInSteps(
  request: SimulateRequest,
  catalogue: MaterialCatalogue,
  tables?: TableCache,
): Generator<void, SimulateAnswer> {
  const { stack } = request;
  const wanted = checkedWanted(request);
  const waves = checkedWaves(request);
  checkStack(stack);
  const layerCount = stack.layers.length + (stack.backLayers?.length ?? 0);
  const count = request.illumination.wavelengthsNm.length;
  if (wanted.layerAbsorption) checkAbsorption(layerCount, count);

  const media = new RequestMedia(request, catalogue);
  const grid =
    tables?.grid(request.illumination.wavelengthsNm) ?? Float64Array.from(request.illumination.wavelengthsNm);
  const blockLength = Math.max(1, Math.floor(TABLE_ENTRIES / media.count));
  const isWhole = blockLength >= count;
  const parts: Simulation[] = [];
  for (let start = 0; start < count; start += blockLength) {
    const wavelengthsNm = isWhole ? grid : grid.subarray(start, start + blockLength);
    const resolved = media.tables(wavelengthsNm, isWhole ? tables : undefined);
    parts.push(yield* simulateStackInSteps(resolved, illuminationOf(request, wavelengthsNm), wanted));
  }
  const clamped = media.clamped();
  const waveAnswer =
    waves === undefined ? {} : yield* simulateWaves(media, stack, illuminationOf(request, grid), waves);
  return {
    id: request.id ?? null,
    ...(parts.length === 1 ? parts[0] : joined(parts)),
    ...waveAnswer,
    ...(clamped.length > 0 ? { clamped } : {}),
  };
}

function illuminationOf({ illumination }: SimulateRequest, wavelengthsNm: Float64Array): ResolvedIllumination {
  const { angleDeg = 0, polarization = 'unpolarized', direction = 'forward' } = illumination;
  return { wavelengthsNm, angleDeg, polarization, direction };
}

/** The simulations of consecutive wavelengths as one. */
function joined(parts: readonly Simulation[]): Simulation {
  const all = <T>(pick: (part: Simulation) => T[] | undefined): T[] => parts.flatMap((part) => pick(part) ?? []);
  const first = parts[0];
  return {
    R: all((part) => part.R),
    T: all((part) => part.T),
    A: all((part) => part.A),
    ...(first.amplitudes && {
      amplitudes: { r: all((part) => part.amplitudes?.r), t: all((part) => part.amplitudes?.t) },
    }),
    ...(first.layerAbsorption && {
      layerAbsorption: {
        front: all((part) => part.layerAbsorption?.front),
        slab: all((part) => part.layerAbsorption?.slab),
        back: all((part) => part.layerAbsorption?.back),
      },
    }),
    ...(first.ellipsometry && {
      ellipsometry: {
        psiDeg: all((part) => part.ellipsometry?.psiDeg),
        deltaDeg: all((part) => part.ellipsometry?.deltaDeg),
      },
    }),
  };
}
