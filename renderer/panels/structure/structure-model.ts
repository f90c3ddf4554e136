import { StackwrightError } from '#core/errors.ts';
import type { Side } from '#core/fabrication/layer-figures.ts';
import { resolveMedium } from '#core/materials/resolve-medium.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import type { Medium, Stack } from '#core/optics/stack.ts';
import { mediumName } from '#renderer/materials/medium-name.ts';

/** n and k at the reference wavelength; null where the material has no data there. */
export interface OpticalConstants {
  readonly n: number;
  readonly k: number;
}

export interface StructureMedium {
  readonly name: string;
  readonly constants: OpticalConstants | null;
}

export interface StructureLayer extends StructureMedium {
  readonly side: Side;
  /** as the Layers panel counts */
  readonly number: number;
  /** place in `layers` or `backLayers`, from 0 */
  readonly index: number;
  readonly thicknessNm: number;
}

/** What the panel shows of a stack, in the order in which light meets it. */
export interface Structure {
  readonly ambient: StructureMedium;
  readonly front: readonly StructureLayer[];
  readonly substrate: StructureMedium & { readonly thicknessNm: number | null };
  readonly back: readonly StructureLayer[];
  /** the medium behind a slab; null for a half-space */
  readonly exit: StructureMedium | null;
  readonly referenceNm: number;
  /** why some n and k are missing, one sentence for each material */
  readonly problems: readonly string[];
}

export interface StructureView {
  /** where n and k are shown of a stack that names no reference wavelength, nm */
  readonly fallbackNm: number;
  readonly numberFrom: 'ambient' | 'substrate';
}

export function structureOf(
  stack: Stack,
  catalogue: MaterialCatalogue,
  { fallbackNm, numberFrom }: StructureView,
): Structure {
  const referenceNm = stack.referenceWavelengthNm ?? fallbackNm;
  const problems: string[] = [];
  const known = new Map<Medium, StructureMedium>();
  const describe = (medium: Medium, path: string): StructureMedium => {
    const before = known.get(medium);
    if (before !== undefined) return before;
    let constants: OpticalConstants | null = null;
    try {
      const { n, k } = resolveMedium(medium, { own: stack.materials, catalogue, path }).sample([referenceNm]);
      constants = { n: n[0], k: k[0] };
    } catch (error) {
      if (!(error instanceof StackwrightError)) throw error;
      problems.push(error.message);
    }
    const described = { name: mediumName(medium), constants };
    known.set(medium, described);
    return described;
  };
  const layersOf = (side: Side, path: string): StructureLayer[] => {
    const layers = (side === 'front' ? stack.layers : stack.backLayers) ?? [];
    const countsDown = (numberFrom === 'substrate') === (side === 'front');
    return layers.map(({ medium, thicknessNm }, index) => ({
      ...describe(medium, `${path}[${index}].medium`),
      side,
      number: countsDown ? layers.length - index : index + 1,
      index,
      thicknessNm,
    }));
  };
  const { medium: substrate, thicknessNm } = stack.substrate;
  return {
    ambient: describe(stack.ambient ?? 'air', 'stack.ambient'),
    front: layersOf('front', 'stack.layers'),
    substrate: { ...describe(substrate, 'stack.substrate.medium'), thicknessNm: thicknessNm ?? null },
    back: layersOf('back', 'stack.backLayers'),
    exit: thicknessNm === undefined ? null : describe(stack.exit ?? 'air', 'stack.exit'),
    referenceNm,
    problems,
  };
}

/** One line of the legend. */
export interface MaterialTotal {
  readonly name: string;
  readonly layers: number;
  readonly totalNm: number;
}

/** How much of each material the coatings hold, in the order in which light meets them. */
export function materialTotals({ front, back }: Structure): MaterialTotal[] {
  const totals = new Map<string, MaterialTotal>();
  for (const { name, thicknessNm } of [...front, ...back]) {
    const { layers, totalNm } = totals.get(name) ?? { layers: 0, totalNm: 0 };
    totals.set(name, { name, layers: layers + 1, totalNm: totalNm + thicknessNm });
  }
  return [...totals.values()];
}

export const thicknessOf = (layers: readonly StructureLayer[]): number =>
  layers.reduce((sum, { thicknessNm }) => sum + thicknessNm, 0);

/** A length with its unit, to four significant digits: "87.31 nm", "1.624 µm". */
export function formatLength(nm: number): string {
  const [value, unit] = nm < 1000 ? [nm, 'nm'] : nm < 1e6 ? [nm / 1e3, 'µm'] : [nm / 1e6, 'mm'];
  return `${Number(value.toPrecision(4))} ${unit}`;
}
