import { StackwrightError } from '#core/errors.ts';
import { type MixingRule, mixtureMaterial } from '#core/materials/mixtures.ts';
import { resolveMedium } from '#core/materials/resolve-medium.ts';
import type { Material, MaterialCatalogue } from '#core/materials/types.ts';
import { type FractionAt, leastSublayers, profileFunction } from '#core/optics/graded/profile.ts';
import { refineSublayers, sublayersOf } from '#core/optics/graded/sublayers.ts';
import { withInterlayers } from '#core/optics/roughness/interlayer.ts';
import type { SimulateOptions } from '#core/optics/simulate-options.ts';
import { type Layer, LIMITS, type Medium, type Stack } from '#core/optics/stack.ts';
import type { MediumSeries } from '#core/optics/types.ts';
import { formatPath } from '#core/validation.ts';

/** A stack of homogeneous layers, and the catalogue that knows its mixed media. */
export interface ModelledStack {
  readonly stack: Stack;
  readonly catalogue: MaterialCatalogue;
}

type StackModels = Pick<SimulateOptions, 'mixtures' | 'graded' | 'gradedTolerance' | 'roughness'> & {
  readonly stack: Stack;
  readonly outOfRange?: 'error' | 'clamp' | undefined;
};

const DEFAULT_TOLERANCE = 1e-4;

/** Whether a request asks for any model of its stack. */
export function hasModels({ mixtures, graded, roughness }: StackModels): boolean {
  return mixtures !== undefined || graded !== undefined || roughness !== undefined;
}

/**
 * The stack with its mixtures named, its rough interfaces and graded layers made of homogeneous layers.
 * @param spectraOf R and T of a modelled stack at the wanted wavelengths, by which sublayers are found to be enough
 * @throws StackwrightError with the place in the request
 */
export function modelledStack(
  request: StackModels,
  catalogue: MaterialCatalogue,
  spectraOf: (modelled: ModelledStack) => ArrayLike<number>,
): ModelledStack {
  const media = new MixedMedia(request, catalogue);
  const roughened = roughenedStack(request, media);
  if (request.graded === undefined || request.graded.length === 0) return { stack: roughened, catalogue: media };
  const graded = gradedLayers(request, roughened);
  const expanded = (count: number): ModelledStack => ({
    stack: { ...roughened, layers: expandedLayers(roughened.layers, graded, media, count) },
    catalogue: media,
  });
  if (request.graded.every(({ sublayers }) => sublayers !== undefined)) return expanded(1);
  const most = Math.floor((LIMITS.layers - roughened.layers.length) / request.graded.length);
  const tolerance = request.gradedTolerance ?? DEFAULT_TOLERANCE;
  const first = Math.max(...[...graded.values()].map(({ least }) => least));
  const { count, change } =
    first > most
      ? { count: most, change: Number.POSITIVE_INFINITY }
      : refineSublayers((n) => spectraOf(expanded(n)), tolerance, first, most);
  if (!(change < tolerance)) {
    const message = `${count} sublayers are not enough for R and T to settle within ${tolerance}; make gradedTolerance larger or the graded layers thinner.`;
    throw new StackwrightError('LIMIT', message, { path: 'graded' });
  }
  return expanded(count);
}

function roughenedStack({ stack, roughness, graded }: StackModels, media: MixedMedia): Stack {
  if (roughness === undefined) return stack;
  for (const { layer } of graded ?? []) {
    const at = roughness.findIndex((rough) => rough.interface === layer || rough.interface === layer + 1);
    if (at < 0) continue;
    const path = `roughness[${at}].interface`;
    const message = `${path} borders on the graded layer ${layer}; put the rough part into its profile instead.`;
    throw new StackwrightError('INVALID', message, { path });
  }
  const layers = withInterlayers(stack, roughness, (one, other) =>
    media.mix([one, other], 'bruggeman', 0.5, 'roughness'),
  );
  return { ...stack, layers };
}

interface GradedLayer {
  readonly to: Medium;
  readonly rule: MixingRule;
  readonly fractionAt: FractionAt;
  readonly sublayers: number | undefined;
  readonly least: number;
  readonly path: string;
}

/** The graded layers by the layer object of the roughened stack that they replace. */
function gradedLayers({ stack, graded = [], roughness = [] }: StackModels, roughened: Stack): Map<Layer, GradedLayer> {
  const result = new Map<Layer, GradedLayer>();
  graded.forEach(({ layer, to, rule = 'linearIndex', profile, sublayers }, index) => {
    const path = `graded[${index}]`;
    const before = roughness.filter((rough) => rough.sigmaNm > 0 && rough.interface <= layer).length;
    const target = roughened.layers[layer + before];
    if (layer >= stack.layers.length || result.has(target)) {
      const reason = layer >= stack.layers.length ? `there are ${stack.layers.length} layers` : 'it is named before';
      throw new StackwrightError('INVALID', `${path}.layer is ${layer}, but ${reason}.`, { path: `${path}.layer` });
    }
    const fractionAt = fractionOf(profile, target.thicknessNm, path);
    const least = leastSublayers(profile, target.thicknessNm);
    result.set(target, { to, rule, fractionAt, sublayers, least, path });
  });
  return result;
}

function fractionOf(profile: Parameters<typeof profileFunction>[0], thicknessNm: number, path: string): FractionAt {
  try {
    return profileFunction(profile, thicknessNm);
  } catch (error) {
    if (!(error instanceof StackwrightError)) throw error;
    throw new StackwrightError(error.code, error.message, { path: `${path}.profile`, cause: error });
  }
}

function expandedLayers(
  layers: readonly Layer[],
  graded: ReadonlyMap<Layer, GradedLayer>,
  media: MixedMedia,
  count: number,
): Layer[] {
  return layers.flatMap((layer) => {
    const found = graded.get(layer);
    if (found === undefined) return [layer];
    const { to, rule, fractionAt, sublayers = count, path } = found;
    return sublayersOf(fractionAt, layer.thicknessNm, sublayers).map(({ fraction, thicknessNm }) => ({
      medium: media.mix([layer.medium, to], rule, fraction, path),
      thicknessNm,
    }));
  });
}

/** The catalogue with a request's mixtures in front, and the media that its models mix. */
class MixedMedia implements MaterialCatalogue {
  private readonly own: Readonly<Record<string, Medium>> | undefined;
  private readonly catalogue: MaterialCatalogue;
  private readonly clamp: boolean;
  private readonly mixed = new Map<string, Material>();
  private readonly inlineTables = new Map<object, string>();
  private readonly resolved = new Map<string, Material>();

  constructor({ stack, mixtures = {}, outOfRange }: StackModels, catalogue: MaterialCatalogue) {
    this.own = stack.materials;
    this.catalogue = catalogue;
    this.clamp = outOfRange === 'clamp';
    for (const [name, { rule, parts }] of Object.entries(mixtures)) {
      const path = formatPath(['mixtures', name]);
      if (name === 'air' || name === 'vacuum' || (this.own !== undefined && Object.hasOwn(this.own, name))) {
        throw new StackwrightError('INVALID', `${path} has a name that is taken; choose another name.`, { path });
      }
      const materials = parts.map(({ medium }, part) => this.resolve(medium, `${path}.parts[${part}].medium`));
      const fractions = parts.map(({ fraction }) => fraction);
      this.mixed.set(name, mixtureAt(name, rule, materials, fractions, path));
    }
  }

  find(id: string): Material | undefined {
    return this.mixed.get(id) ?? this.catalogue.find(id);
  }

  suggest(id: string): string[] {
    return this.catalogue.suggest(id);
  }

  /** The name of a medium of which `fraction` is the second, the rest the first. */
  mix(media: readonly [Medium, Medium], rule: MixingRule, fraction: number, path: string): Medium {
    if (fraction === 0 || fraction === 1) return media[fraction];
    const name = `${rule} of ${this.label(media[0])} and ${this.label(media[1])}, ${fraction}`;
    if (!this.mixed.has(name)) {
      const materials = media.map((medium) => this.resolve(medium, path));
      this.mixed.set(name, mixtureAt(name, rule, materials, [1 - fraction, fraction], path));
    }
    return name;
  }

  private label(medium: Medium): string {
    if (typeof medium === 'string') return JSON.stringify(medium);
    if (!('wavelengthsNm' in medium)) return `${medium.n} + ${medium.k ?? 0}i`;
    const label = this.inlineTables.get(medium) ?? `table ${this.inlineTables.size}`;
    this.inlineTables.set(medium, label);
    return label;
  }

  private resolve(medium: Medium, path: string): Material {
    const key = `${path} ${this.label(medium)}`;
    const known = this.resolved.get(key);
    if (known !== undefined) return known;
    const material = remembering(resolveMedium(medium, { own: this.own, catalogue: this, path, clamp: this.clamp }));
    this.resolved.set(key, material);
    return material;
  }
}

/** The material, which keeps its last table and series: hundreds of sublayers ask it for the same ones. */
function remembering(material: Material): Material {
  let table: Kept<ReturnType<Material['sample']>> | undefined;
  let series: Kept<MediumSeries> | undefined;
  let spline: Material | undefined;
  return {
    id: material.id,
    rangeNm: material.rangeNm,
    sample(grid, options) {
      const clamp = options?.clamp ?? false;
      if (table?.grid !== grid || table.clamp !== clamp) table = { grid, clamp, kept: material.sample(grid, options) };
      return table.kept;
    },
    series(grid, order, options) {
      const clamp = options?.clamp ?? false;
      if (series?.grid !== grid || series.clamp !== clamp || series.kept.order !== order) {
        series = { grid, clamp, kept: material.series(grid, order, options) };
      }
      return series.kept;
    },
    asSpline() {
      spline ??= remembering(material.asSpline());
      return spline;
    },
  };
}

interface Kept<T> {
  readonly grid: ArrayLike<number>;
  readonly clamp: boolean;
  readonly kept: T;
}

function mixtureAt(
  name: string,
  rule: MixingRule,
  materials: readonly Material[],
  fractions: readonly number[],
  path: string,
): Material {
  try {
    return mixtureMaterial(
      name,
      rule,
      materials.map((material, i) => ({ material, fraction: fractions[i] })),
    );
  } catch (error) {
    if (!(error instanceof StackwrightError)) throw error;
    throw new StackwrightError(error.code, error.message, { path, cause: error });
  }
}
