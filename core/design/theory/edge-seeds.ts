import { exp, log } from '#core/optics/kernel/elementary.ts';
import type { IndexPair } from './media-view.ts';
import { stacksToCover } from './quarter-wave-stack.ts';
import { halfWidthOf } from './reflector-seeds.ts';
import type { Recipe } from './seed-face.ts';
import { alternating, dealt, type TheoryView } from './theory-view.ts';
import type { WishBand } from './wish.ts';

/** A place where the wish changes between passing and rejecting. */
interface Edge {
  readonly edgeNm: number;
  readonly isLongPass: boolean;
  readonly reject: WishBand;
}

function edgesOf({ wish }: TheoryView): Edge[] {
  const edges: Edge[] = [];
  const bands = wish.bands.filter(({ kind }) => kind === 'pass' || kind === 'reject');
  for (let b = 1; b < bands.length; b++) {
    if (bands[b].kind === bands[b - 1].kind) continue;
    const isLongPass = bands[b].kind === 'pass';
    const edgeNm = (bands[b - 1].toNm + bands[b].fromNm) / 2;
    edges.push({ edgeNm, isLongPass, reject: isLongPass ? bands[b - 1] : bands[b] });
  }
  return edges.sort((a, b) => b.reject.weight - a.reject.weight || a.edgeNm - b.edgeNm).slice(0, 3);
}

/**
 * Edge filters: (½H L ½H)ᵐ and (½L H ½L)ᵐ with the end of the stop band on the target's edge, the outermost periods of
 * other wavelengths as a first guess of the match to the pass band (Thelen, J. Opt. Soc. Am. 61, 365 (1971); Macleod,
 * Thin-Film Optical Filters, 4th ed., §7.2), and further stacks behind where the rejection is wider than one stop band.
 */
export function edgeSeeds(view: TheoryView): Recipe[] {
  const lists: Recipe[][] = [];
  for (const edge of edgesOf(view)) {
    for (const pair of view.media.pairs(3)) lists.push(edgeFilters(view, pair, edge));
  }
  return dealt(lists, 60);
}

/** Thickness of the layers near the ends in those of the stack: its first and its last ones, outside in. */
interface EndMatch {
  readonly outer: readonly number[];
  readonly inner: readonly number[];
}

/** `towards` is the stack's wavelength in units of the edge's. */
const MATCHES: readonly ((towards: number) => EndMatch)[] = [
  () => ({ outer: [0.5], inner: [0.5] }),
  (towards) => {
    const quarter = 1 / (1.5 * towards);
    return { outer: [0.5, quarter, quarter], inner: [0.5, quarter, quarter] };
  },
];

function edgeFilters(view: TheoryView, pair: IndexPair, { edgeNm, isLongPass, reject }: Edge): Recipe[] {
  const halfWidth = halfWidthOf(view, pair, edgeNm);
  const towards = isLongPass ? 1 - halfWidth : 1 + halfWidth;
  const stacks = Math.min(stacksToCover(reject.fromNm, reject.toNm, halfWidth), 4);
  const list: Recipe[] = [];
  for (const shift of [1, 0.985, 1.015, 1.03]) {
    const nearNm = edgeNm * towards * shift;
    const farNm = isLongPass ? reject.fromNm * (1 + halfWidth) : reject.toNm * (1 - halfWidth);
    const step = stacks > 1 ? log(farNm / nearNm) / (stacks - 1) : 0;
    for (const startsHigh of isLongPass ? [true, false] : [false, true]) {
      for (const match of MATCHES) {
        for (const nearIsOuter of stacks > 1 ? [true, false] : [true]) {
          list.push(
            symmetric(view, pair, startsHigh, match(towards), (part) => {
              const stack = Math.min(stacks - 1, Math.floor((nearIsOuter ? part : 1 - part) * stacks));
              return nearNm * exp(step * stack);
            }),
          );
        }
      }
    }
  }
  return list;
}

/**
 * Alternating layers with an odd number of them, the ends matched.
 * @param wavelengthNm design wavelength by the depth in the stack, 0 … 1
 */
function symmetric(
  view: TheoryView,
  pair: IndexPair,
  startsHigh: boolean,
  { outer, inner }: EndMatch,
  wavelengthNm: (part: number) => number,
): Recipe {
  const count = view.room - (1 - (view.room % 2));
  const last = count - 1;
  const quarterWaves = (i: number): number => (count < 7 ? 1 : (outer[i] ?? inner[last - i] ?? 1));
  return alternating(view, pair, count, startsHigh, (i) => wavelengthNm(i / Math.max(1, last)), quarterWaves);
}
