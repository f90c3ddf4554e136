import { atan2 } from '#core/optics/inverse-functions.ts';

/**
 * Phase thicknesses of the two-layer coatings without reflectance at one wavelength: tan² of each is a ratio of
 * admittances, and their product fixes which roots belong together (Catalán, J. Opt. Soc. Am. 52, 437 (1962); Macleod,
 * Thin-Film Optical Filters, 4th ed., §4.1.2).
 *
 * @param admittances in free-space units: ambient, outer layer, inner layer, substrate; all lossless
 * @returns [outer, inner] phase thicknesses in (0, π), radians, the thinner coating first; empty where no zero exists
 */
export function vCoats(admittances: readonly [number, number, number, number]): [number, number][] {
  const [ambient, outer, inner, substrate] = admittances;
  const product = ambient * substrate;
  const common = outer * outer * substrate - ambient * inner * inner;
  const outerSquare =
    ((substrate - ambient) * (inner * inner - product) * outer * outer) / (common * (product - outer * outer));
  const innerSquare =
    ((substrate - ambient) * (product - outer * outer) * inner * inner) / (common * (inner * inner - product));
  if (!(outerSquare >= 0 && innerSquare >= 0) || !Number.isFinite(outerSquare + innerSquare)) return [];
  const outerRad = atan2(Math.sqrt(outerSquare), 1);
  const innerRad = atan2(Math.sqrt(innerSquare), 1);
  const sameSign = (substrate - ambient) * common > 0;
  const coats: [number, number][] = sameSign
    ? [
        [outerRad, innerRad],
        [Math.PI - outerRad, Math.PI - innerRad],
      ]
    : [
        [outerRad, Math.PI - innerRad],
        [Math.PI - outerRad, innerRad],
      ];
  return coats.sort((a, b) => a[0] + a[1] - b[0] - b[1]);
}
