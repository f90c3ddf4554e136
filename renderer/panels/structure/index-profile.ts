import type { Structure, StructureLayer, StructureMedium } from './structure-model.ts';

/** One medium of the profile over depth; `layer` is null for the half-spaces and the substrate. */
export interface ProfileStep {
  readonly medium: StructureMedium;
  readonly layer: StructureLayer | null;
  /** position in the drawing, nm of coating; half-spaces and the cut substrate take a part of their own */
  readonly from: number;
  readonly to: number;
}

export interface IndexProfile {
  readonly steps: readonly ProfileStep[];
  readonly extent: readonly [number, number];
  readonly highestN: number;
  readonly lowestN: number;
  readonly highestK: number;
}

/** Half-spaces and the substrate are drawn this wide, as a share of the coatings. */
const MARGIN_SHARE = 0.08;

/** n(z) and k(z) as steps: depth from the face that light meets first, the coatings to scale, the substrate cut. */
export function indexProfile(structure: Structure): IndexProfile {
  const coatings = [...structure.front, ...structure.back].reduce((sum, { thicknessNm }) => sum + thicknessNm, 0);
  const margin = coatings > 0 ? coatings * MARGIN_SHARE : 1;
  const steps: ProfileStep[] = [];
  let z = -margin;
  const add = (medium: StructureMedium, width: number, layer: StructureLayer | null) => {
    steps.push({ medium, layer, from: z, to: z + width });
    z += width;
  };
  add(structure.ambient, margin, null);
  for (const layer of structure.front) add(layer, layer.thicknessNm, layer);
  add(structure.substrate, structure.exit === null ? margin : 2 * margin, null);
  for (const layer of structure.back) add(layer, layer.thicknessNm, layer);
  if (structure.exit !== null) add(structure.exit, margin, null);
  const constants = steps.flatMap(({ medium }) => (medium.constants === null ? [] : [medium.constants]));
  return {
    steps,
    extent: [-margin, z],
    lowestN: Math.min(1, ...constants.map(({ n }) => n)),
    highestN: Math.max(1, ...constants.map(({ n }) => n)),
    highestK: Math.max(0, ...constants.map(({ k }) => k)),
  };
}

/** The steps as an SVG path; a medium without data leaves a gap. */
export function stepPath(
  steps: readonly ProfileStep[],
  quantity: 'n' | 'k',
  x: (nm: number) => number,
  y: (value: number) => number,
): string {
  let path = '';
  let isOpen = false;
  for (const { medium, from, to } of steps) {
    if (medium.constants === null) {
      isOpen = false;
      continue;
    }
    const height = y(medium.constants[quantity]).toFixed(2);
    path += `${isOpen ? 'L' : 'M'}${x(from).toFixed(2)} ${height}H${x(to).toFixed(2)}`;
    isOpen = true;
  }
  return path;
}

/** Three to six round values that cover the range. */
export function ticks(low: number, high: number): number[] {
  const span = high - low;
  if (!(span > 0)) return [low];
  const decade = 10 ** Math.floor(Math.log10(span));
  const step = [0.2, 0.5, 1, 2].map((f) => f * decade).find((s) => span / s <= 5) ?? decade;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
