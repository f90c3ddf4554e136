import type { Triple } from '#core/optics/colour/tristimulus.ts';
import { atan2, cbrt } from '#core/optics/inverse-functions.ts';

/** (6/29)³ and its companions: where the cube root of L* gives way to a straight line. */
const EPSILON = 216 / 24389;
const KAPPA = 24389 / 27;

/** x, y, Y. Black (X = Y = Z = 0) has the chromaticity of `white`. */
export function xyYOf(xyz: Triple, white: Triple): Triple {
  const sum = xyz[0] + xyz[1] + xyz[2];
  const [X, Y] = sum > 0 ? xyz : white;
  const total = sum > 0 ? sum : white[0] + white[1] + white[2];
  return [X / total, Y / total, xyz[1]];
}

/** f of CIELAB: the cube root, and a straight line near black. */
const lightnessRoot = (ratio: number): number => (ratio > EPSILON ? cbrt(ratio) : (KAPPA * ratio + 16) / 116);

function lightnessRootSlope(ratio: number): number {
  if (ratio <= EPSILON) return KAPPA / 116;
  const root = cbrt(ratio);
  return 1 / (3 * root * root);
}

/** L*, a*, b* (CIE 1976). @see CIE 15:2004, §8.2.1 */
export function labOf(xyz: Triple, white: Triple): Triple {
  const [fx, fy, fz] = xyz.map((value, axis) => lightnessRoot(value / white[axis]));
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

/** ∂(L*, a*, b*)/∂(X, Y, Z): rows L*, a*, b*. */
export function labJacobian(xyz: Triple, white: Triple): readonly [Triple, Triple, Triple] {
  const [sx, sy, sz] = xyz.map((value, axis) => lightnessRootSlope(value / white[axis]) / white[axis]);
  return [
    [0, 116 * sy, 0],
    [500 * sx, -500 * sy, 0],
    [0, 200 * sy, -200 * sz],
  ];
}

/** X, Y, Z from L*, a*, b*. */
export function xyzOfLab([L, a, b]: Triple, white: Triple): Triple {
  const fy = (L + 16) / 116;
  const inverse = (f: number): number => {
    const cube = f * f * f;
    return cube > EPSILON ? cube : (116 * f - 16) / KAPPA;
  };
  return [inverse(fy + a / 500) * white[0], inverse(fy) * white[1], inverse(fy - b / 200) * white[2]];
}

/** L*, C*, h in degrees from 0 to 360; h is 0 for a grey. */
export function lchOf([L, a, b]: Triple): Triple {
  const hueDeg = atan2(b, a) * (180 / Math.PI);
  return [L, Math.sqrt(a * a + b * b), hueDeg < 0 ? hueDeg + 360 : hueDeg];
}

/** L*, u*, v* (CIE 1976). @see CIE 15:2004, §8.2.2 */
export function luvOf(xyz: Triple, white: Triple): Triple {
  const L = 116 * lightnessRoot(xyz[1] / white[1]) - 16;
  const [u, v] = uniformChromaticity(xyz[0] + xyz[1] + xyz[2] > 0 ? xyz : white);
  const [uWhite, vWhite] = uniformChromaticity(white);
  return [L, 13 * L * (u - uWhite), 13 * L * (v - vWhite)];
}

function uniformChromaticity([X, Y, Z]: Triple): [number, number] {
  const sum = X + 15 * Y + 3 * Z;
  return [(4 * X) / sum, (9 * Y) / sum];
}
