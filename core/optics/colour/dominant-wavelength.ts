import { colourMatching, type Observer, STANDARD_WAVELENGTHS_NM } from '#core/optics/colour/standards.ts';
import type { Triple } from '#core/optics/colour/tristimulus.ts';

/** The pure light whose mixture with white has the chromaticity of a colour. */
export interface DominantWavelength {
  /** nm; of a purple, which no pure light makes, minus that of its complement; null for white itself */
  readonly dominantWavelengthNm: number | null;
  /** excitation purity: distance from white over that of the spectral locus or the purple line; may pass 1 by rounding */
  readonly purity: number;
}

type Point = readonly [number, number];

/** Chromaticities nearer to white than this have no hue to speak of. */
const WHITE_RADIUS = 1e-5;

/**
 * Dominant wavelength and excitation purity of a colour relative to `white`, on the spectral locus of the observer from
 * 380 to 780 nm, joined by straight lines between its points of 5 nm.
 * @see CIE 15:2004, §9.1 and 9.2
 */
export function dominantWavelength(xyz: Triple, white: Triple, observer: Observer): DominantWavelength {
  const sum = xyz[0] + xyz[1] + xyz[2];
  const centre = chromaticity(white);
  const point = sum > 0 ? chromaticity(xyz) : centre;
  const toward: Point = [point[0] - centre[0], point[1] - centre[1]];
  if (Math.abs(toward[0]) + Math.abs(toward[1]) < WHITE_RADIUS) return { dominantWavelengthNm: null, purity: 0 };
  const locus = spectralLocus(observer);
  const direct = firstCrossing(locus, centre, toward);
  if (direct !== undefined) return { dominantWavelengthNm: direct.wavelengthNm, purity: 1 / direct.distance };
  const complement = firstCrossing(locus, centre, [-toward[0], -toward[1]]);
  const purple = crossing(locus[locus.length - 1], locus[0], centre, toward);
  return {
    dominantWavelengthNm: complement === undefined ? null : -complement.wavelengthNm,
    purity: purple === undefined ? 0 : 1 / purple.distance,
  };
}

const chromaticity = ([X, Y, Z]: Triple): Point => [X / (X + Y + Z), Y / (X + Y + Z)];

function spectralLocus(observer: Observer): Point[] {
  const { x, y, z } = colourMatching(observer);
  return Array.from(x, (value, row) => chromaticity([value, y[row], z[row]]));
}

function firstCrossing(
  locus: readonly Point[],
  centre: Point,
  toward: Point,
): { wavelengthNm: number; distance: number } | undefined {
  for (let row = 0; row + 1 < locus.length; row++) {
    const found = crossing(locus[row], locus[row + 1], centre, toward);
    if (found === undefined) continue;
    const step = STANDARD_WAVELENGTHS_NM[row + 1] - STANDARD_WAVELENGTHS_NM[row];
    return { wavelengthNm: STANDARD_WAVELENGTHS_NM[row] + found.share * step, distance: found.distance };
  }
  return undefined;
}

/** Where the ray centre + distance·toward, distance > 0, meets the segment from a to b. */
function crossing(a: Point, b: Point, centre: Point, toward: Point): { share: number; distance: number } | undefined {
  const [ex, ey] = [b[0] - a[0], b[1] - a[1]];
  const [cx, cy] = [a[0] - centre[0], a[1] - centre[1]];
  const determinant = toward[0] * ey - toward[1] * ex;
  if (determinant === 0) return undefined;
  const distance = (cx * ey - cy * ex) / determinant;
  const share = (cx * toward[1] - cy * toward[0]) / determinant;
  return distance > 0 && share >= 0 && share <= 1 ? { share, distance } : undefined;
}
