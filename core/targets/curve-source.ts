import { StackwrightError } from '#core/errors.ts';
import type { LayerSequence } from '#core/optics/types.ts';
import type { DesignSpace } from './design-space.ts';
import { DifferenceSource } from './difference-source.ts';
import { beamOf } from './illumination.ts';
import { PeakSource } from './peak-source.ts';
import { PhaseSource } from './phase-source.ts';
import type { BeyondQuantity } from './quantity.ts';
import { RetardanceSource } from './retardance-source.ts';
import type { SourceCurve } from './source-curve.ts';
import { DIFFERENCES, RETARDANCES, type TargetEntry } from './target.ts';

/** Curves that are not made of one beam's R and T. Holds its scratch memory. */
export interface CurveSource {
  evaluate(front: LayerSequence, back: LayerSequence): void;
  evaluateDerivatives(front: LayerSequence, back: LayerSequence): void;
  /** The curve last evaluated; the same object every time. */
  curve(quantity: BeyondQuantity): SourceCurve;
}

const isOneOf = (list: readonly string[], quantity: string): boolean => list.includes(quantity);

/** Entries of equal keys, under the same light, are served by one calculation. */
export function sourceKey({ quantity, polarization, media }: TargetEntry): string {
  if (quantity === 'peakE2') return `peak ${polarization ?? 's'} ${media?.join() ?? ''}`;
  if (isOneOf(DIFFERENCES, quantity)) return 'difference';
  if (isOneOf(RETARDANCES, quantity)) return 'retardance';
  return `phase ${quantity.endsWith('R') ? 'r' : 't'} ${polarization ?? 's'}`;
}

/** About how many times longer than plain R and T a point takes, with its derivatives. */
export function sourceCost({ quantity }: TargetEntry): number {
  if (quantity === 'peakE2') return 300;
  if (isOneOf(DIFFERENCES, quantity)) return 2;
  return isOneOf(RETARDANCES, quantity) ? 40 : 20;
}

/**
 * The calculation for entries of one key and one light.
 * @throws StackwrightError ABSORBING_AMBIENT, OUT_OF_RANGE, or UNDEFINED_QUANTITY where the part or its materials have no
 *   such quantity
 */
export function curveSource(
  entries: readonly TargetEntry[],
  space: DesignSpace,
  wavelengthsNm: Float64Array,
): CurveSource {
  const [first] = entries;
  const quantities = entries.map(({ quantity }) => quantity);
  const beam = beamOf(first);
  if (isOneOf(DIFFERENCES, first.quantity)) return new DifferenceSource(space, beam, wavelengthsNm);
  if (space.slab !== undefined && !space.slab.coherent) {
    const message = `${first.quantity} needs one phase, which an incoherent slab has not; make it coherent or leave its thickness out.`;
    throw new StackwrightError('UNDEFINED_QUANTITY', message, { path: 'stack.substrate.coherent' });
  }
  if (isOneOf(RETARDANCES, first.quantity)) return new RetardanceSource(space, beam, wavelengthsNm, quantities);
  const polarized = { ...beam, polarization: first.polarization ?? 's' };
  if (first.quantity === 'peakE2') return new PeakSource(space, polarized, wavelengthsNm, first.media);
  return new PhaseSource(space, polarized, wavelengthsNm, quantities);
}
