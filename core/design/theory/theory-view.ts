import type { DesignSpace } from '#core/targets/design-space.ts';
import type { IndexPair, MediaView } from './media-view.ts';
import type { Recipe, SeedLayer } from './seed-face.ts';
import type { Wish } from './wish.ts';

/** What the formulas start from. */
export interface TheoryView {
  readonly space: DesignSpace;
  readonly wish: Wish;
  readonly media: MediaView;
  /** layers of one face that are not fixed */
  readonly room: number;
}

/** Alternating layers, the i-th of `quarterWaves(i)` quarter waves at `wavelengthNm(i)`, i = 0 outermost. */
export function alternating(
  { media }: TheoryView,
  pair: IndexPair,
  count: number,
  startsHigh: boolean,
  wavelengthNm: (i: number) => number,
  quarterWaves: (i: number) => number = () => 1,
): SeedLayer[] {
  return Array.from({ length: Math.max(0, count) }, (_, i) => {
    const medium = (i % 2 === 0) === startsHigh ? pair.high : pair.low;
    return { medium, thicknessNm: quarterWaves(i) * media.quarterNm(medium, wavelengthNm(i)) };
  });
}

/** Takes from the lists in turn until `count` are taken: the first of each, then the second of each, … */
export function dealt<T>(lists: readonly (readonly T[])[], count: number): T[] {
  const taken: T[] = [];
  const longest = Math.max(0, ...lists.map((list) => list.length));
  for (let i = 0; i < longest && taken.length < count; i++) {
    for (const list of lists) if (i < list.length && taken.length < count) taken.push(list[i]);
  }
  return taken;
}

/** A family of designs: recipes for a target, the most promising first; empty where the family has nothing to say. */
export type SeedFamily = (view: TheoryView) => readonly Recipe[];
