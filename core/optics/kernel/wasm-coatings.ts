import { type CutFace, cutFaces } from '#core/optics/kernel/cut-face.ts';
import type { MediumPlaces } from '#core/optics/kernel/media.ts';
import type { KernelMemory } from '#core/optics/kernel/wasm-memory.ts';
import { FIELD, type WasmTables } from '#core/optics/kernel/wasm-tables.ts';
import type { EvaluatorSetup, LayerSequence, NeedlePlace, PartLayers } from '#core/optics/types.ts';

// The layout of core/optics/kernel/assembly/layout.ts, in bytes.
const LAYER = 16;
export const COATING = 32;
export const COATING_IS_LOST = 20;
const PHASE = 6 * FIELD;
const TRACE = 5 * FIELD;
const GROUP = 8;

const workBytesOf = (layers: number): number => layers * (PHASE + TRACE) + Math.ceil(layers / GROUP) * 2 * FIELD;

/** What a part is, as far as its coatings are concerned. */
export interface Arrangement {
  readonly isReverse: boolean;
  /** both faces of an incoherent slab; otherwise a coherent one is a layer like the others */
  readonly hasFaces: boolean;
  /** medium of the slab between the coatings; −1 on a half-space */
  readonly slabMedium: number;
  readonly slabThicknessNm: number;
}

/** How the coatings of a part lie, and where it keeps the media that light comes from and leaves into. */
export function arrangementOf(
  { slab, direction }: EvaluatorSetup,
  places: MediumPlaces,
): Arrangement & { readonly entrance: number; readonly exit: number } {
  const isReverse = direction === 'reverse';
  const far = slab === undefined ? places.substrate : places.exit;
  return {
    isReverse,
    hasFaces: slab !== undefined && !slab.coherent,
    slabMedium: slab === undefined ? -1 : places.substrate,
    slabThicknessNm: slab?.thicknessNm ?? 0,
    entrance: isReverse ? far : places.ambient,
    exit: isReverse ? places.ambient : far,
  };
}

/** Writes coatings to the kernel's memory, from the side where light leaves to the side where it enters. */
export class WasmCoatings {
  private readonly memory: KernelMemory;
  private readonly tables: WasmTables;
  private readonly arrangement: Arrangement;
  private readonly recordBytes: number;
  /** next free byte */
  private cursor = 0;

  /** @param recordBytes bytes from one medium's record to the next one's, in the records that the layers speak of */
  constructor(memory: KernelMemory, tables: WasmTables, arrangement: Arrangement, recordBytes: number) {
    this.recordBytes = recordBytes;
    this.memory = memory;
    this.tables = tables;
    this.arrangement = arrangement;
  }

  /**
   * Writes the coatings of the parts, with room for their phases and traces; a layer's row in the derivatives is its
   * place in front layers, then back layers, and that of a coherent slab comes after them.
   * @returns address of the coatings, and of `resultBytes` free bytes
   */
  writeParts(parts: readonly PartLayers[], resultBytes: number): { coatings: number; results: number } {
    let total = 0;
    let most = 0;
    for (const { front, back } of parts) {
      const count = front.count + back.count + 1;
      total += count;
      if (count > most) most = count;
    }
    const { coatings, work } = this.reserve(parts.length, total, most, resultBytes);
    let header = coatings;
    for (const { front, back } of parts) header = this.writePart(header, front, back, work, most, null, null);
    return { coatings, results: this.cursor };
  }

  /** The same for one part whose faces are cut at needles' places; a layer's row is the place on its entrance side. */
  writeCut(
    front: LayerSequence,
    back: LayerSequence,
    places: readonly NeedlePlace[],
    resultBytes: number,
  ): { coatings: number; results: number } {
    const { isReverse, slabMedium } = this.arrangement;
    const cuts = cutFaces(front, back, places, isReverse, slabMedium >= 0);
    const count = cuts.front.count + cuts.back.count + 1;
    const { coatings, work } = this.reserve(1, count, count, resultBytes);
    this.writePart(coatings, cuts.front, cuts.back, work, count, cuts.front, cuts.back);
    return { coatings, results: this.cursor };
  }

  private reserve(
    parts: number,
    layers: number,
    most: number,
    resultBytes: number,
  ): { coatings: number; work: number } {
    const faces = this.arrangement.hasFaces ? 2 : 1;
    const workBytes = faces * workBytesOf(most); // both faces have the same room, and all parts
    const headers = parts * faces * COATING;
    const coatings = this.memory.prepare(this.tables, headers + layers * LAYER + workBytes + resultBytes);
    this.cursor = coatings + headers + workBytes;
    return { coatings, work: coatings + headers };
  }

  /** @returns address behind the part's coatings */
  private writePart(
    header: number,
    front: LayerSequence,
    back: LayerSequence,
    work: number,
    most: number,
    frontCuts: CutFace | null,
    backCuts: CutFace | null,
  ): number {
    const { isReverse, hasFaces, slabMedium, slabThicknessNm } = this.arrangement;
    const backRow = front.count;
    this.begin(header, work, most);
    if (hasFaces) {
      if (isReverse) this.appendLayers(header, back, true, backRow, backCuts);
      else this.appendLayers(header, front, false, 0, frontCuts);
      const leaving = header + COATING;
      this.begin(leaving, work + workBytesOf(most), most);
      if (isReverse) this.appendLayers(leaving, front, true, 0, frontCuts);
      else this.appendLayers(leaving, back, false, backRow, backCuts);
      return leaving + COATING;
    }
    if (isReverse) this.appendLayers(header, front, true, 0, frontCuts);
    if (slabMedium >= 0) {
      if (!isReverse) this.appendLayers(header, back, false, backRow, backCuts);
      this.append(header, slabMedium, frontCuts === null ? backRow + back.count : -1, slabThicknessNm);
      if (isReverse) this.appendLayers(header, back, true, backRow, backCuts);
    }
    if (!isReverse) this.appendLayers(header, front, false, 0, frontCuts);
    return header + COATING;
  }

  /** An empty coating whose layers will lie at the cursor. */
  private begin(header: number, work: number, most: number): void {
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
  private appendLayers(
    header: number,
    sequence: LayerSequence,
    ascending: boolean,
    firstRow: number,
    cuts: CutFace | null,
  ): void {
    const { count, media, thicknessNm } = sequence;
    for (let i = 0; i < count; i++) {
      const layer = ascending ? i : count - 1 - i;
      this.append(header, media[layer], cuts === null ? firstRow + layer : cuts.rows[layer], thicknessNm[layer]);
    }
  }

  private append(header: number, medium: number, row: number, thicknessNm: number): void {
    const { integers, doubles } = this.memory;
    const at = this.cursor >>> 2;
    integers[at] = medium * this.recordBytes;
    integers[at + 1] = row;
    doubles[(this.cursor >>> 3) + 1] = thicknessNm;
    integers[(header >>> 2) + 1]++;
    this.cursor += LAYER;
  }
}
