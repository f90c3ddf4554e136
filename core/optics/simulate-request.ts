import { z } from 'zod';
import { StackwrightError } from '#core/errors.ts';
import { resolveMedium } from '#core/materials/resolve-medium.ts';
import type { Material, MaterialCatalogue } from '#core/materials/types.ts';
import {
  type ResolvedIllumination,
  type ResolvedStack,
  type Simulation,
  simulateStackInSteps,
  type Wanted,
  whyUndefined,
} from '#core/optics/reference/simulate.ts';
import { boundedArray, Illumination, type Layer, LIMITS, type Medium, Stack } from '#core/optics/stack.ts';
import type { SampledTable, TableCache } from '#core/optics/table-cache.ts';

const Want = z.enum(['spectra', 'amplitudes', 'layerAbsorption', 'ellipsometry']);

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
});
export type SimulateRequest = z.infer<typeof SimulateRequest>;

export interface SimulateAnswer extends Simulation {
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
  return {
    id: request.id ?? null,
    ...(parts.length === 1 ? parts[0] : joined(parts)),
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

/** The media of one request, each resolved once however many layers it has. */
class RequestMedia {
  private readonly request: SimulateRequest;
  private readonly catalogue: MaterialCatalogue;
  private readonly materials = new Map<string | object, Material>();
  private readonly clampedIds = new Set<string>();
  /** each distinct medium, with the first place that names it */
  private readonly paths = new Map<string | object, { medium: Medium; path: string }>();

  constructor(request: SimulateRequest, catalogue: MaterialCatalogue) {
    this.request = request;
    this.catalogue = catalogue;
    const { stack } = request;
    this.see(stack.ambient ?? 'air', 'stack.ambient');
    this.seeLayers(stack.layers, 'stack.layers');
    this.see(stack.substrate.medium, 'stack.substrate.medium');
    this.seeLayers(stack.backLayers ?? [], 'stack.backLayers');
    if (stack.substrate.thicknessNm !== undefined) this.see(stack.exit ?? 'air', 'stack.exit');
  }

  get count(): number {
    return this.paths.size;
  }

  /** ids of the materials that were clamped so far */
  clamped(): string[] {
    return [...this.clampedIds];
  }

  /** @throws StackwrightError UNKNOWN_MATERIAL, OUT_OF_RANGE or INVALID with the place of the medium */
  tables(wavelengthsNm: Float64Array, tables: TableCache | undefined): ResolvedStack {
    const sampled = new Map<string | object, SampledTable>();
    for (const [key, { medium, path }] of this.paths) {
      const table = this.sample(key, medium, path, wavelengthsNm, tables);
      if (table.clamped) this.clampedIds.add(table.id);
      sampled.set(key, table);
    }
    const tableOf = (medium: Medium): SampledTable => sampled.get(mediumKey(medium)) as SampledTable;
    const layersOf = (layers: readonly Layer[]) =>
      layers.map(({ medium, thicknessNm }) => ({ medium: tableOf(medium), thicknessNm }));
    const { stack } = this.request;
    const { thicknessNm, coherent = false } = stack.substrate;
    const resolved = {
      ambient: tableOf(stack.ambient ?? 'air'),
      layers: layersOf(stack.layers),
      substrate: tableOf(stack.substrate.medium),
    };
    if (thicknessNm === undefined) return resolved;
    const backLayers = layersOf(stack.backLayers ?? []);
    return { ...resolved, slab: { thicknessNm, coherent, backLayers, exit: tableOf(stack.exit ?? 'air') } };
  }

  private seeLayers(layers: readonly Layer[], path: string): void {
    for (const [index, { medium }] of layers.entries()) this.see(medium, `${path}[${index}].medium`);
  }

  private see(medium: Medium, path: string): void {
    const key = mediumKey(medium);
    if (!this.paths.has(key)) this.paths.set(key, { medium, path });
  }

  private sample(
    key: string | object,
    medium: Medium,
    path: string,
    wavelengthsNm: Float64Array,
    tables: TableCache | undefined,
  ): SampledTable {
    const own = this.request.stack.materials;
    const clamp = this.request.outOfRange === 'clamp';
    const compute = (): SampledTable => {
      const material =
        this.materials.get(key) ?? resolveMedium(medium, { own, catalogue: this.catalogue, path, clamp });
      this.materials.set(key, material);
      const table = { ...material.sample(wavelengthsNm), id: material.id };
      requireIndex(table, wavelengthsNm, path);
      return table;
    };
    const isCatalogued = typeof medium === 'string' && !(own !== undefined && Object.hasOwn(own, medium));
    if (!isCatalogued || tables === undefined) return compute();
    return tables.table(wavelengthsNm, `${clamp ? 'clamped' : 'exact'} ${medium}`, compute);
  }
}

/** Equal media have equal keys, except for two inline tables, which are not compared. */
function mediumKey(medium: Medium): string | object {
  if (typeof medium === 'string') return `name ${medium}`;
  return 'wavelengthsNm' in medium ? medium : `constant ${medium.n} ${medium.k ?? 0}`;
}

/** A medium whose N is all but 0 has no meaning as a layer, and would make p light singular. */
function requireIndex({ n, k, id }: SampledTable, wavelengthsNm: Float64Array, path: string): void {
  const at = n.findIndex((value, index) => value + k[index] < 1e-6);
  if (at === -1) return;
  const message = `${path} (${id}) has n and k below 1e-6 at ${wavelengthsNm[at]} nm; give its true optical constants.`;
  throw new StackwrightError('INVALID', message, { path });
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
