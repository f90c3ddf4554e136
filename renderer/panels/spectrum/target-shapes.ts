import type { Knot, TargetRow } from '#core/targets/target-rows.ts';
import { type PlotGeometry, xToPixel, yToPixel } from '#renderer/charts/chart-types.ts';
import type { Pieces } from '#renderer/charts/drawing/pieces.ts';
import type { ValueScale } from '#renderer/state/view-store.ts';
import { toleranceOf } from './row-curve.ts';
import { fractionOf, naturalScale, possibleValue, shownValue } from './value-scale.ts';

/** SVG paths that show one row on the chart. */
export interface TargetPaths {
  readonly line: string;
  /** ± tolerance; empty where only one side counts */
  readonly band: string;
  /** the side that a one-sided wish forbids */
  readonly forbidden: string;
}

/** How far the hatching reaches from the line, px. */
const HATCH_PX = 12;
/** A straight line of the row bends on another scale: it is drawn through places this far apart, px. */
const BEND_PX = 6;
/** Half the width of a point that stands alone, px. */
const ALONE_PX = 5;

interface Place {
  readonly x: number;
  readonly value: number;
}

export function targetPaths(row: TargetRow, pieces: Pieces, geometry: PlotGeometry, scale: ValueScale): TargetPaths {
  const heightOf = (value: number): number =>
    yToPixel(geometry, shownValue(fractionOf(possibleValue(value, row.quantity), row.quantity), scale));
  const bends = naturalScale(row.quantity) !== scale;
  const tolerance = toleranceOf(row);
  const isMatch = row.kind === 'match';
  // "at least" forbids what is below the line; on a scale that runs the other way (OD) that is above it.
  const isFlipped = heightOf(possibleValue(1, row.quantity)) > heightOf(possibleValue(0, row.quantity));
  const hatch = (row.kind === 'atLeast') === isFlipped ? -HATCH_PX : HATCH_PX;
  const paths = pieces.map((piece) => {
    const places = placesOf(seen(piece, geometry), geometry, bends);
    const upper = places.map(({ x, value }): string => spot(x, heightOf(value + tolerance)));
    const lower = places.map(({ x, value }): string => spot(x, heightOf(value - tolerance)));
    const middle = places.map(({ x, value }): string => spot(x, heightOf(value)));
    const shifted = places.map(({ x, value }): string => spot(x, heightOf(value) + hatch));
    return {
      line: `M${middle.join('L')}`,
      band: isMatch ? `M${[...upper, ...lower.reverse()].join('L')}Z` : '',
      forbidden: isMatch ? '' : `M${[...middle, ...shifted.reverse()].join('L')}Z`,
    };
  });
  const joined = (key: keyof TargetPaths): string => paths.map((path) => path[key]).join('');
  return { line: joined('line'), band: joined('band'), forbidden: joined('forbidden') };
}

/** A drawing with more knots than this for each pixel of the chart is thinned to what can be seen. */
const MOST_A_PIXEL = 4;

/** Of every pixel column the first, the lowest, the highest and the last knot, as they follow each other. */
function seen(piece: readonly Knot[], geometry: PlotGeometry): readonly Knot[] {
  if (piece.length <= MOST_A_PIXEL * geometry.width) return piece;
  const kept: Knot[] = [];
  for (let from = 0; from < piece.length; ) {
    const column = Math.floor(xToPixel(geometry, piece[from][0]));
    let [lowest, highest, last] = [from, from, from];
    for (let i = from; i < piece.length && Math.floor(xToPixel(geometry, piece[i][0])) === column; i++) {
      if (piece[i][1] < piece[lowest][1]) lowest = i;
      if (piece[i][1] > piece[highest][1]) highest = i;
      last = i;
    }
    const places = new Set([from, lowest, highest, last].sort((a, b) => a - b));
    for (const place of places) kept.push(piece[place]);
    from = last + 1;
  }
  return kept;
}

const spot = (x: number, y: number): string => `${x.toFixed(1)},${y.toFixed(1)}`;

function placesOf(piece: readonly Knot[], geometry: PlotGeometry, bends: boolean): Place[] {
  if (piece.length === 1) {
    const [wavelength, value] = piece[0];
    const x = xToPixel(geometry, wavelength);
    return [
      { x: x - ALONE_PX, value },
      { x: x + ALONE_PX, value },
    ];
  }
  const places: Place[] = [];
  piece.forEach(([wavelength, value], i) => {
    const x = xToPixel(geometry, wavelength);
    const before = places[places.length - 1];
    const parts = bends && i > 0 ? Math.min(200, Math.max(1, Math.ceil((x - before.x) / BEND_PX))) : 1;
    for (let part = 1; part <= parts; part++) {
      const share = part / parts;
      places.push(
        i === 0
          ? { x, value }
          : { x: before.x + share * (x - before.x), value: before.value + share * (value - before.value) },
      );
    }
  });
  return places;
}

/** Knots that lie in what is shown. */
export function visibleKnots(
  pieces: Pieces,
  [low, high]: readonly [number, number],
): { piece: number; index: number; knot: Knot }[] {
  return pieces.flatMap((knots, piece) =>
    knots.flatMap((knot, index) => (knot[0] >= low && knot[0] <= high ? [{ piece, index, knot }] : [])),
  );
}
