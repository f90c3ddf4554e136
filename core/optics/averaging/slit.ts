import { StackwrightError } from '#core/errors.ts';
import { gaussLegendre } from '#core/optics/averaging/gauss-legendre.ts';
import { exp } from '#core/optics/kernel/elementary.ts';

/** What an instrument of finite bandwidth sees, as weights over wavelength about the nominal one. */
export interface Slit {
  /** full width at half maximum, nm; > 0 */
  readonly fwhmNm: number;
  /**
   * `triangular` (default): equal entrance and exit slits of a monochromator, base 2·fwhm; `rectangular`: fwhm wide;
   * `gaussian`: cut off at ±2·fwhm
   */
  readonly shape?: 'triangular' | 'rectangular' | 'gaussian' | undefined;
  /** Gauss–Legendre nodes in each half of the slit; default 8, enough for fringes as wide as the slit */
  readonly nodesPerHalf?: number | undefined;
}

/** X seen by an instrument at the centre: Σ weights·X(wavelengthsNm); the weights add up to 1. */
export interface SlitQuadrature {
  readonly wavelengthsNm: Float64Array;
  readonly weights: Float64Array;
}

const REACH = { rectangular: 0.5, triangular: 1, gaussian: 2 } as const;
const FOUR_LN2 = 2.772588722239781;

/** Quadrature of the slit at a wavelength. @throws StackwrightError INVALID where it would reach below 0 nm */
export function slitQuadrature(centreNm: number, slit: Slit): SlitQuadrature {
  const { fwhmNm, shape = 'triangular', nodesPerHalf = 8 } = slit;
  const reachNm = REACH[shape] * fwhmNm;
  if (!(fwhmNm > 0 && reachNm < centreNm)) {
    const message = `A slit of ${fwhmNm} nm at ${centreNm} nm makes no sense; give a width above 0 that stays well below the wavelength.`;
    throw new StackwrightError('INVALID', message, { path: 'fwhmNm' });
  }
  const { nodes, weights } = gaussLegendre(nodesPerHalf);
  const offsets = [...nodes.map((node) => (node - 1) / 2), ...nodes.map((node) => (node + 1) / 2)];
  const values = offsets.map((offset, i) => weights[i % nodesPerHalf] * seen(shape, offset * REACH[shape]));
  const total = values.reduce((sum, value) => sum + value, 0);
  return {
    wavelengthsNm: Float64Array.from(offsets, (offset) => centreNm + offset * reachNm),
    weights: Float64Array.from(values, (value) => value / total),
  };
}

/** Transmission of the slit at a distance from its centre, in units of its width. */
function seen(shape: NonNullable<Slit['shape']>, distance: number): number {
  if (shape === 'rectangular') return 1;
  return shape === 'triangular' ? 1 - Math.abs(distance) : exp(-FOUR_LN2 * distance * distance);
}
