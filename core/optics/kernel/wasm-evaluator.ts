import { type MediumPlaces, mediaOf, strongSlabError } from '#core/optics/kernel/media.ts';
import type { KernelMemory } from '#core/optics/kernel/wasm-memory.ts';
import { BLOCK, FIELD, WasmTables } from '#core/optics/kernel/wasm-tables.ts';
import type { Evaluator, EvaluatorSetup, LayerSequence, PartLayers } from '#core/optics/types.ts';

// The layout of core/optics/kernel/assembly/layout.ts, in bytes.
const LAYER = 16;
const COATING = 32;
const PHASE = 6 * FIELD;
const TRACE = 5 * FIELD;
const GROUP = 8;

/** Results of one call to the kernel at most; more is done in several: 4 MB. */
const MOST_RESULTS = 4 * 1024 * 1024;

const workBytesOf = (layers: number): number => layers * (PHASE + TRACE) + Math.ceil(layers / GROUP) * 2 * FIELD;

/**
 * The WebAssembly kernel behind the interface of the solver. Coatings are written to its memory from the side where
 * light leaves to the side where it enters, R, T and their derivatives read from there.
 */
export class WasmEvaluator implements Evaluator {
  readonly wavelengthCount: number;
  private readonly memory: KernelMemory;
  private readonly tables: WasmTables;
  private readonly places: MediumPlaces;
  private readonly wavelengthsNm: Float64Array;
  private readonly isReverse: boolean;
  /** both faces of an incoherent slab; otherwise a coherent one is a layer like the others */
  private readonly hasFaces: boolean;
  private readonly slabThicknessNm: number;
  /** bytes from a block's start to the records of the media on the side of the light and on the other */
  private readonly entrance: number;
  private readonly exit: number;
  /** next free byte, and the work space for phases and traces, while coatings are written */
  private cursor = 0;

  constructor(memory: KernelMemory, setup: EvaluatorSetup) {
    const media = mediaOf(setup);
    const { slab } = setup;
    this.memory = memory;
    this.tables = new WasmTables(setup, media);
    this.places = media.places;
    this.wavelengthsNm = setup.wavelengthsNm;
    this.wavelengthCount = setup.wavelengthsNm.length;
    this.isReverse = setup.direction === 'reverse';
    this.hasFaces = slab !== undefined && !slab.coherent;
    this.slabThicknessNm = slab?.thicknessNm ?? 0;
    const { ambient, substrate, exit } = media.places;
    const far = exit >= 0 ? exit : substrate;
    this.entrance = (this.isReverse ? far : ambient) * this.tables.recordBytes;
    this.exit = (this.isReverse ? ambient : far) * this.tables.recordBytes;
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
    const { memory, tables, wavelengthCount } = this;
    const { kernel } = memory;
    const rows = front.count + back.count;
    const most = Math.max(1, Math.floor(MOST_RESULTS / (2 * FIELD * (rows + 2))));
    const blocks = Math.min(most, tables.blocks);
    const coatings = this.writeParts([{ front, back }], 2 * (rows + 2) * blocks * FIELD);
    for (let block = 0; block < tables.blocks; block += blocks) {
      const count = Math.min(blocks, tables.blocks - block);
      const column = block * BLOCK;
      const width = Math.min(count * BLOCK, wavelengthCount - column);
      const onR = this.cursor;
      const onT = onR + count * FIELD;
      const onDR = onT + count * FIELD;
      const onDT = onDR + (rows + 1) * count * FIELD; // one more for a layer whose derivative is not wanted
      this.callForDerivatives(coatings, block, count, onR, onT, onDR, onDT);
      kernel.pack(onDR, rows, count, width);
      kernel.pack(onDT, rows, count, width);
      this.copy(onR, 1, width, R, column);
      this.copy(onT, 1, width, T, column);
      this.copy(onDR, rows, width, dR, column);
      this.copy(onDT, rows, width, dT, column);
    }
  }

  private callForDerivatives(
    coatings: number,
    block: number,
    blocks: number,
    R: number,
    T: number,
    dR: number,
    dT: number,
  ): void {
    const { tables, entrance, exit, hasFaces, memory } = this;
    const { blockBytes, polarizations } = tables;
    const records = tables.records + block * blockBytes;
    if (hasFaces) this.sumFaces(coatings, 1, block, blocks, R, T, dR, dT);
    else {
      memory.kernel.coherentDerivatives(
        coatings,
        records,
        blocks,
        blockBytes,
        polarizations,
        entrance,
        exit,
        R,
        T,
        dR,
        dT,
      );
    }
  }

  private evaluateParts(parts: readonly PartLayers[], R: Float64Array, T: Float64Array, at: number): void {
    const { tables, entrance, exit, hasFaces, memory, wavelengthCount } = this;
    const { blocks, blockBytes, polarizations } = tables;
    const resultBytes = parts.length * blocks * FIELD;
    const coatings = this.writeParts(parts, 2 * resultBytes);
    const onR = this.cursor;
    const onT = onR + resultBytes;
    if (hasFaces) this.sumFaces(coatings, parts.length, 0, blocks, onR, onT, 0, 0);
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

  private sumFaces(
    coatings: number,
    count: number,
    block: number,
    blocks: number,
    R: number,
    T: number,
    dR: number,
    dT: number,
  ): void {
    const { tables, entrance, exit, places, slabThicknessNm, memory } = this;
    const { recordBytes, blockBytes, polarizations } = tables;
    const strong = memory.kernel.slabSpectra(
      coatings,
      count,
      tables.records + block * blockBytes,
      blocks,
      blockBytes,
      polarizations,
      entrance,
      places.substrate * recordBytes,
      exit,
      slabThicknessNm,
      R,
      T,
      dR,
      dT,
    );
    if (strong >= 0)
      throw strongSlabError(this.wavelengthsNm[Math.min(block * BLOCK + strong, this.wavelengthCount - 1)]);
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

  /**
   * Writes the coatings of the parts and returns their address; `this.cursor` is then that of `resultBytes` free bytes.
   */
  private writeParts(parts: readonly PartLayers[], resultBytes: number): number {
    const { memory, tables, isReverse, hasFaces, places } = this;
    const faces = hasFaces ? 2 : 1;
    let total = 0;
    let most = 0;
    for (const { front, back } of parts) {
      const count = front.count + back.count + 1;
      total += count;
      if (count > most) most = count;
    }
    const workBytes = workBytesOf(most); // of one face; both have the same room
    const coatings = memory.prepare(
      tables,
      parts.length * faces * COATING + total * LAYER + faces * workBytes + resultBytes,
    );
    const work = coatings + parts.length * faces * COATING;
    this.cursor = work + faces * workBytes;
    let header = coatings;
    for (const { front, back } of parts) {
      this.beginCoating(header, work, most);
      if (hasFaces) {
        if (isReverse) this.appendLayers(header, back, true, front.count);
        else this.appendLayers(header, front, false, 0);
        header += COATING;
        this.beginCoating(header, work + workBytes, most);
        if (isReverse) this.appendLayers(header, front, true, 0);
        else this.appendLayers(header, back, false, front.count);
      } else {
        if (isReverse) this.appendLayers(header, front, true, 0);
        if (places.exit >= 0) {
          if (!isReverse) this.appendLayers(header, back, false, front.count);
          this.append(header, places.substrate, front.count + back.count, this.slabThicknessNm);
          if (isReverse) this.appendLayers(header, back, true, front.count);
        }
        if (!isReverse) this.appendLayers(header, front, false, 0);
      }
      header += COATING;
    }
    return coatings;
  }

  /** An empty coating whose layers will lie at the cursor. */
  private beginCoating(header: number, work: number, most: number): void {
    const { integers } = this.memory;
    const at = header >>> 2;
    const trace = work + most * PHASE;
    integers[at] = this.cursor;
    integers[at + 1] = 0;
    integers[at + 2] = work;
    integers[at + 3] = trace;
    integers[at + 4] = trace + most * TRACE;
  }

  /** `ascending`: in the order in which they are listed, for light that comes from the exit medium. */
  private appendLayers(header: number, sequence: LayerSequence, ascending: boolean, firstRow: number): void {
    const { count, media, thicknessNm } = sequence;
    for (let i = 0; i < count; i++) {
      const layer = ascending ? i : count - 1 - i;
      this.append(header, media[layer], firstRow + layer, thicknessNm[layer]);
    }
  }

  private append(header: number, medium: number, row: number, thicknessNm: number): void {
    const { integers, doubles } = this.memory;
    const at = this.cursor >>> 2;
    integers[at] = medium * this.tables.recordBytes;
    integers[at + 1] = row;
    doubles[(this.cursor >>> 3) + 1] = thicknessNm;
    integers[(header >>> 2) + 1]++;
    this.cursor += LAYER;
  }
}
