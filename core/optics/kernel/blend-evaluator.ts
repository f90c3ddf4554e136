import { WasmEvaluator } from '#core/optics/kernel/wasm-evaluator.ts';
import type { KernelMemory } from '#core/optics/kernel/wasm-memory.ts';
import type { EvaluatorSetup, LayerSequence } from '#core/optics/types.ts';

/** Layers of which some are of media between two of the setup's: N = N₁ + share (N₂ − N₁). */
export interface BlendedLayers extends LayerSequence {
  /** index of the second medium of each layer; where it is −1 the layer is of its medium alone */
  readonly seconds: Int32Array;
  /** 0 … 1 */
  readonly shares: Float64Array;
}

/** Two records, a blend's and its slopes', for each layer that may be blended. */
const RECORDS = 2;

/** The exact solver for layers of blended media on the front face, with the derivatives by their shares. */
export class BlendEvaluator extends WasmEvaluator {
  private readonly firstSlot: number;
  private readonly most: number;
  private readonly sequence: { count: number; media: Int32Array; thicknessNm: Float64Array };

  /** @param most layers that may be blended at a time */
  constructor(memory: KernelMemory, setup: EvaluatorSetup, most: number) {
    const { layerMedia, ambient } = setup;
    super(memory, { ...setup, layerMedia: [...layerMedia, ...new Array(RECORDS * most).fill(ambient)] });
    this.firstSlot = layerMedia.length;
    this.most = most;
    this.sequence = { count: 0, media: new Int32Array(most), thicknessNm: new Float64Array(most) };
  }

  /**
   * R and T, and in 2 L + 1 rows of `dR` and `dT`, L the number of layers: the derivatives by thickness, 1/nm, one row
   * without meaning, and the derivatives by the share.
   */
  blended(
    front: BlendedLayers,
    back: LayerSequence,
    R: Float64Array,
    T: Float64Array,
    dR: Float64Array,
    dT: Float64Array,
  ): void {
    const { memory, tables, sequence, firstSlot, most } = this;
    const count = front.count;
    if (count > most) throw new RangeError(`${count} layers cannot be blended, ${most} can`);
    sequence.count = count;
    sequence.thicknessNm = front.thicknessNm;
    for (let i = 0; i < count; i++) {
      sequence.media[i] = front.seconds[i] < 0 ? front.media[i] : firstSlot + RECORDS * i;
    }
    const layers = count + back.count;
    const { recordBytes } = tables;
    let isWritten = false;
    try {
      this.fillRows(sequence, back, 2 * layers + 1, R, T, dR, dT, (rowBytes) => {
        memory.kernel.blendAt(firstSlot * recordBytes, recordBytes, (layers + 1) * rowBytes);
        if (isWritten) return;
        isWritten = true;
        for (let i = 0; i < count; i++) {
          if (front.seconds[i] >= 0) {
            tables.blend(memory, sequence.media[i], front.media[i], front.seconds[i], front.shares[i]);
          }
        }
      });
    } finally {
      memory.kernel.blendAt(-1, 0, 0);
    }
  }
}
