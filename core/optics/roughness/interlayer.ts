import { StackwrightError } from '#core/errors.ts';
import type { Layer, Medium, Stack } from '#core/optics/stack.ts';

/** A rough interface of the front coating. */
export interface RoughInterface {
  /** 0: between ambient and first layer; layers.length: between last layer and substrate */
  readonly interface: number;
  /** root-mean-square height, nm */
  readonly sigmaNm: number;
}

/**
 * The effective-medium model of roughness: a layer of half the one medium and half the other (Bruggeman), 2σ thick, about
 * the interface's mean height; the layers on both sides give σ each. To second order in σ/λ it lowers the amplitude of
 * an interface by exp(−2(2πσ n cos θ/λ)²), as the scalar factor of Debye and Waller does, but what R loses, T gains:
 * nothing is scattered. Good for heights and lateral sizes well below the wavelength, σ up to about λ/40.
 *
 * @param mediumBetween the medium for half of each side
 * @returns the stack's layers with interlayers put in, σ = 0 left out
 * @throws StackwrightError INVALID for an interface that is none or named twice, or a layer thinner than what it gives
 * @see D. E. Aspnes, J. B. Theeten, F. Hottier, Phys. Rev. B 20, 3292 (1979)
 */
export function withInterlayers(
  stack: Stack,
  rough: readonly RoughInterface[],
  mediumBetween: (one: Medium, other: Medium) => Medium,
): Layer[] {
  const { layers } = stack;
  const sigmas = sigmaOfInterfaces(rough, layers.length);
  const mediumOf = (index: number): Medium =>
    index < 0 ? (stack.ambient ?? 'air') : index < layers.length ? layers[index].medium : stack.substrate.medium;
  const result: Layer[] = [];
  for (let at = 0; at <= layers.length; at++) {
    if (sigmas[at] > 0) {
      result.push({ medium: mediumBetween(mediumOf(at - 1), mediumOf(at)), thicknessNm: 2 * sigmas[at] });
    }
    if (at === layers.length) break;
    const thicknessNm = layers[at].thicknessNm - sigmas[at] - sigmas[at + 1];
    if (thicknessNm < 0) throw tooThin(at, layers[at].thicknessNm, sigmas[at] + sigmas[at + 1]);
    result.push({ ...layers[at], thicknessNm });
  }
  return result;
}

function sigmaOfInterfaces(rough: readonly RoughInterface[], layerCount: number): Float64Array {
  const sigmas = new Float64Array(layerCount + 1);
  const seen = new Set<number>();
  rough.forEach(({ interface: at, sigmaNm }, index) => {
    const path = `roughness[${index}].interface`;
    if (!(Number.isInteger(at) && at >= 0 && at <= layerCount)) {
      const message = `${path} is ${at}; the interfaces of ${layerCount} layers are 0 … ${layerCount}.`;
      throw new StackwrightError('INVALID', message, { path });
    }
    if (seen.has(at)) throw new StackwrightError('INVALID', `${path} names interface ${at} again.`, { path });
    seen.add(at);
    sigmas[at] = sigmaNm;
  });
  return sigmas;
}

function tooThin(layer: number, thicknessNm: number, givenNm: number): StackwrightError {
  const message = `Layer ${layer} is ${thicknessNm} nm thick but would give ${givenNm} nm to its rough interfaces; make the roughness smaller.`;
  return new StackwrightError('INVALID', message, { path: `stack.layers[${layer}].thicknessNm` });
}
