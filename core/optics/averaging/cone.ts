import { StackwrightError } from '#core/errors.ts';
import { gaussLegendre, type Quadrature } from '#core/optics/averaging/gauss-legendre.ts';
import { acos } from '#core/optics/inverse-functions.ts';
import { exp, sinCos, sinCosDeg } from '#core/optics/kernel/elementary.ts';
import type { Polarization } from '#core/optics/types.ts';

/**
 * How bright the beam is in a direction at ψ from its axis:
 * - `uniform`: equal radiance in the whole cone, dP ∝ dΩ (an f-number: half-angle = arcsin(1/2N))
 * - `cosine`: equal radiance falling on the coating's area, dP ∝ cos θ dΩ (a Lambertian source; θ is the local angle)
 * - `gaussian`: dP ∝ exp(−2(ψ/half-angle)²) dΩ, cut off at twice the half-angle: the half-angle is that of 1/e² intensity
 */
export type ConeProfile = 'uniform' | 'cosine' | 'gaussian';

/** A converging or diverging beam in the medium that the light comes from. */
export interface Cone {
  /** angle between the beam's axis and the normal, degrees */
  readonly axisAngleDeg: number;
  /** half of the cone's full opening, degrees; 0 is a parallel beam */
  readonly halfAngleDeg: number;
  readonly profile: ConeProfile;
  /**
   * How polarized light is meant (unpolarized light is the same in both):
   * - `beam` (default): a beam polarized along s or p of its axis. The field of each ray is the axis's, turned with the
   *   ray (the shortest turn), and split into s and p of the ray's own plane of incidence. About the normal it is half
   *   and half.
   * - `local`: every ray is polarized along s or p of its own plane of incidence
   */
  readonly polarizationModel?: 'beam' | 'local' | undefined;
  /** number of nodes in angle, twice as many where the cone holds the normal but is tilted; default 12 */
  readonly nodeCount?: number | undefined;
}

/** The average over a cone as a sum over parallel beams: R = Σ weightS·R_s(θ) + weightP·R_p(θ), likewise T. */
export interface ConeQuadrature {
  /** angles of incidence, rising, degrees */
  readonly anglesDeg: Float64Array;
  /** all of both together are 1 */
  readonly weightS: Float64Array;
  readonly weightP: Float64Array;
}

const RAD = Math.PI / 180;
const DEFAULT_NODES = 12;
/** Nodes around the normal, for the share of the cone at one angle of incidence; the integrand is smooth there. */
const AZIMUTH = gaussLegendre(24);

/**
 * Quadrature in the angle of incidence θ for the average over a cone. The share of the beam at θ is the integral of its
 * profile over the azimuths about the normal that lie in the cone; it ends like a square root, which the substitution
 * θ = middle + half·sin u takes away. Intensities are added, not fields.
 *
 * @throws StackwrightError INVALID where a ray of the cone would graze or come from behind (axis + opening ≥ 90°)
 */
export function coneQuadrature(cone: Cone, polarization: Polarization): ConeQuadrature {
  checkCone(cone);
  const { axisAngleDeg, nodeCount = DEFAULT_NODES } = cone;
  const opening = openingDeg(cone);
  if (opening === 0) return parallelBeam(axisAngleDeg, polarization);
  const share = shareAtAngle(cone, polarization);
  const rows: [number, number, number][] = [];
  const addInterval = (lowDeg: number, highDeg: number, { nodes, weights }: Quadrature): void => {
    nodes.forEach((node, i) => {
      const u = sinCos((node * Math.PI) / 2);
      const angleDeg = (lowDeg + highDeg) / 2 + ((highDeg - lowDeg) / 2) * u.sin;
      const { s, p } = share(angleDeg);
      const factor = weights[i] * u.cos * (highDeg - lowDeg);
      rows.push([angleDeg, factor * s, factor * p]);
    });
  };
  const inner = opening - axisAngleDeg; // up to this angle the cone goes all the way round the normal
  if (inner > 0) addInterval(0, inner, gaussLegendre(nodeCount));
  const outer = axisAngleDeg > 1.2 * opening ? evenlySpaced(nodeCount) : gaussLegendre(nodeCount);
  if (axisAngleDeg > 0) addInterval(Math.abs(inner), axisAngleDeg + opening, outer);
  const total = rows.reduce((sum, [, s, p]) => sum + s + p, 0);
  return {
    anglesDeg: Float64Array.from(rows, ([angleDeg]) => angleDeg),
    weightS: Float64Array.from(rows, ([, s]) => s / total),
    weightP: Float64Array.from(rows, ([, , p]) => p / total),
  };
}

/**
 * Evenly spaced nodes within −1 … 1. In u they are Gauss–Chebyshev quadrature of the second kind in θ, the best where
 * the share vanishes like a square root at both ends: in a cone well away from the normal.
 */
function evenlySpaced(count: number): Quadrature {
  const nodes = Float64Array.from({ length: count }, (_, i) => (2 * (i + 1)) / (count + 1) - 1);
  return { nodes, weights: new Float64Array(count).fill(2 / (count + 1)) };
}

function checkCone(cone: Cone): void {
  const { axisAngleDeg, halfAngleDeg, nodeCount = DEFAULT_NODES } = cone;
  if (!(axisAngleDeg >= 0 && halfAngleDeg >= 0 && axisAngleDeg + openingDeg(cone) < 90)) {
    const message = `A cone of ${halfAngleDeg}° about ${axisAngleDeg}° has rays at ${axisAngleDeg + openingDeg(cone)}°; all must stay below 90°.`;
    throw new StackwrightError('INVALID', message, { path: 'halfAngleDeg' });
  }
  if (!(Number.isInteger(nodeCount) && nodeCount >= 1 && nodeCount <= 200)) {
    throw new StackwrightError('INVALID', `A cone needs 1 to 200 nodes, not ${nodeCount}.`, { path: 'nodeCount' });
  }
}

/** The largest angle between a ray and the axis, degrees. */
function openingDeg({ halfAngleDeg, profile }: Cone): number {
  return profile === 'gaussian' ? 2 * halfAngleDeg : halfAngleDeg;
}

function parallelBeam(angleDeg: number, polarization: Polarization): ConeQuadrature {
  const s = polarization === 'unpolarized' ? 0.5 : polarization === 's' ? 1 : 0;
  return {
    anglesDeg: Float64Array.of(angleDeg),
    weightS: Float64Array.of(s),
    weightP: Float64Array.of(1 - s),
  };
}

/** Power per unit θ (up to a factor) that arrives at an angle of incidence, in s and p of the rays' own planes. */
function shareAtAngle(cone: Cone, polarization: Polarization): (angleDeg: number) => { s: number; p: number } {
  const axis = sinCosDeg(cone.axisAngleDeg);
  const cosOpening = sinCosDeg(openingDeg(cone)).cos;
  const fraction = fractionOfS(cone, polarization, axis);
  const brightness = profileOf(cone);
  return (angleDeg) => {
    const ray = sinCosDeg(angleDeg);
    const across = axis.sin * ray.sin;
    const widest = across === 0 ? Math.PI : acos((cosOpening - axis.cos * ray.cos) / across);
    let s = 0;
    let p = 0;
    AZIMUTH.nodes.forEach((node, i) => {
      const azimuth = sinCos((widest * (1 + node)) / 2);
      const cosFromAxis = axis.cos * ray.cos + across * azimuth.cos;
      const power = AZIMUTH.weights[i] * widest * ray.sin * brightness(cosFromAxis, ray.cos);
      const ofS = fraction(ray, azimuth, cosFromAxis);
      s += power * ofS;
      p += power * (1 - ofS);
    });
    return { s, p };
  };
}

function profileOf({ profile, halfAngleDeg }: Cone): (cosFromAxis: number, cosIncidence: number) => number {
  if (profile === 'uniform') return () => 1;
  if (profile === 'cosine') return (_, cosIncidence) => cosIncidence;
  const half = halfAngleDeg * RAD;
  return (cosFromAxis) => {
    const ratio = acos(cosFromAxis) / half;
    return exp(-2 * ratio * ratio);
  };
}

interface SinCos {
  readonly sin: number;
  readonly cos: number;
}

/**
 * The part of a ray's power that is s in its own plane of incidence. The beam's field e turns with the ray k as the axis
 * a turns into it: e′ = e − (e·k)(a + k)/(1 + a·k); the ray's s is (−sin φ, cos φ, 0), with the axis in the plane φ = 0.
 */
function fractionOfS(
  cone: Cone,
  polarization: Polarization,
  axis: SinCos,
): (ray: SinCos, azimuth: SinCos, cosFromAxis: number) => number {
  if (polarization === 'unpolarized') return () => 0.5;
  if (cone.polarizationModel === 'local') return () => (polarization === 's' ? 1 : 0);
  return (ray, azimuth, cosFromAxis) => {
    // e of the axis's s polarization is y; its part along the ray's s, after the turn
    const share = (ray.sin * azimuth.sin) / (1 + cosFromAxis);
    const along = azimuth.cos + share * axis.sin * azimuth.sin;
    const ofS = Math.min(1, along * along);
    return polarization === 's' ? ofS : 1 - ofS;
  };
}
