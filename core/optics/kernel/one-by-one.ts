import type { Evaluator, PartLayers } from '#core/optics/types.ts';

/** `Evaluator.spectraOfMany` for an evaluator that gains nothing from many parts at once. */
export function spectraOneByOne(
  evaluator: Pick<Evaluator, 'spectra' | 'wavelengthCount'>,
  parts: readonly PartLayers[],
  R: Float64Array,
  T: Float64Array,
): void {
  const { wavelengthCount } = evaluator;
  parts.forEach(({ front, back }, i) => {
    const [from, to] = [i * wavelengthCount, (i + 1) * wavelengthCount];
    evaluator.spectra(front, back, R.subarray(from, to), T.subarray(from, to));
  });
}
