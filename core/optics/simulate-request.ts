import { z } from 'zod';
import { StackwrightError } from '#core/errors.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import {
  type ResolvedIllumination,
  type Simulation,
  simulateStackInSteps,
  type Wanted,
  whyUndefined,
} from '#core/optics/reference/simulate.ts';
import { RequestMedia } from '#core/optics/request-media.ts';
import { simulateWaves, type WaveAnswer, type WaveWanted } from '#core/optics/simulate-waves.ts';
import { boundedArray, Illumination, LIMITS, Stack } from '#core/optics/stack.ts';
import type { TableCache } from '#core/optics/table-cache.ts';

const Want = z.enum(['spectra', 'amplitudes', 'layerAbsorption', 'ellipsometry', 'phase', 'groupDelay', 'fields']);

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
});
export type SimulateRequest = z.infer<typeof SimulateRequest>;

export interface SimulateAnswer extends Simulation, WaveAnswer {
  readonly id: string | number | null;
  /** ids of the materials asked outside their data, present only where `outOfRange: "clamp"` had to clamp */
  readonly clamped?: string[];
}

/** The most numbers one answer may hold in its layer absorption. */
export const MOST_LAYER_ABSORPTIONS = 1e7;
/** Table entries (media × wavelengths) held at once. */
const TABLE_ENTRIES = 1e6;

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
  const { stack } = request;
  const wanted = checkedWanted(request);
  const waves = checkedWaves(request);
  checkStack(stack);
  const layerCount = stack.layers.length + (stack.backLayers?.length ?? 0);
  const count = request.illumination.wavelengthsNm.length;
  if (wanted.layerAbsorption && layerCount * count > MOST_LAYER_ABSORPTIONS) throw tooMuchAbsorption(layerCount, count);

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

function checkedWanted({ stack, illumination, want = [] }: SimulateRequest): Wanted {
  const isSlab = stack.substrate.thicknessNm !== undefined;
  const slab = isSlab ? { coherent: stack.substrate.coherent ?? false } : undefined;
  want.forEach((quantity, index) => {
    if (quantity === 'spectra') return;
    const reason = whyUndefined(quantity, slab, illumination.polarization ?? 'unpolarized');
    if (reason === undefined) return;
    const message = `want[${index}] asks for ${quantity}, but ${reason}.`;
    throw new StackwrightError('UNDEFINED_QUANTITY', message, { path: `want[${index}]` });
  });
  return {
    amplitudes: want.includes('amplitudes'),
    layerAbsorption: want.includes('layerAbsorption'),
    ellipsometry: want.includes('ellipsometry'),
  };
}

function checkedWaves({ want = [], depthsNm, illumination }: SimulateRequest): WaveWanted | undefined {
  const wantsFields = want.includes('fields');
  if (wantsFields !== (depthsNm !== undefined)) {
    const message = wantsFields
      ? 'want asks for fields, but no depthsNm say where; give depths in nm from the first interface.'
      : 'depthsNm is given, but want does not ask for fields; add "fields" or leave depthsNm out.';
    throw new StackwrightError('INVALID', message, { path: wantsFields ? 'want' : 'depthsNm' });
  }
  if (depthsNm !== undefined && depthsNm.length * illumination.wavelengthsNm.length > MOST_LAYER_ABSORPTIONS) {
    const message = `Fields at ${depthsNm.length} depths and ${illumination.wavelengthsNm.length} wavelengths are more than ${MOST_LAYER_ABSORPTIONS} numbers; ask for fewer in one request.`;
    throw new StackwrightError('LIMIT', message, { path: 'depthsNm' });
  }
  const [phase, groupDelay] = [want.includes('phase'), want.includes('groupDelay')];
  if (!phase && !groupDelay && depthsNm === undefined) return undefined;
  return { phase, groupDelay, ...(depthsNm === undefined ? {} : { depthsNm }) };
}

/** What no single field can say. */
function checkStack({ layers, substrate, backLayers = [], exit }: Stack): void {
  if (substrate.thicknessNm === undefined) {
    const surplus = backLayers.length > 0 ? 'backLayers' : exit !== undefined ? 'exit' : undefined;
    if (surplus !== undefined) {
      const message = `stack.${surplus} is given, but the substrate is a half-space with nothing behind it; give stack.substrate.thicknessNm, or leave ${surplus} out.`;
      throw new StackwrightError('INVALID', message, { path: `stack.${surplus}` });
    }
    if (substrate.coherent) {
      const message =
        'stack.substrate.coherent is true, but a half-space sends no light back; give stack.substrate.thicknessNm, or leave coherent out.';
      throw new StackwrightError('INVALID', message, { path: 'stack.substrate.coherent' });
    }
  }
  if (layers.length + backLayers.length > LIMITS.layers) {
    const message = `stack.layers and stack.backLayers have ${layers.length + backLayers.length} layers together; at most ${LIMITS.layers} are allowed.`;
    throw new StackwrightError('LIMIT', message, { path: 'stack.backLayers' });
  }
}

function tooMuchAbsorption(layers: number, wavelengths: number): StackwrightError {
  const message = `The absorption of ${layers} layers at ${wavelengths} wavelengths is more than ${MOST_LAYER_ABSORPTIONS} numbers; ask for fewer wavelengths in one request.`;
  return new StackwrightError('LIMIT', message, { path: 'want' });
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
