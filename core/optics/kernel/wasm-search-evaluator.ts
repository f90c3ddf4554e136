import { mediaOf } from '#core/optics/kernel/media.ts';
import { arrangementOf, COATING, COATING_IS_LOST, WasmCoatings } from '#core/optics/kernel/wasm-coatings.ts';
import { WasmEvaluator } from '#core/optics/kernel/wasm-evaluator.ts';
import type { KernelMemory } from '#core/optics/kernel/wasm-memory.ts';
import { FIELD, WasmTables } from '#core/optics/kernel/wasm-tables.ts';
import type { EvaluatorSetup, PartLayers, SearchEvaluator } from '#core/optics/types.ts';

/** Results of one call to the kernel at most; more is done in several: 4 MB. */
const MOST_RESULTS = 4 * 1024 * 1024;

/**
 * Many parts at once, in single precision but for the phases: four wavelengths in a vector. Parts that single precision
 * cannot hold, N near 0 say, are done in double.
 */
export class WasmSearchEvaluator implements SearchEvaluator {
  readonly wavelengthCount: number;
  private readonly memory: KernelMemory;
  private readonly tables: WasmTables;
  private readonly coatings: WasmCoatings;
  private readonly setup: EvaluatorSetup;
  private exact: WasmEvaluator | undefined;
  private readonly slabThicknessNm: number;
  /** bytes from a block's start to the records of these media; −1 without an incoherent slab */
  private readonly entrance: number;
  private readonly exit: number;
  private readonly slab: number;

  constructor(memory: KernelMemory, setup: EvaluatorSetup) {
    const media = mediaOf(setup);
    const arrangement = arrangementOf(setup, media.places);
    this.memory = memory;
    this.setup = setup;
    this.wavelengthCount = setup.wavelengthsNm.length;
    this.tables = new WasmTables(setup, media, true);
    const { recordBytes, singleBytes } = this.tables;
    this.coatings = new WasmCoatings(memory, this.tables, arrangement, singleBytes);
    this.slabThicknessNm = arrangement.slabThicknessNm;
    this.entrance = arrangement.entrance * recordBytes;
    this.exit = arrangement.exit * recordBytes;
    this.slab = arrangement.hasFaces ? arrangement.slabMedium * recordBytes : -1;
  }

  spectraOfMany(parts: readonly PartLayers[], R: Float64Array, T: Float64Array): void {
    const together = Math.max(1, Math.floor(MOST_RESULTS / (2 * FIELD * Math.max(1, this.tables.blocks))));
    for (let first = 0; first < parts.length; first += together) {
      this.evaluate(parts.slice(first, first + together), R, T, first * this.wavelengthCount);
    }
  }

  private evaluate(parts: readonly PartLayers[], R: Float64Array, T: Float64Array, at: number): void {
    const { memory, tables, entrance, exit, slab, slabThicknessNm, wavelengthCount } = this;
    const { kernel } = memory;
    const { blocks, blockBytes, polarizations } = tables;
    const count = parts.length;
    const resultBytes = count * blocks * FIELD;
    const { coatings, results } = this.coatings.writeParts(parts, 2 * resultBytes);
    const onT = results + resultBytes;
    const singleBytes = tables.singleBytes * (blockBytes / tables.recordBytes);
    const where = [coatings, count, tables.records, tables.singles, blocks, blockBytes, singleBytes] as const;
    const lost = kernel.singleSpectra(...where, polarizations, entrance, exit, slab, slabThicknessNm, results, onT);
    kernel.pack(results, count, blocks, wavelengthCount);
    kernel.pack(onT, count, blocks, wavelengthCount);
    const { doubles } = memory;
    R.set(doubles.subarray(results / 8, results / 8 + count * wavelengthCount), at);
    T.set(doubles.subarray(onT / 8, onT / 8 + count * wavelengthCount), at);
    if (lost > 0) this.repeat(parts, this.lostParts(coatings, count), R, T, at);
  }

  private lostParts(coatings: number, count: number): number[] {
    const { integers } = this.memory;
    const stride = (this.slab < 0 ? 1 : 2) * COATING;
    const isLost = (part: number) => integers[(coatings + part * stride + COATING_IS_LOST) >>> 2] !== 0;
    return Array.from({ length: count }, (_, part) => part).filter(isLost);
  }

  /** The parts that single precision is too coarse for, in double. */
  private repeat(
    parts: readonly PartLayers[],
    lost: readonly number[],
    R: Float64Array,
    T: Float64Array,
    at: number,
  ): void {
    const { wavelengthCount } = this;
    this.exact ??= new WasmEvaluator(this.memory, this.setup);
    for (const part of lost) {
      const { front, back } = parts[part];
      const [from, to] = [at + part * wavelengthCount, at + (part + 1) * wavelengthCount];
      this.exact.spectra(front, back, R.subarray(from, to), T.subarray(from, to));
    }
  }
}
