/** Bits of a single that play no part in the choice of the lowest costs: steps of 6 %. */
const MANTISSA_LEFT = 19;

/** Sets all but about `count` of the lowest costs to infinity, by a count of their leading bits; none is negative. */
export function keepLowest(costs: Float32Array, count: number): void {
  if (costs.length <= count) return;
  const bits = new Uint32Array(costs.buffer, costs.byteOffset, costs.length);
  const counts = new Uint32Array(1 << (32 - MANTISSA_LEFT));
  for (let i = 0; i < bits.length; i++) counts[bits[i] >>> MANTISSA_LEFT]++;
  let group = 0;
  for (let kept = counts[0]; kept < count; kept += counts[group]) group++;
  const first = (group + 1) << MANTISSA_LEFT;
  for (let i = 0; i < bits.length; i++) if (bits[i] >= first) costs[i] = Number.POSITIVE_INFINITY;
}
