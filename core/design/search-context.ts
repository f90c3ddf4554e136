import type { CompiledTarget } from '#core/targets/compiled-target.ts';
import type { DesignSpace } from '#core/targets/design-space.ts';
import { compileTarget } from '#core/targets/searched-target.ts';
import type { Target } from '#core/targets/target.ts';
import { MediaRefiner } from './media-refiner.ts';
import { NeighbourSearch } from './neighbours.ts';
import { Refiner } from './refine.ts';

/** What one search thread holds for one target: the compiled target, its refiner and a few facts of the media. */
export interface SearchContext {
  readonly wish: Target;
  readonly space: DesignSpace;
  readonly target: CompiledTarget;
  readonly refiner: Refiner;
  /** null where it cannot be had */
  readonly neighbours: NeighbourSearch | null;
  /** null where media cannot be refined */
  readonly mediaRefiner: MediaRefiner | null;
  /** vacuum wavelengths that the target speaks of: shortest, longest, nm */
  readonly bandNm: readonly [number, number];
  /** Re N of every layer medium at BAND_SAMPLES wavelengths spread over the band: (media × samples) row-major */
  readonly bandIndex: Float64Array;
  /** Jacobian evaluations that make up one task, so that a task lasts some tens of milliseconds on any problem */
  readonly evaluationsPerTask: number;
}

export const BAND_SAMPLES = 9;

export function createSearchContext(wish: Target, target: CompiledTarget, space: DesignSpace): SearchContext {
  const bandNm = [Math.min(...space.bandNm), Math.max(...space.bandNm)] as const;
  const grid = new Float64Array(BAND_SAMPLES);
  for (let i = 0; i < BAND_SAMPLES; i++) grid[i] = bandWavelengthNm(bandNm, i);
  const bandIndex = new Float64Array(space.layerMedia.length * BAND_SAMPLES);
  space.layerMedia.forEach((medium, m) => {
    bandIndex.set(medium.material.sample(grid, { clamp: true }).n, m * BAND_SAMPLES);
  });
  const unknowns = 2 * space.maxLayers * target.workCount;
  const evaluationsPerTask = Math.round(Math.min(2000, Math.max(24, 1.2e6 / unknowns)));
  const refiner = new Refiner(target, space);
  const neighbours = NeighbourSearch.create(wish, space, target.metric);
  const squares = target.metric === 'rms' ? target : compileTarget(wish, space, { merit: 'rms' });
  const mediaRefiner = MediaRefiner.create(squares, space);
  return { wish, space, target, refiner, mediaRefiner, neighbours, bandNm, bandIndex, evaluationsPerTask };
}

/** The i-th of the sampled wavelengths: equal steps of wavelength, ends included. */
export function bandWavelengthNm(bandNm: readonly [number, number], i: number): number {
  return bandNm[0] + ((bandNm[1] - bandNm[0]) * i) / (BAND_SAMPLES - 1);
}
