import type { Knot } from '#core/targets/target-rows.ts';
import type { KnotPlace, Pieces } from './pieces.ts';
import type { Spot } from './stroke.ts';

/** What of a curve lies under the pointer: a knot, or the line from a knot to the next. */
export interface Hit extends KnotPlace {
  readonly kind: 'knot' | 'segment';
}

/** The nearest knot within `knotReach` pixels, else the nearest line within `lineReach`. */
export function hitTest(
  pieces: Pieces,
  spotOf: (knot: Knot) => Spot,
  at: Spot,
  knotReach: number,
  lineReach: number,
): Hit | null {
  let knot: Hit | null = null;
  let segment: Hit | null = null;
  let [nearestKnot, nearestLine] = [knotReach, lineReach];
  pieces.forEach((knots, piece) => {
    const spots = knots.map(spotOf);
    spots.forEach((spot, index) => {
      const toKnot = Math.hypot(spot.x - at.x, spot.y - at.y);
      if (toKnot <= nearestKnot) {
        nearestKnot = toKnot;
        knot = { kind: 'knot', piece, index };
      }
      const next = spots[index + 1];
      const toLine = next === undefined ? Number.POSITIVE_INFINITY : distanceToLine(at, spot, next);
      if (toLine <= nearestLine) {
        nearestLine = toLine;
        segment = { kind: 'segment', piece, index };
      }
    });
  });
  return knot ?? segment;
}

/** From a place to the straight line between two others. */
export function distanceToLine(at: Spot, a: Spot, b: Spot): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const square = dx * dx + dy * dy;
  const share = square === 0 ? 0 : ((at.x - a.x) * dx + (at.y - a.y) * dy) / square;
  const t = Math.min(Math.max(share, 0), 1);
  return Math.hypot(at.x - a.x - t * dx, at.y - a.y - t * dy);
}
