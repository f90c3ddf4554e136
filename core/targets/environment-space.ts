import { StackwrightError } from '#core/errors.ts';
import type { Material } from '#core/materials/types.ts';
import type { Medium } from '#core/optics/stack.ts';
import { formatPath } from '#core/validation.ts';
import type { DesignMedia, DesignMedium } from './design-media.ts';

import type { Environment } from './merit-terms.ts';
import type { DesignSpace } from './space.ts';
import type { Target } from './target.ts';

/** The space in which an entry's environment puts a design: the target's own where it names none. */
export function spaceOf(space: DesignSpace, environment: string | undefined): DesignSpace {
  return environment === undefined ? space : (space.environments.get(environment) ?? space);
}

/**
 * The design space of every environment of a target.
 * @param layers the list that holds the media of layers
 * @param surroundings a list of its own for the media around them
 * @throws StackwrightError with a path such as `environments[1].temperature.dnPerK.TiO2`
 */
export function environmentSpaces(
  target: Target,
  space: DesignSpace,
  layers: DesignMedia,
  surroundings: DesignMedia,
): Map<string, DesignSpace> {
  const spaces = new Map<string, DesignSpace>();
  target.environments?.forEach((environment, i) => {
    const place = new EnvironmentPlace(space, environment, `environments[${i}]`, layers, surroundings);
    spaces.set(environment.id, place.space());
  });
  return spaces;
}

type PerMedium = ReadonlyMap<Material, number>;

class EnvironmentPlace {
  private readonly original: DesignSpace;
  private readonly environment: Environment;
  private readonly path: string;
  private readonly layers: DesignMedia;
  private readonly surroundings: DesignMedia;

  constructor(
    original: DesignSpace,
    environment: Environment,
    path: string,
    layers: DesignMedia,
    surroundings: DesignMedia,
  ) {
    this.original = original;
    this.environment = environment;
    this.path = path;
    this.layers = layers;
    this.surroundings = surroundings;
  }

  space(): DesignSpace {
    const { original, environment } = this;
    const ambient = this.medium('ambient', environment.ambient) ?? original.ambient;
    const substrate = this.medium('substrate', environment.substrate) ?? original.substrate;
    const exit = this.medium('exit', environment.exit) ?? original.slab?.exit;
    const { deltaK = 0 } = environment.temperature ?? {};
    const dn = this.perMedium('dnPerK', environment.temperature?.dnPerK);
    const expansion = this.perMedium('expansionPerK', environment.temperature?.expansionPerK);
    const warm = (medium: DesignMedium) => shiftedMedium(medium, deltaK * (dn.get(medium.material) ?? 0));
    const growth = ({ material }: DesignMedium) => 1 + deltaK * (expansion.get(material) ?? 0);
    const { slab } = original;
    const factors = Float64Array.from(original.layerMedia, growth);
    return {
      ...original,
      layerMedia: original.layerMedia.map(warm),
      ambient: warm(ambient),
      substrate: warm(substrate),
      ...(slab === undefined || exit === undefined
        ? {}
        : { slab: { ...slab, thicknessNm: slab.thicknessNm * growth(substrate), exit: warm(exit) } }),
      ...(factors.every((factor) => factor === 1) ? {} : { expansion: factors }),
    };
  }

  private medium(field: 'ambient' | 'substrate' | 'exit', medium: Medium | undefined): DesignMedium | undefined {
    if (medium === undefined) return undefined;
    const path = `${this.path}.${field}`;
    if (field === 'exit' && this.original.slab === undefined) {
      const message =
        'An exit medium needs a slab: give stack.substrate.thicknessNm, or leave it out for a half-space.';
      throw new StackwrightError('INVALID', message, { path });
    }
    return this.surroundings.list[this.surroundings.index(medium, path)];
  }

  /** The numbers of a record by the material that each name means. */
  private perMedium(field: 'dnPerK' | 'expansionPerK', values: Readonly<Record<string, number>> = {}): PerMedium {
    const found = new Map<Material, number>();
    for (const [name, value] of Object.entries(values)) {
      const meant = [this.layers, this.surroundings].flatMap((media) => {
        const index = media.find(name);
        return index === undefined ? [] : [media.list[index].material];
      });
      if (meant.length === 0) {
        const known = [...this.layers.list, ...this.surroundings.list].map(({ key }) => key);
        throw new StackwrightError(
          'INVALID',
          `${name} is not a material of this design; they are: ${[...new Set(known)].join(', ')}.`,
          { path: formatPath(['temperature', field, name], this.path) },
        );
      }
      for (const material of meant) found.set(material, value);
    }
    return found;
  }
}

/** The medium with another n: Re N + dn at every wavelength, k as it was. */
function shiftedMedium(medium: DesignMedium, dn: number): DesignMedium {
  return dn === 0 ? medium : { ...medium, material: withIndex(medium.material, 1, dn) };
}

/** A material whose n is factor · n + offset of the original's at every wavelength, its k the same. */
export function withIndex(material: Material, factor: number, offset: number): Material {
  return {
    id: material.id,
    rangeNm: material.rangeNm,
    sample(wavelengthsNm, options) {
      const table = material.sample(wavelengthsNm, options);
      return { ...table, n: table.n.map((n) => factor * n + offset) };
    },
    series(wavelengthsNm, order, options) {
      const series = material.series(wavelengthsNm, order, options);
      return { ...series, n: series.n.map((n, i) => factor * n + (i < wavelengthsNm.length ? offset : 0)) };
    },
    asSpline: () => withIndex(material.asSpline(), factor, offset),
  };
}
