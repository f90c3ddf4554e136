import { StackwrightError } from '#core/errors.ts';
import { type CoherentSolution, layerAbsorptions, solveCoherent } from '#core/optics/reference/coherent.ts';
import type { Complex } from '#core/optics/reference/complex.ts';
import { type Incidence, type LinearPolarization, normalIndex } from '#core/optics/reference/waves.ts';

/** Layers in the order in which forward light meets them. */
export interface Coating {
  readonly indices: readonly Complex[];
  /** physical thickness, nm */
  readonly thicknessNm: readonly number[];
}

/** A whole part at one wavelength: a coating on a half-space, or both coatings on a slab. */
export interface Part {
  readonly ambient: Complex;
  readonly front: Coating;
  readonly substrate: Complex;
  readonly slab?: {
    readonly thicknessNm: number;
    readonly coherent: boolean;
    readonly back: Coating;
    readonly exit: Complex;
  };
}

/** Powers as fractions of the incident power; conventions: docs/conventions.md. */
export interface PartSolution {
  readonly R: number;
  readonly T: number;
  /** in the part's own order, whichever way the light goes; computed only when asked */
  readonly absorption?: PartAbsorption;
  /** absent where the slab is incoherent: there the part has no amplitudes */
  readonly amplitudes?: { readonly r: Complex; readonly t: Complex };
}

export interface PartAbsorption {
  readonly front: number[];
  readonly slab: number;
  readonly back: number[];
}

/** The same part lit from behind: what was the exit is the medium the light comes from. */
export function reversedPart(part: Part): Part {
  const flip = ({ indices, thicknessNm }: Coating): Coating => ({
    indices: indices.toReversed(),
    thicknessNm: thicknessNm.toReversed(),
  });
  if (part.slab === undefined) {
    return { ambient: part.substrate, front: flip(part.front), substrate: part.ambient };
  }
  const { back, exit } = part.slab;
  return {
    ambient: exit,
    front: flip(back),
    substrate: part.substrate,
    slab: { ...part.slab, back: flip(part.front), exit: part.ambient },
  };
}

/** R, T and absorption of a part for light that comes from `part.ambient`. */
export function solvePart(
  part: Part,
  incidence: Incidence,
  wavelengthNm: number,
  polarization: LinearPolarization,
  wantsAbsorption = false,
): PartSolution {
  const solve = (ambient: Complex, coating: Coating, exit: Complex): CoherentSolution =>
    solveCoherent(
      { indices: [ambient, ...coating.indices, exit], thicknessNm: coating.thicknessNm },
      incidence,
      wavelengthNm,
      polarization,
    );
  if (part.slab === undefined) return coherentPart(solve(part.ambient, part.front, part.substrate), wantsAbsorption);
  if (part.slab.coherent) {
    const whole = solve(part.ambient, joinedCoating(part, part.slab), part.slab.exit);
    return coherentPart(whole, wantsAbsorption, part.front.indices.length);
  }
  return incoherentPart(part, part.slab, solve, incidence, wavelengthNm, wantsAbsorption);
}

type Slab = NonNullable<Part['slab']>;

/** Front coating, slab and back coating as one coherent stack. */
function joinedCoating({ front, substrate }: Part, slab: Slab): Coating {
  return {
    indices: [...front.indices, substrate, ...slab.back.indices],
    thicknessNm: [...front.thicknessNm, slab.thicknessNm, ...slab.back.thicknessNm],
  };
}

/** @param slabAt which of the solved layers is the slab; absent on a half-space */
function coherentPart(solution: CoherentSolution, wantsAbsorption: boolean, slabAt?: number): PartSolution {
  const { R, T, r, t } = solution;
  const powers = { R, T, amplitudes: { r, t } };
  if (!wantsAbsorption) return powers;
  const layers = layerAbsorptions(solution);
  if (slabAt === undefined) return { ...powers, absorption: { front: layers, slab: 0, back: [] } };
  return {
    ...powers,
    absorption: { front: layers.slice(0, slabAt), slab: layers[slabAt], back: layers.slice(slabAt + 1) },
  };
}

/**
 * Sums the intensities that run to and fro in a slab much thicker than the coherence length.
 *
 * The coatings stay coherent; inside the slab only powers add, for one linear polarization at a time.
 * @see arXiv:1603.02720 §6, with one incoherent layer
 */
function incoherentPart(
  { ambient, front, substrate }: Part,
  slab: Slab,
  solve: (ambient: Complex, coating: Coating, exit: Complex) => CoherentSolution,
  incidence: Incidence,
  wavelengthNm: number,
  wantsAbsorption: boolean,
): PartSolution {
  const entering = solve(ambient, front, substrate);
  const turnedFront = { indices: front.indices.toReversed(), thicknessNm: front.thicknessNm.toReversed() };
  const enteringLosses = wantsAbsorption ? layerAbsorptions(entering) : [];
  const q = normalIndex(substrate, incidence);
  // intensity left after one crossing
  const P = Math.exp((-4 * Math.PI * slab.thicknessNm * q.im) / wavelengthNm);
  // An opaque slab, or total reflection at a clear one, where a wave from inside would carry no power.
  if (P === 0 || !(entering.T > 0) || !(entering.waveMedia[entering.waveMedia.length - 1].y.re > 0)) {
    const absorption = { front: enteringLosses, slab: entering.T, back: slab.back.indices.map(() => 0) };
    return { R: entering.R, T: 0, ...(wantsAbsorption ? { absorption } : {}) };
  }
  const leaving = solve(substrate, slab.back, slab.exit);
  const returning = solve(substrate, turnedFront, ambient);

  const roundTrip = returning.R * leaving.R * P * P;
  if (q.im === 0 && roundTrip >= 1) {
    // A clear slab between mirrors so perfect that what enters is lost in rounding: nothing enters, nothing leaves.
    const absorption = { front: enteringLosses, slab: 0, back: slab.back.indices.map(() => 0) };
    return { R: entering.R, T: 0, ...(wantsAbsorption ? { absorption } : {}) };
  }
  const forward = entering.T / (1 - roundTrip); // moving forward just behind the front coating
  const backward = forward * P * leaving.R * P; // moving backward, arriving at the front coating
  const R = entering.R + backward * returning.T;
  const T = forward * P * leaving.T;
  if (!(roundTrip < 1 && R <= 1 + 1e-3 && T <= 1 + 1e-3)) throw strongSlab(wavelengthNm);
  if (!wantsAbsorption) return { R, T };

  const returningLosses = layerAbsorptions(returning).reverse();
  const leavingLosses = layerAbsorptions(leaving);
  const enteringSlab = entering.T - backward * returning.powerEntering;
  const leavingSlab = forward * P * leaving.powerEntering;
  return {
    R,
    T,
    absorption: {
      front: enteringLosses.map((loss, layer) => loss + backward * returningLosses[layer]),
      slab: q.im === 0 ? 0 : enteringSlab - leavingSlab,
      back: leavingLosses.map((loss) => loss * forward * P),
    },
  };
}

/** Intensities do not add where a wave dies within a fraction of a wavelength: incident and reflected light mix there. */
function strongSlab(wavelengthNm: number): StackwrightError {
  return new StackwrightError(
    'UNDEFINED_QUANTITY',
    `At ${wavelengthNm} nm the slab (stack.substrate) damps light within a fraction of a wavelength but is thin, so that intensities cannot be summed in it; make it coherent or thicker.`,
    { path: 'stack.substrate' },
  );
}
