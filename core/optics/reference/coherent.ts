import { abs, abs2, add, type Complex, complex, conj, div, mul, scale, sub } from '#core/optics/reference/complex.ts';
import {
  type Incidence,
  type LinearPolarization,
  type TangentialFields,
  tangentialIndex,
  upstream,
  type WaveMedium,
  waveMedium,
} from '#core/optics/reference/waves.ts';

/** Media that light crosses coherently, from a half-space through layers into a half-space. */
export interface CoherentMedia {
  /** complex indices N = n + ik, incident side first; the first and the last are half-spaces */
  readonly indices: readonly Complex[];
  /** physical thickness of the inner media, nm; length `indices.length − 2` */
  readonly thicknessNm: readonly number[];
}

/** Fields at an interface: the true ones are `fields`·exp(`logScale`) times one factor common to the stack. */
interface InterfaceFields extends TangentialFields {
  readonly logScale: number;
}

/** The solved stack. Powers are fractions of the incident power; conventions: docs/conventions.md. */
export interface CoherentSolution {
  /** reflected over incident field; r_p has the opposite sign of r_s at normal incidence */
  readonly r: Complex;
  /** transmitted over incident full E field, at the outer interfaces */
  readonly t: Complex;
  readonly R: number;
  /** power crossing into the last medium just behind the last interface */
  readonly T: number;
  /** net power crossing the first interface: 1 − R, unless the first medium absorbs and incident and reflected light mix */
  readonly powerEntering: number;
  readonly media: CoherentMedia;
  readonly waveMedia: readonly WaveMedium[];
  readonly incidence: Incidence;
  readonly polarization: LinearPolarization;
  readonly wavelengthNm: number;
  /** the fields at interface j, between media j and j + 1 */
  readonly interfaces: readonly InterfaceFields[];
  /** F of the incident wave at the first interface in the units of `interfaces` */
  readonly incidentF: Complex;
}

const RESCALE = 2 ** 256;
const LOG_RESCALE = 256 * Math.LN2;

/**
 * Reflection and transmission of a coherent stack by the admittance recursion: the readable reference that the
 * WebAssembly kernel is tested against.
 *
 * Starts from the outgoing wave behind the last interface and carries the tangential fields (F, G) upstream, the
 * direction in which the wanted solution grows; growth is taken out as it comes, so a layer of any thickness is safe
 * and T of an opaque one underflows to 0.
 *
 * @param incidence the lighting wave; its medium need not be `media.indices[0]` (inside a slab it is not)
 * @param wavelengthNm vacuum wavelength, nm
 * @see S. J. Byrnes, Multilayer optical calculations, arXiv:1603.02720 (signs); Macleod ch. 2 (admittances)
 */
export function solveCoherent(
  media: CoherentMedia,
  incidence: Incidence,
  wavelengthNm: number,
  polarization: LinearPolarization,
): CoherentSolution {
  const { indices, thicknessNm } = media;
  const waveMedia = distinctWaveMedia(indices, incidence, polarization);
  const last = indices.length - 1;
  const k0 = (2 * Math.PI) / wavelengthNm;

  const interfaces: InterfaceFields[] = new Array(last);
  interfaces[last - 1] = { F: complex(1), G: waveMedia[last].y, logScale: 0 };
  for (let layer = last - 1; layer >= 1; layer--) {
    interfaces[layer - 1] = crossLayer(interfaces[layer], waveMedia[layer], k0 * thicknessNm[layer - 1]);
  }

  const front = interfaces[0];
  const y0 = waveMedia[0].y;
  const twiceIncident = add(mul(y0, front.F), front.G); // 2y₀ × F of the incident wave
  const incidentF = div(twiceIncident, scale(y0, 2));
  const r = div(sub(mul(y0, front.F), front.G), twiceIncident);
  const tF = scale(div(complex(1), incidentF), Math.exp(-front.logScale));
  // p is solved in H, and E = H/N: the ratio of full E fields, which stays finite at the critical angle.
  const t = polarization === 's' ? tF : mul(tF, div(indices[0], indices[last]));
  return {
    r,
    t,
    R: abs2(r),
    T: (abs2(tF) * waveMedia[last].y.re) / y0.re,
    powerEntering: poynting(front) / (abs2(incidentF) * y0.re),
    media,
    waveMedia,
    incidence,
    polarization,
    wavelengthNm,
    interfaces,
    incidentF,
  };
}

/** The wave in each medium, worked out once for the layers that share an index object. */
function distinctWaveMedia(
  indices: readonly Complex[],
  incidence: Incidence,
  polarization: LinearPolarization,
): WaveMedium[] {
  const known = new Map<Complex, WaveMedium>();
  return indices.map((index) => {
    const wave = known.get(index) ?? waveMedium(index, incidence, polarization);
    known.set(index, wave);
    return wave;
  });
}

function crossLayer(back: InterfaceFields, medium: WaveMedium, phasePerIndex: number): InterfaceFields {
  const { F, G } = upstream(back, medium, phasePerIndex);
  const logScale = back.logScale + medium.q.im * phasePerIndex;
  const size = Math.max(Math.abs(F.re), Math.abs(F.im), Math.abs(G.re), Math.abs(G.im));
  // Powers of two, and only when needed: ordinary stacks keep every digit.
  if (size > RESCALE) return { F: scale(F, 1 / RESCALE), G: scale(G, 1 / RESCALE), logScale: logScale + LOG_RESCALE };
  if (size < 1 / RESCALE) return { F: scale(F, RESCALE), G: scale(G, RESCALE), logScale: logScale - LOG_RESCALE };
  return { F, G, logScale };
}

/** Power flux along z of the fields, Re(F G*), in units in which a plane wave F = 1 carries Re y. */
export const poynting = (fields: TangentialFields): number => fields.F.re * fields.G.re + fields.F.im * fields.G.im;

/**
 * Absorption in each inner layer, fractions of the incident power: the integral of the local absorption density
 * k₀ Im(N²)|E|²/q₀ over the layer, in closed form. Exactly 0 where the medium has no loss. Independent of R and T, so
 * that R + T + Σ absorption = 1 checks all three.
 */
export function layerAbsorptions(solution: CoherentSolution): number[] {
  return solution.media.thicknessNm.map((thickness, index) => layerAbsorption(solution, index + 1, thickness));
}

function layerAbsorption(solution: CoherentSolution, layer: number, thicknessNm: number): number {
  const medium = solution.waveMedia[layer];
  if (medium.permittivity.im < 1e-100 || thicknessNm === 0) return 0;
  const k0 = (2 * Math.PI) / solution.wavelengthNm;
  const back = solution.interfaces[layer];
  // forward and backward wave at the back interface
  const GOverY = div(back.G, medium.y);
  const forward = scale(add(back.F, GOverY), 0.5);
  const backward = scale(sub(back.F, GOverY), 0.5);

  // ∫|F|² and ∫|G/y|² over the layer, both times exp(−2 Im δ)
  const delta = scale(medium.q, k0 * thicknessNm);
  const mean = delta.im === 0 ? 1 : -Math.expm1(-2 * delta.im) / (2 * delta.im);
  const squares = thicknessNm * mean * (abs2(forward) + abs2(backward) * Math.exp(-2 * delta.im));
  const sinc = delta.re === 0 ? 1 : Math.sin(delta.re) / delta.re;
  const beat = mul(mul(forward, conj(backward)), complex(Math.cos(delta.re), -Math.sin(delta.re)));
  const cross = 2 * thicknessNm * beat.re * sinc * Math.exp(-2 * delta.im);

  const EOverF2 = electricWeights(solution, medium);
  const integral = EOverF2.fromF * (squares + cross) + EOverF2.fromG * abs2(medium.y) * (squares - cross);
  return k0 * medium.permittivity.im * integral * intensityScale(solution, back.logScale + delta.im);
}

/** |E|² = fromF·|F|² + fromG·|G|²: E_y is F for s; E_x is G and E_z is −(N₀ sin θ₀/N²)F for p. */
export function electricWeights(solution: CoherentSolution, medium: WaveMedium): { fromF: number; fromG: number } {
  if (solution.polarization === 's') return { fromF: 1, fromG: 0 };
  const zOverF = tangentialIndex(solution.incidence) / abs(medium.permittivity);
  return { fromF: zOverF * zOverF, fromG: 1 };
}

/** From |field|² in the units of `interfaces` at a given scale to power per incident power. */
export function intensityScale(solution: CoherentSolution, logScale: number): number {
  const growth = Math.exp(2 * (logScale - solution.interfaces[0].logScale));
  return growth / (abs2(solution.incidentF) * solution.waveMedia[0].y.re);
}
