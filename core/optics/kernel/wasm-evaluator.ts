import { type MediumPlaces, mediaOf, strongSlabError } from '#core/optics/kernel/media.ts';
import { createPlainEvaluator } from '#core/optics/kernel/plain-evaluator.ts';
import { arrangementOf, WasmCoatings } from '#core/optics/kernel/wasm-coatings.ts';
import type { KernelMemory } from '#core/optics/kernel/wasm-memory.ts';
import { BLOCK, FIELD, WasmTables } from '#core/optics/kernel/wasm-tables.ts';
import type {
  Evaluator,
  EvaluatorSetup,
  IndexDerivatives,
  LayerSequence,
  NeedlePlace,
  PartLayers,
} from '#core/optics/types.ts';

/** Results of one call to the kernel at most; more is done in several: 4 MB. */
const MOST_RESULTS = 4 * 1024 * 1024;

/**
 * The WebAssembly kernel behind the interface of the solver. Coatings are written to its memory from the side where
 * light leaves to the side where it enters, R, T and their derivatives read from there.
 */
export class WasmEvaluator implements Evaluator {
  readonly wavelengthCount: number;
  protected readonly setup: EvaluatorSetup;
  /** for what the kernel does not do */
  private plain: Evaluator | undefined;
  protected readonly memory: KernelMemory;
  protected readonly tables: WasmTables;
  private readonly places: MediumPlaces;
  private readonly wavelengthsNm: Float64Array;
  /** media that layers may be of */
  private readonly mediumCount: number;
  private readonly coatings: WasmCoatings;
  /** both faces of an incoherent slab; otherwise a coherent one is a layer like the others */
  private readonly hasFaces: boolean;
  private readonly slabThicknessNm: number;
  /** bytes from a block's start to the records of the media on the side of the light and on the other */
  private readonly entrance: number;
  private readonly exit: number;

  constructor(memory: KernelMemory, setup: EvaluatorSetup) {
    const media = mediaOf(setup);
    this.setup = setup;
    this.memory = memory;
    this.tables = new WasmTables(setup, media);
    this.places = media.places;
    this.wavelengthsNm = setup.wavelengthsNm;
    this.mediumCount = setup.layerMedia.length;
    this.wavelengthCount = setup.wavelengthsNm.length;
    const arrangement = arrangementOf(setup, media.places);
    const { recordBytes } = this.tables;
    this.coatings = new WasmCoatings(memory, this.tables, arrangement, recordBytes);
    this.hasFaces = arrangement.hasFaces;
    this.slabThicknessNm = arrangement.slabThicknessNm;
    this.entrance = arrangement.entrance * recordBytes;
    this.exit = arrangement.exit * recordBytes;
  }

  spectra(front: LayerSequence, back: LayerSequence, R: Float64Array, T: Float64Array): void {
    this.evaluateParts([{ front, back }], R, T, 0);
  }

  spectraOfMany(parts: readonly PartLayers[], R: Float64Array, T: Float64Array): void {
    const together = Math.max(1, Math.floor(MOST_RESULTS / (2 * FIELD * Math.max(1, this.tables.blocks))));
    for (let first = 0; first < parts.length; first += together) {
      this.evaluateParts(parts.slice(first, first + together), R, T, first * this.wavelengthCount);
    }
  }

  derivatives(
    front: LayerSequence,
    back: LayerSequence,
    R: Float64Array,
    T: Float64Array,
    dR: Float64Array,
    dT: Float64Array,
  ): void {
    this.fillRows(front, back, front.count + back.count, R, T, dR, dT);
  }

  /**
   * `derivatives`, with `rows` rows of them.
   * @param prepare called once everything is written, before the kernel is asked; gets the bytes of a row
   */
  protected fillRows(
    front: LayerSequence,
    back: LayerSequence,
    rows: number,
    R: Float64Array,
    T: Float64Array,
    dR: Float64Array,
    dT: Float64Array,
    prepare?: (rowBytes: number) => void,
  ): void {
    const { memory, tables, wavelengthCount } = this;
    const { kernel } = memory;
    const most = Math.max(1, Math.floor(MOST_RESULTS / (2 * FIELD * (rows + 2))));
    const blocks = Math.min(most, tables.blocks);
    const { coatings, results } = this.coatings.writeParts([{ front, back }], 2 * (rows + 2) * blocks * FIELD);
    for (let block = 0; block < tables.blocks; block += blocks) {
      const count = Math.min(blocks, tables.blocks - block);
      const column = block * BLOCK;
      const width = Math.min(count * BLOCK, wavelengthCount - column);
      const onR = results;
      const onT = onR + count * FIELD;
      const onDR = onT + count * FIELD;
      const onDT = onDR + (rows + 1) * count * FIELD; // one more for a layer whose derivative is not wanted
      // Rows lie close: what the last block writes beyond its row, the first one of the next row overwrites.
      const isClose = count > 1 && width < count * BLOCK;
      const rowBytes = isClose ? 8 * width : count * FIELD;
      const first = isClose ? count - 1 : 0;
      prepare?.(rowBytes);
      let strong = this.differentiate(coatings, block + first, count - first, onR, onT, onDR, onDT, rowBytes, first);
      if (isClose) {
        const before = this.differentiate(coatings, block, first, onR, onT, onDR, onDT, rowBytes, 0);
        if (before >= 0) strong = before;
      } else if (width < count * BLOCK) {
        kernel.pack(onDR, rows, count, width);
        kernel.pack(onDT, rows, count, width);
      }
      this.refuse(strong);
      this.copy(onR, 1, width, R, column);
      this.copy(onT, 1, width, T, column);
      this.copy(onDR, rows, width, dR, column);
      this.copy(onDT, rows, width, dT, column);
    }
  }

  needleSlopes(
    front: LayerSequence,
    back: LayerSequence,
    places: readonly NeedlePlace[],
    weightR: Float64Array,
    weightT: Float64Array,
    slopes: Float64Array,
  ): void {
    const { memory, tables, entrance, exit, hasFaces, slabThicknessNm, mediumCount } = this;
    const { kernel } = memory;
    const { recordBytes, blockBytes, kind } = tables;
    const count = places.length;
    if (count === 0 || mediumCount === 0) return;
    const rows = count + 3 + mediumCount + 1; // a few idle ones
    const fieldBytes = (kind === 1 ? 2 : 4) * FIELD;
    const blocks = Math.min(Math.max(1, Math.floor(MOST_RESULTS / (rows * fieldBytes))), tables.blocks);
    const fixedBytes = 16 * count + 8 * count * mediumCount + 8; // sums, slopes
    const { coatings, results } = this.coatings.writeCut(
      front,
      back,
      places,
      fixedBytes + blocks * (rows * fieldBytes + 2 * FIELD),
    );
    const onSlopes = results + 16 * count;
    const onR = onSlopes + 8 * (count * mediumCount + 1);
    const slab = hasFaces ? this.places.substrate * recordBytes : -1;
    memory.doubles.fill(0, results / 8, onSlopes / 8);
    for (let block = 0; block < tables.blocks; block += blocks) {
      const some = Math.min(blocks, tables.blocks - block);
      const onT = onR + some * FIELD;
      const products = onT + some * FIELD;
      const others = products + (count + 3) * some * fieldBytes;
      this.writeWeights(weightR, block, some, onR);
      this.writeWeights(weightT, block, some, onT);
      const records = tables.records + block * blockBytes;
      const where = [coatings, records, some, blockBytes, kind, entrance, exit, slab, slabThicknessNm] as const;
      kernel.needleProducts(...where, onR, onT, products, results);
      kernel.needleMedia(records, recordBytes, some, blockBytes, mediumCount, kind, others);
      if (block === 0) memory.doubles.fill(0, onSlopes / 8, onR / 8);
      kernel.multiplyNeedles(products, count, others, mediumCount, some * fieldBytes, onSlopes);
    }
    kernel.addSums(results, count, mediumCount, onSlopes);
    slopes.set(memory.doubles.subarray(onSlopes / 8, onSlopes / 8 + count * mediumCount));
  }

  indexDerivatives(front: LayerSequence, back: LayerSequence, out: IndexDerivatives): void {
    this.plain ??= createPlainEvaluator(this.setup);
    this.plain.indexDerivatives(front, back, out);
  }

  /** One weight per wavelength, zero where the last block is filled up. */
  private writeWeights(weights: Float64Array, block: number, blocks: number, address: number): void {
    const { doubles } = this.memory;
    const from = block * BLOCK;
    const to = Math.min(from + blocks * BLOCK, this.wavelengthCount);
    doubles.set(weights.subarray(from, to), address / 8);
    doubles.fill(0, address / 8 + to - from, address / 8 + blocks * BLOCK);
  }

  /**
   * Asks for R, T and their derivatives at some blocks, `column` blocks from where the results begin.
   * @returns index of a wavelength at which the slab absorbs too strongly, or −1
   */
  private differentiate(
    coatings: number,
    block: number,
    blocks: number,
    onR: number,
    onT: number,
    onDR: number,
    onDT: number,
    rowBytes: number,
    column: number,
  ): number {
    const { tables, entrance, exit, hasFaces, memory } = this;
    const { blockBytes, polarizations } = tables;
    const records = tables.records + block * blockBytes;
    const [R, T, dR, dT] = [onR, onT, onDR, onDT].map((address) => address + column * FIELD);
    if (hasFaces) return this.sumFaces(coatings, 1, block, blocks, R, T, dR, dT, rowBytes);
    const where = [coatings, records, blocks, blockBytes, polarizations, entrance, exit] as const;
    memory.kernel.coherentDerivatives(...where, R, T, dR, dT, rowBytes);
    return -1;
  }

  /** @throws StackwrightError UNDEFINED_QUANTITY unless the wavelength is −1 */
  private refuse(strong: number): void {
    if (strong >= 0) throw strongSlabError(this.wavelengthsNm[Math.min(strong, this.wavelengthCount - 1)]);
  }

  private evaluateParts(parts: readonly PartLayers[], R: Float64Array, T: Float64Array, at: number): void {
    const { tables, entrance, exit, hasFaces, memory, wavelengthCount } = this;
    const { blocks, blockBytes, polarizations } = tables;
    const resultBytes = parts.length * blocks * FIELD;
    const { coatings, results } = this.coatings.writeParts(parts, 2 * resultBytes);
    const onR = results;
    const onT = onR + resultBytes;
    if (hasFaces) this.refuse(this.sumFaces(coatings, parts.length, 0, blocks, onR, onT, 0, 0, 0));
    else {
      const { records } = tables;
      memory.kernel.coherentSpectra(
        coatings,
        parts.length,
        records,
        blocks,
        blockBytes,
        polarizations,
        entrance,
        exit,
        onR,
        onT,
      );
    }
    memory.kernel.pack(onR, parts.length, blocks, wavelengthCount);
    memory.kernel.pack(onT, parts.length, blocks, wavelengthCount);
    const { doubles } = memory;
    R.set(doubles.subarray(onR / 8, onR / 8 + parts.length * wavelengthCount), at);
    T.set(doubles.subarray(onT / 8, onT / 8 + parts.length * wavelengthCount), at);
  }

  /** `slabSpectra`; the wavelength's index is that among all. */
  private sumFaces(
    coatings: number,
    count: number,
    block: number,
    blocks: number,
    R: number,
    T: number,
    dR: number,
    dT: number,
    rowBytes: number,
  ): number {
    const { tables, entrance, exit, places, slabThicknessNm, memory } = this;
    const { recordBytes, blockBytes, polarizations } = tables;
    const records = tables.records + block * blockBytes;
    const where = [coatings, count, records, blocks, blockBytes, polarizations, entrance] as const;
    const slab = places.substrate * recordBytes;
    const strong = memory.kernel.slabSpectra(...where, slab, exit, slabThicknessNm, R, T, dR, dT, rowBytes);
    return strong < 0 ? -1 : block * BLOCK + strong;
  }

  /** Copies packed rows of `width` numbers to where they belong among rows of all wavelengths. */
  private copy(from: number, rows: number, width: number, to: Float64Array, column: number): void {
    const { doubles } = this.memory;
    const { wavelengthCount } = this;
    const start = from / 8;
    if (width === wavelengthCount) to.set(doubles.subarray(start, start + rows * width));
    else {
      for (let row = 0; row < rows; row++) {
        const at = start + row * width;
        to.set(doubles.subarray(at, at + width), row * wavelengthCount + column);
      }
    }
  }
}
