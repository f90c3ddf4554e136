import { layerFigures, type OpticalReference, type Side } from '#core/fabrication/layer-figures.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import type { Layer, Medium, Stack } from '#core/optics/stack.ts';
import { pointsOf, type Wish } from '#core/targets/target-rows.ts';

/** What one nanometre of a medium is at the reference wavelength. */
export interface OpticalFactors {
  readonly opticalPerNm: number;
  readonly qwotPerNm: number;
}

/** Factors for each medium of a stack, by the medium itself. */
export type FactorsOf = (medium: Medium) => OpticalFactors | undefined;

/**
 * Optical thickness and quarter waves per nanometre. They depend on the media and not on the thicknesses, so that a
 * drag asks for nothing here.
 * @throws StackwrightError as `layerFigures`
 */
export function opticalFactors(stack: Stack, catalogue: MaterialCatalogue, reference: OpticalReference): FactorsOf {
  const media = new Map<string, Layer>();
  for (const { medium } of [...stack.layers, ...(stack.backLayers ?? [])])
    media.set(keyOf(medium), { medium, thicknessNm: 1 });
  const { backLayers: _, ...bare } = stack;
  const figures = layerFigures({ ...bare, layers: [...media.values()] }, catalogue, reference);
  const factors = new Map(
    [...media.keys()].map((key, i) => {
      const { opticalThicknessNm = 0, qwot = 0 } = figures[i].optical ?? {};
      return [key, { opticalPerNm: opticalThicknessNm, qwotPerNm: qwot }];
    }),
  );
  return (medium) => factors.get(keyOf(medium));
}

const keyOf = (medium: Medium): string => (typeof medium === 'string' ? medium : JSON.stringify(medium));

/** Equal for stacks whose optical factors are equal. */
export function mediaKey(stack: Stack): string {
  const media = new Set([...stack.layers, ...(stack.backLayers ?? [])].map(({ medium }) => keyOf(medium)));
  return [keyOf(stack.ambient ?? 'air'), ...media].join('|');
}

/** λ₀ where a design names none: the middle of what is wished for; 550 nm where nothing is. */
export function middleOfWish(wish: Wish): number {
  let [least, greatest] = [Number.POSITIVE_INFINITY, 0];
  for (const row of wish.rows) {
    if (!row.isUsed) continue;
    for (const nm of pointsOf(row.shape).wavelengthsNm) {
      least = Math.min(least, nm);
      greatest = Math.max(greatest, nm);
    }
  }
  return greatest === 0 ? 550 : Math.round((least + greatest) / 2);
}

/** The layers of one face of the stack, in file order: the front from the light on, the back away from the slab. */
export const layersOf = (stack: Stack, side: Side): readonly Layer[] =>
  side === 'front' ? stack.layers : (stack.backLayers ?? []);

export function withLayers(stack: Stack, side: Side, layers: Layer[]): Stack {
  if (side === 'front') return { ...stack, layers };
  const { backLayers: _, ...bare } = stack;
  return layers.length === 0 ? bare : { ...bare, backLayers: layers };
}

/** A list with one entry more, less, or moved. */
export const inserted = <T>(list: readonly T[], at: number, entry: T): T[] => [
  ...list.slice(0, at),
  entry,
  ...list.slice(at),
];
export const removed = <T>(list: readonly T[], at: number): T[] => list.filter((_, i) => i !== at);
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = removed(list, from);
  return inserted(rest, to, list[from]);
}

export function totalNm(layers: readonly Layer[]): number {
  return layers.reduce((sum, { thicknessNm }) => sum + thicknessNm, 0);
}
