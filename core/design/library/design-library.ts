import type { Proposed } from '#core/design/proposed.ts';
import type { Scored } from '#core/design/scored.ts';
import { bestDistinct } from '#core/design/scored.ts';
import type { SearchContext } from '#core/design/search-context.ts';
import { buildChunk } from './build-chunk.ts';
import { decodeCurves } from './curve-code.ts';
import { libraryCoating } from './library-coating.ts';
import type { LibrarySetup } from './library-setup.ts';

/** Places whose curves are computed anew before a stored library is believed. */
const PROBED = 8;

/**
 * A random library of coatings of one optical setup with their curves. The coatings themselves are not kept: the place
 * says which one it is (see `libraryCoating`). It is built from place 0 on, and may be searched before it is complete.
 */
export class DesignLibrary {
  readonly setup: LibrarySetup;
  /** how many coatings there are so far */
  built = 0;
  private readonly codes: Uint16Array;

  /** @param codes curves of the first coatings, as `stored` gave them */
  constructor(setup: LibrarySetup, codes = new Uint16Array(0)) {
    this.setup = setup;
    this.codes = new Uint16Array(setup.count * setup.rowLength);
    this.append(0, codes);
  }

  get isComplete(): boolean {
    return this.built === this.setup.count;
  }

  /** bytes that it takes in memory when complete, and about as many on disk */
  get bytes(): number {
    return this.codes.byteLength;
  }

  /** The curves so far, whole rows, to be stored. */
  get stored(): Uint16Array {
    return this.codes.subarray(0, this.built * this.setup.rowLength);
  }

  /** Takes the curves of the next coatings; those that are known already, or would leave a gap, are left out. */
  append(first: number, curves: Uint16Array): void {
    const { rowLength, count } = this.setup;
    const rows = Math.min(Math.floor(curves.length / rowLength), count - first);
    if (first !== this.built || rows <= 0) return;
    this.codes.set(curves.subarray(0, rows * rowLength), first * rowLength);
    this.built += rows;
  }

  /** Whether the first curves are those that this program computes: false for what an older one stored. */
  isCurrent(context: SearchContext): boolean {
    const fresh = buildChunk(context, 0, Math.min(PROBED, this.built));
    return fresh.every((code, i) => Math.abs(code - this.codes[i]) <= 1);
  }

  /** The coatings of least merit by their stored curves, no two nearly the same, best first: an exact search. */
  nearest(context: SearchContext, count: number): Scored[] {
    const merits = this.merits(context);
    const limit = merits.slice().sort()[Math.min(2 * count, merits.length) - 1];
    const places = [...merits.keys()].filter((place) => merits[place] <= limit);
    const best = places.map((place): Scored => {
      const coating = libraryCoating(context, place);
      const merit = merits[place];
      return { coating, merit, lineage: { origin: 'library', proposal: coating, proposalMerit: merit } };
    });
    return bestDistinct(best, count);
  }

  private merits({ target }: SearchContext): Float64Array {
    const { rowLength } = this.setup;
    const row = new Float64Array(rowLength);
    let at = 0;
    const curves = target.illuminations.map(({ wavelengthsNm: { length } }) => {
      at += 2 * length;
      return { R: row.subarray(at - 2 * length, at - length), T: row.subarray(at - length, at) };
    });
    const merits = new Float64Array(this.built);
    for (let place = 0; place < this.built; place++) {
      decodeCurves(this.codes, place * rowLength, row);
      merits[place] = target.meritOfCurves(curves);
    }
    return merits;
  }
}

/**
 * What a library and the designs found earlier have to say to a target: the best of both, by merit.
 * @param found coatings of the same setup, scored for this target
 */
export function proposalsOf(nearest: readonly Scored[], found: readonly Scored[], count: number): Proposed[] {
  return bestDistinct([...found, ...nearest], count).map(({ coating }) => ({ coating, origin: 'library' as const }));
}
