import { StackwrightError } from '#core/errors.ts';
import { type CoherentSolution, electricWeights, intensityScale, poynting } from '#core/optics/reference/coherent.ts';
import { abs2, type Complex, complex, div, mul, scale, ZERO } from '#core/optics/reference/complex.ts';
import { type TangentialFields, tangentialIndex, upstream } from '#core/optics/reference/waves.ts';

/** The light at one depth, for an incident wave with |E| = 1. */
export interface FieldPoint {
  /** [x, y, z]; z points into the stack, x along the tangential wave vector, s light has E along y */
  readonly E: readonly [Complex, Complex, Complex];
  /** Z₀H, in the units of E */
  readonly H: readonly [Complex, Complex, Complex];
  /** |E|² */
  readonly intensity: number;
  /** power flux along z over the incident power: T behind the last interface */
  readonly poynting: number;
  /** power absorbed per nm of depth over the incident power; −d(poynting)/dz */
  readonly absorptionPerNm: number;
}

/**
 * The field inside medium `medium` of a solved stack (0 is the medium the light comes from, its depth ≤ 0 counted from
 * the first interface; in every other medium depth ≥ 0 counts from its own front).
 * Conventions as `position_resolved` of Byrnes' tmm; docs/conventions.md.
 * @param depthNm distance from the medium's front, nm, at most its thickness
 */
export function fieldAt(solution: CoherentSolution, medium: number, depthNm: number): FieldPoint {
  const local = localFields(solution, medium, depthNm);
  const wave = solution.waveMedia[medium];
  const intensityPerIncident = intensityScale(solution, local.logScale);
  const weights = electricWeights(solution, wave);
  const density = weights.fromF * abs2(local.F) + weights.fromG * abs2(local.G);
  const k0 = (2 * Math.PI) / solution.wavelengthNm;
  const { E, H } = fieldVectors(solution, medium, local);
  return {
    E,
    H,
    intensity: E.reduce((sum, component) => sum + abs2(component), 0),
    poynting: poynting(local) * intensityPerIncident,
    absorptionPerNm: k0 * wave.permittivity.im * density * intensityPerIncident,
  };
}

/** One depth through the whole stack, counted from the first interface: negative in front of it. */
export interface ProfilePoint extends FieldPoint {
  readonly depthNm: number;
  /** index into `media.indices` */
  readonly medium: number;
}

/** The field at the given depths, each in the medium that holds it (an interface belongs to the medium before it). */
export function fieldProfile(solution: CoherentSolution, depthsNm: readonly number[]): ProfilePoint[] {
  const frontsNm = [0];
  for (const thickness of solution.media.thicknessNm) frontsNm.push(frontsNm[frontsNm.length - 1] + thickness);
  return depthsNm.map((depthNm) => {
    if (!Number.isFinite(depthNm)) {
      throw new StackwrightError('INVALID', `The depth ${depthNm} is no number; give depths in nm.`);
    }
    let medium = 0;
    while (medium < frontsNm.length && depthNm > frontsNm[medium]) medium++;
    const within = medium === 0 ? depthNm : depthNm - frontsNm[medium - 1];
    return { depthNm, medium, ...fieldAt(solution, medium, within) };
  });
}

/** (F, G) at a depth, with their own scale. */
function localFields(
  solution: CoherentSolution,
  medium: number,
  depthNm: number,
): TangentialFields & { logScale: number } {
  const k0 = (2 * Math.PI) / solution.wavelengthNm;
  const { waveMedia, interfaces, media } = solution;
  const last = waveMedia.length - 1;
  if (medium === last) {
    // Only the outgoing wave: exp(iqk₀z) from the last interface, its decay kept in the scale.
    const exit = interfaces[last - 1];
    const phase = waveMedia[last].q.re * k0 * depthNm;
    const turn = complex(Math.cos(phase), Math.sin(phase));
    const decay = waveMedia[last].q.im * k0 * depthNm;
    return { F: mul(exit.F, turn), G: mul(exit.G, turn), logScale: exit.logScale - decay };
  }
  const fromBackNm = medium === 0 ? -depthNm : media.thicknessNm[medium - 1] - depthNm;
  if (fromBackNm < 0 || (medium > 0 && depthNm < 0)) {
    throw new StackwrightError('INVALID', `The depth ${depthNm} nm is outside medium ${medium}; ask inside it.`);
  }
  const back = interfaces[medium];
  const phasePerIndex = k0 * fromBackNm;
  const fields = upstream(back, waveMedia[medium], phasePerIndex);
  return { ...fields, logScale: back.logScale + waveMedia[medium].q.im * phasePerIndex };
}

function fieldVectors(
  solution: CoherentSolution,
  medium: number,
  local: TangentialFields & { logScale: number },
): Pick<FieldPoint, 'E' | 'H'> {
  // p is solved with F = Z₀H_y, which is n₀ for an incident wave of |E| = 1
  const incidentAmplitude = solution.polarization === 's' ? 1 : solution.incidence.n;
  const growth = Math.exp(local.logScale - solution.interfaces[0].logScale);
  const unit = scale(div(complex(incidentAmplitude), solution.incidentF), growth);
  const F = mul(local.F, unit);
  const G = mul(local.G, unit);
  const tangential = tangentialIndex(solution.incidence);
  if (solution.polarization === 's') return { E: [ZERO, F, ZERO], H: [scale(G, -1), ZERO, scale(F, tangential)] };
  const Ez = div(scale(F, -tangential), solution.waveMedia[medium].permittivity);
  return { E: [G, ZERO, Ez], H: [ZERO, F, ZERO] };
}
