import { once } from '#core/once.ts';
import type { CompiledTarget } from '#core/targets/compiled-target.ts';
import type { DesignSpace } from '#core/targets/design-space.ts';
import type { Target } from '#core/targets/target.ts';
import { BAND_SAMPLES, bandCurves, bandOf } from './band-samples.ts';
import { Grafts } from './grafts.ts';
import { MediaRefiner } from './media-refiner.ts';
import { NeighbourSearch } from './neighbours.ts';
import type { DrawingContext } from './random-coating.ts';
import { Refiner } from './refine.ts';

/** What one search thread holds for one target: the compiled target, its refiner and a few facts of the media. */
export interface SearchContext extends DrawingContext {
  readonly wish: Target;
  readonly target: CompiledTarget;
  readonly refiner: Refiner;
  /** null where it cannot be had */
  readonly neighbours: NeighbourSearch | null;
  /** null where media cannot be refined; made when it is first asked for, since only searching threads need it */
  readonly mediaRefiner: () => MediaRefiner | null;
  /** null where it cannot be had; made when it is first asked for */
  readonly grafts: () => Grafts | null;
  /** Jacobian evaluations that make up one task, so that a task lasts some tens of milliseconds on any problem */
  readonly evaluationsPerTask: number;
}

export function createSearchContext(wish: Target, target: CompiledTarget, space: DesignSpace): SearchContext {
  const bandNm = bandOf(space);
  const bandIndex = new Float64Array(space.layerMedia.length * BAND_SAMPLES);
  bandCurves(space).forEach(({ n }, medium) => {
    bandIndex.set(n, medium * BAND_SAMPLES);
  });
  const unknowns = 2 * space.maxLayers * target.workCount;
  const evaluationsPerTask = Math.round(Math.min(2000, Math.max(24, 1.2e6 / unknowns)));
  const refiner = new Refiner(target, space);
  const neighbours = NeighbourSearch.create(wish, space, target.metric);
  const mediaRefiner = once(() => MediaRefiner.create(wish, target, space));
  const grafts = once(() => Grafts.create(wish, target.metric, { space, bandNm, bandIndex }));
  return { wish, grafts, space, target, refiner, mediaRefiner, neighbours, bandNm, bandIndex, evaluationsPerTask };
}
