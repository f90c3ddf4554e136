import type { MaterialCatalogue } from '#core/materials/types.ts';
import { createEvaluator } from '#core/optics/kernel/evaluator.ts';
import type { Stack } from '#core/optics/stack.ts';
import type { Evaluator, MediumTable } from '#core/optics/types.ts';
import { type Beam, beamKey } from '#core/targets/illumination.ts';
import { identityOf, mediaOf, type StackMedia, sequenceOf } from './stack-media.ts';

/** R, T, A of one stack under one beam, fractions; NaN at wavelengths where one of its materials has no data. */
export interface LiveSpectrum {
  readonly beam: Beam;
  readonly R: Float64Array;
  readonly T: Float64Array;
  /** 1 − R − T */
  readonly A: Float64Array;
}

interface Prepared {
  readonly evaluator: Evaluator;
  /** part of the grid where every material has data: from, to (exclusive) */
  readonly from: number;
  readonly to: number;
  /** doubles held by the evaluator's tables */
  readonly size: number;
}

/** 48 MB of tables. */
const MOST_NUMBERS = 6e6;
/** doubles per wavelength, medium and polarization, with a little over */
const RECORD = 9;

/**
 * Spectra of stacks as a person changes them. What depends on materials, light and grid is tabulated once and kept, so
 * that a changed thickness costs one pass of the solver.
 */
export class LiveSolver {
  private readonly catalogue: MaterialCatalogue;
  /** least recently used first */
  private readonly prepared = new Map<string, Prepared>();

  constructor(catalogue: MaterialCatalogue) {
    this.catalogue = catalogue;
  }

  /** @throws StackwrightError UNKNOWN_MATERIAL, INVALID */
  media(stack: Stack): StackMedia {
    return mediaOf(stack, this.catalogue);
  }

  /**
   * @param wavelengthsNm ascending; the same array for the same grid, since grids are told apart by identity
   * @throws StackwrightError ABSORBING_AMBIENT where the light would come from an absorbing medium
   */
  spectrum(stack: Stack, media: StackMedia, beam: Beam, wavelengthsNm: Float64Array): LiveSpectrum {
    const { evaluator, from, to } = this.prepare(stack, media, beam, wavelengthsNm);
    const count = wavelengthsNm.length;
    const R = new Float64Array(count).fill(Number.NaN);
    const T = new Float64Array(count).fill(Number.NaN);
    if (to > from) {
      const front = sequenceOf(stack.layers, media.places);
      const back = sequenceOf(stack.backLayers ?? [], media.places);
      evaluator.spectra(front, back, R.subarray(from, to), T.subarray(from, to));
    }
    const A = R.map((reflected, i) => 1 - reflected - T[i]);
    return { beam, R, T, A };
  }

  private prepare(stack: Stack, media: StackMedia, beam: Beam, wavelengthsNm: Float64Array): Prepared {
    const { thicknessNm, coherent = false } = stack.substrate;
    const slabKey = thicknessNm === undefined ? 'half-space' : `${thicknessNm} ${coherent}`;
    const key = `${media.key}|${slabKey}|${beamKey(beam)}|${identityOf(wavelengthsNm)}`;
    const known = this.prepared.get(key);
    if (known !== undefined) this.prepared.delete(key);
    const prepared = known ?? prepare(stack, media, beam, wavelengthsNm);
    this.prepared.set(key, prepared);
    this.shrink();
    return prepared;
  }

  private shrink(): void {
    let total = 0;
    for (const { size } of this.prepared.values()) total += size;
    for (const [key, { size }] of this.prepared) {
      if (total <= MOST_NUMBERS || this.prepared.size === 1) return;
      this.prepared.delete(key);
      total -= size;
    }
  }
}

function prepare(stack: Stack, media: StackMedia, beam: Beam, wavelengthsNm: Float64Array): Prepared {
  const [low, high] = media.rangeNm;
  let from = 0;
  let to = wavelengthsNm.length;
  while (from < to && wavelengthsNm[from] < low) from++;
  while (to > from && wavelengthsNm[to - 1] > high) to--;
  const grid = wavelengthsNm.subarray(from, to);
  const tables: MediumTable[] = media.materials.map((material) => material.sample(grid));
  const { thicknessNm, coherent = false } = stack.substrate;
  const evaluator = createEvaluator({
    wavelengthsNm: grid,
    ...beam,
    ambient: tables[media.ambient],
    layerMedia: tables,
    substrate: tables[media.substrate],
    ...(thicknessNm === undefined ? {} : { slab: { thicknessNm, coherent, exit: tables[media.exit] } }),
  });
  const polarizations = beam.polarization === 'unpolarized' ? 2 : 1;
  return { evaluator, from, to, size: grid.length * (tables.length + 3) * polarizations * RECORD };
}
