import { atan2 } from '#core/optics/inverse-functions.ts';
import { sinCos } from '#core/optics/kernel/elementary.ts';

/** One layer that does at one wavelength what a symmetric group of layers does. */
export interface EquivalentLayer {
  /** admittance in free-space units: the equivalent, or Herpin, index at normal incidence */
  readonly index: number;
  readonly phaseRad: number;
}

/** Phase thicknesses of a symmetric group p q p, radians: each outer layer's, and the inner one's. */
export interface SymmetricPhases {
  readonly outerRad: number;
  readonly innerRad: number;
}

/**
 * The single layer that is equivalent to a lossless symmetric group p q p at the wavelength of the phases (Epstein,
 * J. Opt. Soc. Am. 42, 806 (1952); Thelen, J. Opt. Soc. Am. 56, 1533 (1966)). With E the equivalent admittance and γ
 * its phase, the characteristic matrix of the group is [cos γ, (i/E) sin γ; iE sin γ, cos γ].
 * @returns undefined in a stop band, where E is imaginary
 */
export function equivalentLayer(
  outerIndex: number,
  innerIndex: number,
  { outerRad, innerRad }: SymmetricPhases,
): EquivalentLayer | undefined {
  const [up, down] = ratios(outerIndex, innerIndex);
  const outer = sinCos(2 * outerRad);
  const inner = sinCos(innerRad);
  const cosGamma = outer.cos * inner.cos - up * outer.sin * inner.sin;
  const even = outer.sin * inner.cos + up * outer.cos * inner.sin;
  const sinOverE = (even + down * inner.sin) / outerIndex;
  const sinTimesE = outerIndex * (even - down * inner.sin);
  if (sinOverE * sinTimesE <= 0) return undefined;
  const index = Math.sqrt(sinTimesE / sinOverE);
  const angle = atan2(sinTimesE / index, cosGamma);
  return { index, phaseRad: angle < 0 ? angle + 2 * Math.PI : angle };
}

/**
 * Symmetric groups p q p that are equivalent to a layer of a wished index and phase: the inverse of `equivalentLayer`,
 * in closed form. With S = E sin γ and C = sin γ/E, sin q = (np C − S/np)/(np/nq − nq/np), and 2p follows from cos γ.
 * @returns groups with phases in [0, π); up to two, the thinner first, empty where the index is out of reach
 */
export function symmetricGroups(
  outerIndex: number,
  innerIndex: number,
  { index, phaseRad }: EquivalentLayer,
): SymmetricPhases[] {
  const [up, down] = ratios(outerIndex, innerIndex);
  const { sin, cos } = sinCos(phaseRad);
  const sinInner = ((outerIndex * sin) / index - (index * sin) / outerIndex) / (2 * down);
  if (!(sinInner >= 0 && sinInner <= 1)) return [];
  const even = ((outerIndex * sin) / index + (index * sin) / outerIndex) / 2;
  const groups: SymmetricPhases[] = [];
  for (const sign of [1, -1]) {
    const cosInner = sign * Math.sqrt(1 - sinInner * sinInner);
    const twice = atan2(even, cos) - atan2(up * sinInner, cosInner);
    const outerRad = (twice < 0 ? twice + 2 * Math.PI : twice) / 2;
    groups.push({ outerRad, innerRad: atan2(sinInner, cosInner) });
  }
  return groups.sort((a, b) => 2 * a.outerRad + a.innerRad - 2 * b.outerRad - b.innerRad);
}

/** ½(np/nq + nq/np) and ½(np/nq − nq/np). */
function ratios(outerIndex: number, innerIndex: number): [number, number] {
  const ratio = outerIndex / innerIndex;
  return [(ratio + 1 / ratio) / 2, (ratio - 1 / ratio) / 2];
}

/**
 * The two thin layers that stand for a thin layer of an index between theirs: thicknesses with the same sum and the
 * same Σ n² d (Southwell, Appl. Opt. 24, 457 (1985)). Holds for layers much thinner than the wavelength.
 * @returns thickness of the high and of the low index, nm
 */
export function flipFlop(index: number, thicknessNm: number, high: number, low: number): [number, number] {
  const share = (index * index - low * low) / (high * high - low * low);
  const highNm = thicknessNm * Math.min(1, Math.max(0, share));
  return [highNm, thicknessNm - highNm];
}
