import type { Target } from '#core/targets/target.ts';
import { type Coating, emptyFace, type Face } from '../coating.ts';
import type { Proposed } from '../proposed.ts';
import { canExplore } from '../random-coating.ts';
import type { SearchContext } from '../search-context.ts';
import { antireflectionCover, antireflectionSeeds } from './antireflection-seeds.ts';
import { bandpassSeeds } from './bandpass-seeds.ts';
import { edgeSeeds } from './edge-seeds.ts';
import { fourierSeeds } from './fourier-seeds.ts';
import { MediaView } from './media-view.ts';
import { metalSeeds } from './metal-seeds.ts';
import { notchSeeds } from './notch-seeds.ts';
import { singleLayerSeeds, splitterSeeds } from './plain-seeds.ts';
import { reflectorSeeds } from './reflector-seeds.ts';
import { type Recipe, roomForLayers, seedFace } from './seed-face.ts';
import { dealt, type SeedFamily, type TheoryView } from './theory-view.ts';
import { readWish, type Wish } from './wish.ts';

export interface TheorySeedOptions {
  /** seeds at most; default 160 */
  readonly limit?: number;
}

const DEFAULT_LIMIT = 160;
/** For a curve without bands theory has little to say, and random starts are the better use of the time. */
const DRAWN_LIMIT = 40;

/** Families that answer a particular wish, and those that have something to say to any. */
const PARTICULAR: readonly SeedFamily[] = [
  bandpassSeeds,
  notchSeeds,
  edgeSeeds,
  reflectorSeeds,
  antireflectionSeeds,
  metalSeeds,
  fourierSeeds,
];
/** What is left to say to a curve without bands, such as a measured or a random one. */
const DRAWN: readonly SeedFamily[] = [fourierSeeds, metalSeeds, splitterSeeds];
const GENERAL: readonly SeedFamily[] = [splitterSeeds, singleLayerSeeds];

/**
 * Designs that the theory of multilayers suggests for a target: what a designer would write down before a computer is
 * asked. All keep the limits of the design space; none is scored. Deterministic.
 *
 * @param target the target that `context` was made for
 * @returns the most promising of every family first; empty where locked or fixed layers leave nothing to choose
 */
export function theorySeeds(context: SearchContext, target: Target, options: TheorySeedOptions = {}): Proposed[] {
  const { space } = context;
  const room = roomForLayers(space);
  const wish = readWish(target);
  if (!canExplore(space) || room < 1 || wish.points.length === 0) return [];
  const view: TheoryView = { space, wish, media: new MediaView(space, wish), room };
  const back = backFace(view);
  const isDrawn = isDrawnCurve(wish);
  const limit = Math.min(options.limit ?? DEFAULT_LIMIT, isDrawn ? DRAWN_LIMIT : Number.POSITIVE_INFINITY);
  const lists = (isDrawn ? DRAWN : PARTICULAR).map((family) => family(view));
  if (!isDrawn)
    lists.push(
      dealt(
        GENERAL.map((family) => family(view)),
        50,
      ),
    );
  const recipes = dealt(lists, Number.POSITIVE_INFINITY);
  const seeds: Proposed[] = [];
  const seen = new Set<string>();
  for (const recipe of recipes) {
    if (seeds.length >= limit) break;
    const front = seedFace(recipe, space);
    if (front === undefined || seen.has(signature(front))) continue;
    seen.add(signature(front));
    const coating: Coating = { front, back };
    seeds.push({ coating, origin: 'theory' });
  }
  return seeds;
}

/** Whether the wish wanders between passing and rejecting rather than being made of bands. */
function isDrawnCurve({ bands }: Wish): boolean {
  const partial = bands.filter(({ kind }) => kind === 'partial').length;
  return bands.length > 4 && 3 * partial > bands.length;
}

/** Equal for faces that differ by less than about a nanometre. */
function signature({ media, thicknessNm }: Face): string {
  return media.map((medium, i) => `${medium}:${Math.round(thicknessNm[i])}`).join(' ');
}

/** Where the back is designed, too: an antireflection coating if light should pass, else nothing yet. */
function backFace(view: TheoryView): Face {
  if (view.space.back.mode !== 'design') return emptyFace();
  const [pair] = view.media.pairs(1);
  const recipe: Recipe = pair === undefined ? [] : antireflectionCover(view, pair);
  const bare = { ...view.space, outermost: emptyFace(), innermost: emptyFace() };
  return seedFace([...recipe].reverse(), bare) ?? emptyFace();
}
