import { nodeParts } from './fringe-rule.ts';

/** A step this many times the usual one is a gap between bands, not a part of the curve. */
const GAP_RATIO = 2.5;

/** Points of an entry in ascending order, with nodes filled in inside its contiguous bands. */
export interface BandNodes {
  readonly nodesNm: Float64Array;
  /** 1 where node i and i + 1 belong to different bands */
  readonly isGap: Uint8Array;
  /** the point (position in the sorted order) at or below each node, and how far it lies towards the next, 0 … 1 */
  readonly point: Int32Array;
  readonly fraction: Float64Array;
  /** positions of the sorted points in the entry */
  readonly order: Int32Array;
  /** share of each interval between nodes in an average that weighs every point of the entry alike; 0 in a gap */
  readonly share: Float64Array;
  /** share of a point that stands alone in its band, by node; else 0 */
  readonly aloneShare: Float64Array;
}

/**
 * Sorts an entry's points and splits them into contiguous bands.
 *
 * Two neighbouring points belong to different bands if the step between them is more than 2.5 times the median step of
 * the entry, unless two of the four steps beside it are as wide (within 2.5 times): that is a coarse part of the curve.
 * Points at the same wavelength keep the order in which a drawing runs through them: a vertical edge.
 */
export function bandNodes(wavelengthsNm: readonly number[]): BandNodes {
  const order = ascendingOrder(wavelengthsNm);
  const sorted = Float64Array.from(order, (at) => wavelengthsNm[at]);
  const gaps = gapsBetween(sorted);
  const nodes: number[] = [];
  const isGap: number[] = [];
  const point: number[] = [];
  const fraction: number[] = [];
  const share: number[] = [];
  const alone: number[] = [];
  for (let first = 0; first < sorted.length; ) {
    let last = first;
    while (last + 1 < sorted.length && !gaps[last]) last++;
    const bandShare = (last - first + 1) / sorted.length;
    for (let i = first; i <= last; i++) {
      const parts = i === last ? 1 : nodeParts(sorted[i], sorted[i + 1]);
      for (let part = 0; part < parts; part++) {
        const f = part / parts;
        nodes.push(part === 0 ? sorted[i] : sorted[i] + (sorted[i + 1] - sorted[i]) * f);
        isGap.push(i === last ? 1 : 0);
        point.push(i);
        fraction.push(f);
        share.push(i === last ? 0 : bandShare / ((last - first) * parts));
        alone.push(first === last ? bandShare : 0);
      }
    }
    first = last + 1;
  }
  return {
    nodesNm: Float64Array.from(nodes),
    isGap: Uint8Array.from(isGap),
    point: Int32Array.from(point),
    fraction: Float64Array.from(fraction),
    order,
    share: Float64Array.from(share),
    aloneShare: Float64Array.from(alone),
  };
}

/**
 * A number of every point of an entry, joined by straight lines inside its bands.
 * @param f how far towards the next node, 0 … 1
 */
export function joinedAt(
  values: readonly number[],
  { point, fraction, order, isGap }: BandNodes,
  node: number,
  f: number,
): number {
  const from = values[order[point[node]]];
  if (isGap[node]) return from;
  const next = point[node + 1] === point[node] ? fraction[node + 1] : 1;
  return from + (values[order[point[node] + 1]] - from) * (fraction[node] + (next - fraction[node]) * f);
}

/** Positions in ascending order of wavelength; equal ones in the list's order, backwards if the list descends. */
function ascendingOrder(wavelengthsNm: readonly number[]): Int32Array {
  const count = wavelengthsNm.length;
  const descends = wavelengthsNm[0] > wavelengthsNm[count - 1];
  const direction = descends ? -1 : 1;
  return Int32Array.from(wavelengthsNm, (_, i) => i).sort(
    (a, b) => wavelengthsNm[a] - wavelengthsNm[b] || direction * (a - b),
  );
}

/** For each point but the last: true if a gap follows it. */
function gapsBetween(sorted: Float64Array): boolean[] {
  const steps = Array.from({ length: Math.max(0, sorted.length - 1) }, (_, i) => sorted[i + 1] - sorted[i]);
  const usual = median(steps.filter((step) => step > 0).sort((a, b) => a - b));
  return steps.map((step, i) => {
    if (step <= GAP_RATIO * usual) return false;
    const near = [...nearestSteps(steps, i, -1), ...nearestSteps(steps, i, 1)];
    return near.filter((other) => step <= GAP_RATIO * other).length < 2;
  });
}

/** Up to two steps of more than 0 before or after step i. */
function nearestSteps(steps: readonly number[], i: number, direction: 1 | -1): number[] {
  const near: number[] = [];
  for (let j = i + direction; j >= 0 && j < steps.length && near.length < 2; j += direction) {
    if (steps[j] > 0) near.push(steps[j]);
  }
  return near;
}

function median(ascending: readonly number[]): number {
  const middle = ascending.length >> 1;
  if (ascending.length === 0) return 0;
  return ascending.length % 2 === 1 ? ascending[middle] : (ascending[middle - 1] + ascending[middle]) / 2;
}
