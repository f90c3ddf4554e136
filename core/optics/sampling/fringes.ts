import { StackwrightError } from '#core/errors.ts';
import type { Material } from '#core/materials/types.ts';

/** Steps per λ²/G: the fringes of a stack of optical thickness G are λ²/(2G) apart, so each gets eight steps. */
export const FRINGE_STEPS = 16;

/**
 * How fast 1 nm of a medium lets a spectrum oscillate: max(Re n, |Re n − λ dRe n/dλ|) at each wavelength, the index or
 * the group index. The derivative is taken over ±2 %, as far as the data go.
 */
export function groupIndexBound(material: Material, wavelengthsNm: Float64Array): Float64Array {
  const [low, high] = material.rangeNm;
  const shorter = wavelengthsNm.map((wavelength) => Math.max(wavelength * 0.98, low));
  const longer = wavelengthsNm.map((wavelength) => Math.min(wavelength * 1.02, high));
  const n = material.sample(wavelengthsNm, { clamp: true }).n;
  const below = material.sample(shorter, { clamp: true }).n;
  const above = material.sample(longer, { clamp: true }).n;
  return n.map((index, i) => {
    const span = longer[i] - shorter[i];
    const slope = span > 0 ? (wavelengthsNm[i] * (above[i] - below[i])) / span : 0;
    return Math.max(index, Math.abs(index - slope));
  });
}

/** The widest step, nm, that follows the fringes of optical thickness G = Σ d·`groupIndexBound`: λ²/(16 G). */
export function fringeStepNm(wavelengthNm: number, opticalThicknessNm: number): number {
  return (wavelengthNm * wavelengthNm) / (FRINGE_STEPS * opticalThicknessNm);
}

/** Places in which the dispersion of a range is looked at are no further apart than this ratio. */
const NODE_RATIO = 1.02;

/**
 * Wavelengths from one end of a range to the other, nowhere further apart than λ²/(16 G) of the coherent layers: fine
 * enough to see every fringe. An incoherent slab does not count.
 *
 * @param layers coherent layers in any order, a coherent slab among them
 * @param most points at most
 * @returns ascending, nm; undefined where more than `most` points would be needed
 */
export function fringeGrid(
  layers: readonly { readonly material: Material; readonly thicknessNm: number }[],
  [fromNm, toNm]: readonly [number, number],
  most = 20_001,
): Float64Array | undefined {
  if (!(fromNm > 0 && toNm > fromNm && toNm < Number.POSITIVE_INFINITY)) {
    throw new StackwrightError(
      'INVALID',
      `The range ${fromNm}–${toNm} nm is none; give two wavelengths, the shorter first.`,
    );
  }
  const parts = Math.max(1, Math.ceil((toNm - fromNm) / (fromNm * (NODE_RATIO - 1))));
  if (parts >= most) return undefined;
  const nodes = Float64Array.from({ length: parts + 1 }, (_, i) => fromNm + ((toNm - fromNm) * i) / parts);
  nodes[parts] = toNm;
  const G = new Float64Array(parts + 1);
  for (const [material, thicknessNm] of totals(layers)) {
    const bound = groupIndexBound(material, nodes);
    for (let i = 0; i <= parts; i++) G[i] += thicknessNm * bound[i];
  }
  const points: number[] = [fromNm];
  for (let i = 0; i < parts; i++) {
    const width = nodes[i + 1] - nodes[i];
    const steps = Math.max(1, Math.ceil((width / fringeStepNm(nodes[i], Math.max(G[i], G[i + 1]))) * (1 - 1e-12)));
    if (points.length + steps > most) return undefined;
    for (let step = 1; step < steps; step++) points.push(nodes[i] + (width * step) / steps);
    points.push(nodes[i + 1]);
  }
  return Float64Array.from(points);
}

/** Thickness of each material, so that its dispersion is looked at once. */
function totals(layers: readonly { readonly material: Material; readonly thicknessNm: number }[]) {
  const sums = new Map<Material, number>();
  for (const { material, thicknessNm } of layers) sums.set(material, (sums.get(material) ?? 0) + thicknessNm);
  return sums;
}
