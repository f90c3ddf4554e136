import { StackwrightError } from '#core/errors.ts';
import { resolveMedium } from '#core/materials/resolve-medium.ts';
import type { Material, MaterialCatalogue } from '#core/materials/types.ts';
import type { ResolvedStack } from '#core/optics/reference/simulate.ts';
import type { Layer, Medium, Stack } from '#core/optics/stack.ts';
import type { SampledTable, TableCache } from '#core/optics/table-cache.ts';
import type { MediumSeries, SeriesOrder } from '#core/optics/types.ts';

/** What of a request says which optical constants are meant. */
interface MediaRequest {
  readonly stack: Stack;
  readonly outOfRange?: 'error' | 'clamp' | undefined;
  readonly interpolation?: 'spline' | undefined;
}

/** The material that a request means by a medium. */
export function requestedMaterial(
  { stack, outOfRange, interpolation }: MediaRequest,
  catalogue: MaterialCatalogue,
  medium: Medium,
  path: string,
): Material {
  const context = { own: stack.materials, catalogue, path, clamp: outOfRange === 'clamp' };
  const found = resolveMedium(medium, context);
  return interpolation === 'spline' ? found.asSpline() : found;
}

/** The media of one request, each resolved once however many layers it has. */
export class RequestMedia {
  private readonly request: MediaRequest;
  private readonly catalogue: MaterialCatalogue;
  private readonly materials = new Map<string | object, Material>();
  private readonly clampedIds = new Set<string>();
  /** each distinct medium, with the first place that names it */
  private readonly paths = new Map<string | object, { medium: Medium; path: string }>();

  constructor(request: MediaRequest, catalogue: MaterialCatalogue) {
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

  /**
   * Every distinct medium as a series in ω, and where each medium that the stack has stands in that list.
   * @throws StackwrightError as `tables`, and UNDEFINED_QUANTITY for a table of straight lines with order > 0
   */
  series(
    wavelengthsNm: Float64Array,
    order: SeriesOrder,
  ): { series: MediumSeries[]; placeOf: (medium: Medium) => number } {
    const keys = [...this.paths.keys()];
    const series = keys.map((key) => {
      const { medium, path } = this.paths.get(key) as { medium: Medium; path: string };
      return this.material(key, medium, path).series(wavelengthsNm, order);
    });
    const places = new Map(keys.map((key, place) => [key, place]));
    return { series, placeOf: (medium) => places.get(mediumKey(medium)) as number };
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
    const { stack, outOfRange = 'error', interpolation = 'own' } = this.request;
    const own = stack.materials;
    const compute = (): SampledTable => {
      const material = this.material(key, medium, path);
      const table = { ...material.sample(wavelengthsNm), id: material.id };
      requireIndex(table, wavelengthsNm, path);
      return table;
    };
    const isCatalogued = typeof medium === 'string' && !(own !== undefined && Object.hasOwn(own, medium));
    if (!isCatalogued || tables === undefined) return compute();
    return tables.table(wavelengthsNm, `${outOfRange} ${interpolation} ${medium}`, compute);
  }

  private material(key: string | object, medium: Medium, path: string): Material {
    const known = this.materials.get(key);
    if (known !== undefined) return known;
    const material = requestedMaterial(this.request, this.catalogue, medium, path);
    this.materials.set(key, material);
    return material;
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
