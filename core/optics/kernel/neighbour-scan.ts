import {
  coatingBytes,
  FaceScan,
  QUAD,
  type ScanPart,
  type Slot,
  type WishBands,
} from '#core/optics/kernel/face-scan.ts';
import type { KernelMemory } from '#core/optics/kernel/wasm-memory.ts';
import type { EvaluatorSetup, LayerSequence } from '#core/optics/types.ts';

// The layout of core/optics/kernel/assembly/scan-layout.ts, in bytes.
const NEW = 5 * QUAD;

/** The new layers that are tried in every place: of each medium as many thicknesses. */
export interface NewLayers {
  /** index into `EvaluatorSetup.layerMedia` */
  readonly media: readonly number[];
  /** (media × thicknesses) row-major, nm */
  readonly thicknessNm: Float64Array;
}

/**
 * How well each of thousands of neighbours of a coating does: every coating that differs from it by one layer, replaced
 * or put in, of every medium and thickness on a grid (see `FaceScan`). With m of one layer
 *   D = cos δ (u_C v_B + u_B v_C) − i sin δ (u_C v_C/η + u_B v_B η).
 */
export class NeighbourScan extends FaceScan {
  private readonly newLayers: NewLayers;
  private readonly perMedium: number;
  /** addresses of what `begin` wrote, and how many slots there are */
  private slots = { at: 0, count: 0, media: 0 };

  /** For the parameters see `FaceScan`. */
  constructor(memory: KernelMemory, setup: EvaluatorSetup, newLayers: NewLayers, bands: WishBands, isL1: boolean) {
    super(memory, setup, bands, isL1, ({ blocks }) => blocks * newLayers.thicknessNm.length * NEW);
    this.newLayers = newLayers;
    this.perMedium = newLayers.thicknessNm.length / Math.max(1, newLayers.media.length);
  }

  protected scratchBytes(): number {
    return coatingBytes(this.newLayers.thicknessNm.length);
  }

  protected writeOwn(address: number, scratch: number): void {
    const { tables, newLayers, perMedium, memory } = this;
    const count = newLayers.thicknessNm.length;
    this.beginCoating(scratch, count);
    for (let i = 0; i < count; i++) {
      this.append(scratch, newLayers.media[Math.floor(i / perMedium)], newLayers.thicknessNm[i]);
    }
    const { integers, kernel } = memory;
    const at = scratch >>> 2;
    const [phases, groups] = [integers[at + 2], integers[at + 4]];
    kernel.tabulateNewLayers(
      integers[at],
      count,
      tables.records,
      tables.blocks,
      tables.blockBytes,
      phases,
      groups,
      address,
    );
  }

  /** Bytes that a scan of such a coating needs, beside the tables. */
  bytesFor(front: LayerSequence, back: LayerSequence, slots: number): number {
    return this.bytesOf(front, back, slots * 8 + this.newLayers.media.length * 4);
  }

  /** See `beginWithin`; `slots`: places that will be scanned. */
  begin(address: number, front: LayerSequence, back: LayerSequence, slots: readonly Slot[]): void {
    this.beginWithin(address, front, back, { inner: 0, outer: front.count });
    const { memory, newLayers, tables, scanned } = this;
    const { integers } = memory;
    const at = scanned.free;
    const media = at + slots.length * 8;
    this.slots = { at, count: slots.length, media };
    slots.forEach(({ inner, outer }, i) => {
      integers[(at >>> 2) + 2 * i] = inner + scanned.offset;
      integers[(at >>> 2) + 2 * i + 1] = outer + scanned.offset;
    });
    newLayers.media.forEach((medium, i) => {
      integers[(media >>> 2) + i] = medium * tables.recordBytes;
    });
  }

  /**
   * Adds the cost of every neighbour at the slots that the scan began with to the singles at `costs`: (slots × media ×
   * thicknesses). Once a neighbour's cost exceeds `limit` no more is added to it. Few, some and rest together are all.
   */
  scan(part: ScanPart, limit: number, costs: number): void {
    const { tables, memory, newLayers, perMedium, scanned, slots } = this;
    const { blockBytes, polarizations, records } = tables;
    memory.kernel.scanNeighbours(
      slots.at,
      slots.count,
      slots.media,
      newLayers.media.length,
      perMedium,
      this.ownAddress,
      scanned.waves,
      scanned.interfaces,
      scanned.parts,
      Number(this.hasFaces),
      records,
      ...this.blocksOf(part),
      blockBytes,
      polarizations,
      this.address,
      this.quantities,
      Number(this.isL1),
      limit,
      costs,
      scanned.forms,
    );
  }
}
