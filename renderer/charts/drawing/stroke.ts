import type { Knot } from '#core/targets/target-rows.ts';

/** A place on the chart, CSS pixels from the plot's upper left corner. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/**
 * A hand's path as a function of x: where it turns back, what is drawn later overwrites what was drawn before.
 * Ascending in x.
 */
export function monotoneStroke(path: readonly Spot[]): Spot[] {
  let stroke: Spot[] = path.slice(0, 1);
  for (let i = 1; i < path.length; i++) stroke = extended(stroke, path[i - 1], path[i]);
  return stroke;
}

/** The stroke with the hand's way from one place to the next laid over it. */
function extended(stroke: readonly Spot[], from: Spot, to: Spot): Spot[] {
  const low = Math.min(from.x, to.x);
  const high = Math.max(from.x, to.x);
  if (low === high) {
    const rest = stroke.filter(({ x }) => x !== to.x);
    return [...rest, to].sort((a, b) => a.x - b.x);
  }
  const left = stroke.filter(({ x }) => x < low);
  const right = stroke.filter(({ x }) => x > high);
  return from.x < to.x ? [...left, from, to, ...right] : [...left, to, from, ...right];
}

/**
 * The fewest of a path's places whose lines stay within `tolerance` of it (Ramer 1972; Douglas and Peucker 1973).
 * Distances are vertical, since the path is a function of x.
 */
export function simplified(path: readonly Spot[], tolerance: number): Spot[] {
  if (path.length <= 2) return [...path];
  const isKept = new Uint8Array(path.length);
  isKept[0] = 1;
  isKept[path.length - 1] = 1;
  const open: [number, number][] = [[0, path.length - 1]];
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const at = furthest(path, span[0], span[1], tolerance);
    if (at < 0) continue;
    isKept[at] = 1;
    open.push([span[0], at], [at, span[1]]);
  }
  return path.filter((_, i) => isKept[i] === 1);
}

/** The place between two others that lies furthest from the line through them; −1 if none is beyond the tolerance. */
function furthest(path: readonly Spot[], from: number, to: number, tolerance: number): number {
  const [a, b] = [path[from], path[to]];
  let most = tolerance;
  let at = -1;
  for (let i = from + 1; i < to; i++) {
    const share = b.x === a.x ? 0 : (path[i].x - a.x) / (b.x - a.x);
    const distance = Math.abs(path[i].y - a.y - share * (b.y - a.y));
    if (distance <= most) continue;
    most = distance;
    at = i;
  }
  return at;
}

/** A hand's path as knots: monotone in wavelength, simplified, each wavelength once. */
export function strokeKnots(path: readonly Spot[], tolerance: number, knotAt: (spot: Spot) => Knot): Knot[] {
  const knots: Knot[] = [];
  for (const spot of simplified(monotoneStroke(path), tolerance)) {
    const knot = knotAt(spot);
    if (knots.length > 0 && knot[0] <= knots[knots.length - 1][0]) knots.pop();
    knots.push(knot);
  }
  return knots;
}
