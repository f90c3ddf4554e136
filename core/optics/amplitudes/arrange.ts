import type { WaveSetup, WaveTables } from '#core/optics/amplitudes/wave-tables.ts';
import { appendLayers, type Coating } from '#core/optics/kernel/coating.ts';
import type { LayerSequence } from '#core/optics/types.ts';

/**
 * All layers of a coherent stack into one coating, from the exit to the entrance, the slab between the coatings. Rows of
 * derivatives: front layers, back layers, slab.
 */
export function arrangeLayers(
  coating: Coating,
  { direction, slab, layerMedia }: WaveSetup,
  { recordLength }: WaveTables,
  front: LayerSequence,
  back: LayerSequence,
): void {
  const isReverse = direction === 'reverse';
  const [leaving, entering] = isReverse ? [front, back] : [back, front];
  coating.count = 0;
  appendLayers(coating, leaving, isReverse, recordLength, isReverse ? 0 : front.count);
  if (slab !== undefined) {
    const one = {
      count: 1,
      media: Int32Array.of(layerMedia.length + 1),
      thicknessNm: Float64Array.of(slab.thicknessNm),
    };
    appendLayers(coating, one, true, recordLength, front.count + back.count);
  }
  appendLayers(coating, entering, isReverse, recordLength, isReverse ? front.count : 0);
}
