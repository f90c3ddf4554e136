import { StackwrightError } from '#core/errors.ts';
import { type Wanted, whyUndefined } from '#core/optics/reference/simulate.ts';
import type { Want } from '#core/optics/simulate-options.ts';
import type { WaveWanted } from '#core/optics/simulate-waves.ts';
import { type Illumination, LIMITS, type Stack } from '#core/optics/stack.ts';

/** What of a request says which quantities are wanted, and of what. */
interface WantingRequest {
  readonly stack: Stack;
  readonly illumination: Illumination;
  readonly want?: readonly Want[] | undefined;
  readonly depthsNm?: readonly number[] | undefined;
}

/** The most numbers one answer may hold in its layer absorption, or in its fields. */
const MOST_NUMBERS = 1e7;

/**
 * What the reference solver is to compute.
 * @throws StackwrightError UNDEFINED_QUANTITY for what this stack or light has not
 */
export function checkedWanted({ stack, illumination, want = [] }: WantingRequest): Wanted {
  const isSlab = stack.substrate.thicknessNm !== undefined;
  const slab = isSlab ? { coherent: stack.substrate.coherent ?? false } : undefined;
  want.forEach((quantity, index) => {
    if (quantity === 'spectra' || quantity === 'colour') return;
    const reason = whyUndefined(quantity, slab, illumination.polarization ?? 'unpolarized');
    if (reason === undefined) return;
    const message = `want[${index}] asks for ${quantity}, but ${reason}.`;
    throw new StackwrightError('UNDEFINED_QUANTITY', message, { path: `want[${index}]` });
  });
  return {
    amplitudes: want.includes('amplitudes'),
    layerAbsorption: want.includes('layerAbsorption'),
    ellipsometry: want.includes('ellipsometry'),
  };
}

/**
 * What the wave solver is to compute; undefined: nothing.
 * @throws StackwrightError INVALID for depths without fields or the reverse, LIMIT for too many of them
 */
export function checkedWaves({ want = [], depthsNm, illumination }: WantingRequest): WaveWanted | undefined {
  const wantsFields = want.includes('fields');
  if (wantsFields !== (depthsNm !== undefined)) {
    const message = wantsFields
      ? 'want asks for fields, but no depthsNm say where; give depths in nm from the first interface.'
      : 'depthsNm is given, but want does not ask for fields; add "fields" or leave depthsNm out.';
    throw new StackwrightError('INVALID', message, { path: wantsFields ? 'want' : 'depthsNm' });
  }
  if (depthsNm !== undefined && depthsNm.length * illumination.wavelengthsNm.length > MOST_NUMBERS) {
    const message = `Fields at ${depthsNm.length} depths and ${illumination.wavelengthsNm.length} wavelengths are more than ${MOST_NUMBERS} numbers; ask for fewer in one request.`;
    throw new StackwrightError('LIMIT', message, { path: 'depthsNm' });
  }
  const [phase, groupDelay] = [want.includes('phase'), want.includes('groupDelay')];
  if (!phase && !groupDelay && depthsNm === undefined) return undefined;
  return { phase, groupDelay, ...(depthsNm === undefined ? {} : { depthsNm }) };
}

/**
 * What no single field of a stack can say.
 * @throws StackwrightError INVALID for parts behind a half-space, LIMIT for too many layers on both sides together
 */
export function checkStack({ layers, substrate, backLayers = [], exit }: Stack): void {
  if (substrate.thicknessNm === undefined) {
    const surplus = backLayers.length > 0 ? 'backLayers' : exit !== undefined ? 'exit' : undefined;
    if (surplus !== undefined) {
      const message = `stack.${surplus} is given, but the substrate is a half-space with nothing behind it; give stack.substrate.thicknessNm, or leave ${surplus} out.`;
      throw new StackwrightError('INVALID', message, { path: `stack.${surplus}` });
    }
    if (substrate.coherent) {
      const message =
        'stack.substrate.coherent is true, but a half-space sends no light back; give stack.substrate.thicknessNm, or leave coherent out.';
      throw new StackwrightError('INVALID', message, { path: 'stack.substrate.coherent' });
    }
  }
  if (layers.length + backLayers.length > LIMITS.layers) {
    const message = `stack.layers and stack.backLayers have ${layers.length + backLayers.length} layers together; at most ${LIMITS.layers} are allowed.`;
    throw new StackwrightError('LIMIT', message, { path: 'stack.backLayers' });
  }
}

/** @throws StackwrightError LIMIT for more absorptions than an answer may hold */
export function checkAbsorption(layers: number, wavelengths: number): void {
  if (layers * wavelengths <= MOST_NUMBERS) return;
  const message = `The absorption of ${layers} layers at ${wavelengths} wavelengths is more than ${MOST_NUMBERS} numbers; ask for fewer wavelengths in one request.`;
  throw new StackwrightError('LIMIT', message, { path: 'want' });
}

/**
 * An average over a cone or a slit has no field.
 * @throws StackwrightError UNDEFINED_QUANTITY for anything but R, T, A and colour; as `checkedWaves`
 */
export function checkAveraged(request: WantingRequest): void {
  const { want = [] } = request;
  const at = want.findIndex((quantity) => quantity !== 'spectra' && quantity !== 'colour');
  if (at >= 0) {
    const message = `want[${at}] asks for ${want[at]}, but an average over a cone or a bandwidth has R, T and A alone.`;
    throw new StackwrightError('UNDEFINED_QUANTITY', message, { path: `want[${at}]` });
  }
  checkedWaves(request);
}
