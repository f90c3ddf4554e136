import type { MediumTable } from '#core/optics/types.ts';

/** Optical constants on a grid, with the material they are of. */
export interface SampledTable extends MediumTable {
  readonly id: string;
  /** some wavelengths lay outside the data */
  readonly clamped: boolean;
}

interface Grid {
  readonly wavelengthsNm: Float64Array;
  readonly tables: Map<string, SampledTable>;
}

/** Numbers kept at most, 16 MB. */
const MOST_NUMBERS = 2e6;
const MOST_GRIDS = 16;

/**
 * Sampled materials of recent wavelength grids. A batch asks the same few materials on the same few grids thousands of
 * times; interpolating them anew would cost more than the optics.
 */
export class TableCache {
  /** most recent last */
  private readonly grids: Grid[] = [];

  /** The grid as a typed array: the same one as before where the values are the same. */
  grid(wavelengthsNm: readonly number[]): Float64Array {
    const known = this.grids.findLastIndex((grid) => isSame(grid.wavelengthsNm, wavelengthsNm));
    const grid =
      known === -1
        ? { wavelengthsNm: Float64Array.from(wavelengthsNm), tables: new Map<string, SampledTable>() }
        : this.grids.splice(known, 1)[0];
    this.grids.push(grid);
    this.shrink();
    return grid.wavelengthsNm;
  }

  /**
   * The table kept under `key` for a grid that `grid` returned, or else a computed one.
   * `key` must stand for one material in one catalogue.
   */
  table(wavelengthsNm: Float64Array, key: string, compute: () => SampledTable): SampledTable {
    const grid = this.grids.findLast((candidate) => candidate.wavelengthsNm === wavelengthsNm);
    const kept = grid?.tables.get(key);
    if (kept !== undefined) return kept;
    const table = compute();
    grid?.tables.set(key, table);
    return table;
  }

  /** numbers held now */
  get size(): number {
    return this.grids.reduce((sum, { wavelengthsNm, tables }) => sum + wavelengthsNm.length * (1 + 2 * tables.size), 0);
  }

  private shrink(): void {
    while (this.grids.length > MOST_GRIDS || (this.grids.length > 1 && this.size > MOST_NUMBERS)) this.grids.shift();
    // One huge grid with many materials: keep the grid, forget its tables.
    if (this.size > MOST_NUMBERS) this.grids[0].tables.clear();
  }
}

function isSame(a: Float64Array, b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
