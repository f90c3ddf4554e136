import { mediaOf } from '#core/optics/kernel/media.ts';
import type { KernelMemory, Resident } from '#core/optics/kernel/wasm-memory.ts';
import { BLOCK, FIELD, WasmTables } from '#core/optics/kernel/wasm-tables.ts';
import type { EvaluatorSetup, LayerSequence } from '#core/optics/types.ts';

// The layout of core/optics/kernel/assembly/layout.ts and scan.ts, in bytes.
const LAYER = 16;
const COATING = 32;
const PHASE = 6 * FIELD;
const GROUP = 8;
const QUAD = 4 * BLOCK;
const NEW = 5 * QUAD;
const WAVES = 18 * QUAD;
const FORMS = 25 * QUAD;
const PART = 4 * QUAD;
const WISHES = 9 * QUAD;

/** What one quantity should be at every wavelength: nothing is amiss from `low` to `high`. */
export interface WishBand {
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** 0 where nothing is wished */
  readonly weight: Float64Array;
}

/** The new layers that are tried in every place: of each medium as many thicknesses. */
export interface NewLayers {
  /** index into `EvaluatorSetup.layerMedia` */
  readonly media: readonly number[];
  /** (media × thicknesses) row-major, nm */
  readonly thicknessNm: Float64Array;
}

/** Which part of the wavelengths: a few that are spread over all of them, some more, or the rest. */
type ScanPart = 'few' | 'some' | 'rest';

/** Blocks of wavelengths that make the few, least number of those and some more, and their share of all. */
const FEW = 2;
const LEAST_SOME = 4;
const SOME = 0.25;

/** A run of layers that the new one replaces, as interfaces counted from the exit: equal where nothing is replaced. */
export interface Slot {
  readonly inner: number;
  readonly outer: number;
}

const coatingBytes = (layers: number): number =>
  COATING + layers * (LAYER + PHASE) + Math.ceil(layers / GROUP) * 2 * FIELD;

/**
 * How well each of thousands of neighbours of a coating does: every coating that differs from it by one layer, replaced
 * or put in, of every medium and thickness on a grid.
 *
 * With the waves u from the entrance and v from the exit at the two interfaces between which the new layer goes,
 *   D = cos δ (u_C v_B + u_B v_C) − i sin δ (u_C v_C/η + u_B v_B η),
 * and in the same way the numerators of r and r′: one layer's work for the spectrum of a whole coating. In single
 * precision, since the neighbours are only ranked by it; errors in R and T are below 10⁻⁴ unless the coating is a
 * resonator of high finesse.
 */
export class NeighbourScan implements Resident {
  readonly byteLength: number;
  generation = -1;
  address = 0;
  private readonly memory: KernelMemory;
  private readonly tables: WasmTables;
  private readonly newLayers: NewLayers;
  private readonly perMedium: number;
  private readonly quantities: number;
  private readonly isL1: boolean;
  /** (blocks × R, T, A × low, high, weight × wavelengths of the block) */
  private readonly wishes: Float32Array;
  private readonly hasFaces: boolean;
  private readonly slabThicknessNm: number;
  private readonly entrance: number;
  private readonly substrate: number;
  private readonly exit: number;
  /** medium index of a coherent slab, −1 without one */
  private readonly slabMedium: number;
  private cursor = 0;
  /** addresses of what `begin` wrote, and how many interfaces and slots there are */
  private scanned = { interfaces: 0, waves: 0, parts: 0, forms: 0, slots: 0, slotCount: 0, media: 0 };

  /**
   * @param setup light from the front
   * @param bands of R, T and A, on the setup's wavelengths
   * @param isL1 whether the cost is Σ weight·|error| or Σ weight·error²
   */
  constructor(
    memory: KernelMemory,
    setup: EvaluatorSetup,
    newLayers: NewLayers,
    bands: readonly [WishBand | undefined, WishBand | undefined, WishBand | undefined],
    isL1: boolean,
  ) {
    const media = mediaOf(setup);
    const { slab } = setup;
    this.memory = memory;
    this.tables = new WasmTables(setup, media);
    this.newLayers = newLayers;
    this.perMedium = newLayers.thicknessNm.length / Math.max(1, newLayers.media.length);
    this.isL1 = isL1;
    this.quantities = bands.reduce((bits, band, i) => (band === undefined ? bits : bits | (1 << i)), 0);
    this.wishes = wishesOf(bands, this.tables.blocks, setup.wavelengthsNm.length);
    this.hasFaces = slab !== undefined && !slab.coherent;
    this.slabThicknessNm = slab?.thicknessNm ?? 0;
    const { ambient, substrate, exit } = media.places;
    const { recordBytes } = this.tables;
    this.entrance = ambient * recordBytes;
    this.substrate = substrate * recordBytes;
    this.exit = (exit >= 0 ? exit : substrate) * recordBytes;
    this.slabMedium = exit >= 0 && !this.hasFaces ? substrate : -1;
    this.byteLength = this.tables.blocks * newLayers.thicknessNm.length * NEW + this.wishes.byteLength + 64;
  }

  /** Called by the memory: what new layers do, and what is wished. */
  write({ kernel, doubles }: KernelMemory): void {
    const { tables, newLayers, perMedium } = this;
    if (tables.generation !== this.generation) return; // given up with all else just now; `open` begins anew
    const count = newLayers.thicknessNm.length;
    const wishesAt = this.address + tables.blocks * count * NEW;
    new Float32Array(doubles.buffer, wishesAt, this.wishes.length).set(this.wishes);
    // The work space for `phases` is taken where a scan has its own.
    const layers = this.cursor;
    this.beginCoating(layers, count);
    for (let i = 0; i < count; i++) {
      this.append(layers, newLayers.media[Math.floor(i / perMedium)], newLayers.thicknessNm[i]);
    }
    const integers = this.memory.integers;
    const at = layers >>> 2;
    kernel.tabulateNewLayers(
      integers[at],
      count,
      tables.records,
      tables.blocks,
      tables.blockBytes,
      integers[at + 2],
      integers[at + 4],
      this.address,
    );
  }

  /** Bytes that a scan of such a coating needs, beside the tables. */
  bytesFor(front: LayerSequence, back: LayerSequence, slots: number): number {
    const { blocks, polarizations } = this.tables;
    const places = blocks * polarizations;
    const layers = front.count + (this.slabMedium >= 0 ? back.count + 1 : 0);
    const lists = slots * 8 + this.newLayers.media.length * 4;
    const own =
      coatingBytes(layers) + coatingBytes(back.count) + places * ((layers + 1) * WAVES + PART + FORMS) + lists;
    return Math.max(own, coatingBytes(this.newLayers.thicknessNm.length)) + 1024;
  }

  /**
   * Works out the waves at all interfaces of a coating. What a scan needs lies from `address` on, until the kernel is
   * used for something else.
   *
   * @param front from the outermost layer on; interfaces of the slots count from its innermost one
   * @param slots places that may be scanned
   */
  begin(address: number, front: LayerSequence, back: LayerSequence, slots: readonly Slot[]): void {
    const { tables, memory, newLayers, hasFaces } = this;
    const { blocks, polarizations, blockBytes, recordBytes } = tables;
    const places = blocks * polarizations;
    const offset = this.slabMedium >= 0 ? back.count + 1 : 0;
    const layers = front.count + offset;
    this.cursor = address;
    this.beginCoating(address, layers);
    if (offset > 0) {
      this.appendReversed(address, back);
      this.append(address, this.slabMedium, this.slabThicknessNm);
    }
    this.appendReversed(address, front);
    let far = 0;
    if (hasFaces) {
      far = this.align();
      this.beginCoating(far, back.count);
      this.appendReversed(far, back);
    }
    const waves = this.align();
    const parts = waves + places * (layers + 1) * WAVES;
    const forms = parts + places * PART;
    const slotsAt = forms + places * FORMS;
    const mediaAt = slotsAt + slots.length * 8;
    this.scanned = {
      interfaces: layers + 1,
      waves,
      parts,
      forms,
      slots: slotsAt,
      slotCount: slots.length,
      media: mediaAt,
    };
    const { integers, kernel } = memory;
    slots.forEach(({ inner, outer }, i) => {
      integers[(slotsAt >>> 2) + 2 * i] = inner + offset;
      integers[(slotsAt >>> 2) + 2 * i + 1] = outer + offset;
    });
    newLayers.media.forEach((medium, i) => {
      integers[(mediaAt >>> 2) + i] = medium * recordBytes;
    });
    kernel.prepareScan(
      address,
      far,
      tables.records,
      blocks,
      blockBytes,
      polarizations,
      this.entrance,
      hasFaces ? this.substrate : this.exit,
      this.exit,
      this.slabThicknessNm,
      waves,
      parts,
    );
  }

  /**
   * Adds the cost of every neighbour at the slots that the scan began with to the singles at `costs`: (slots × media ×
   * thicknesses). Once a neighbour's cost exceeds `limit` no more is added to it. Few, some and rest together are all.
   */
  scan(part: ScanPart, limit: number, costs: number): void {
    const { tables, memory, newLayers, perMedium, scanned } = this;
    const { blocks, blockBytes, polarizations, records } = tables;
    const few = Math.min(blocks, FEW);
    const some = Math.min(blocks, Math.max(LEAST_SOME, Math.round(SOME * blocks)));
    memory.kernel.scanNeighbours(
      scanned.slots,
      scanned.slotCount,
      scanned.media,
      newLayers.media.length,
      perMedium,
      this.address,
      scanned.waves,
      scanned.interfaces,
      scanned.parts,
      Number(this.hasFaces),
      records,
      part === 'few' ? 0 : part === 'some' ? few : some,
      part === 'few' ? few : part === 'some' ? some : blocks,
      blockBytes,
      polarizations,
      this.address + blocks * newLayers.thicknessNm.length * NEW,
      this.quantities,
      Number(this.isL1),
      limit,
      costs,
      scanned.forms,
    );
  }

  /**
   * Makes sure that the tables of all scans are in memory, and so many bytes free.
   * @returns the address of the free bytes
   */
  static open(scans: readonly NeighbourScan[], bytes: number): number {
    for (;;) {
      let address = 0;
      for (const scan of scans) {
        scan.memory.prepare(scan.tables, bytes);
        scan.cursor = scan.memory.prepare(null, bytes);
        address = scan.memory.prepare(scan, bytes);
        if (scan.generation !== scan.tables.generation) scan.generation = -1; // written after the tables were given up
      }
      const [{ tables }] = scans;
      if (
        scans.every((scan) => scan.generation === tables.generation && scan.tables.generation === tables.generation)
      ) {
        return address;
      }
    }
  }

  private align(): number {
    this.cursor = Math.ceil(this.cursor / 64) * 64;
    return this.cursor;
  }

  /** An empty coating at the cursor: header, work space, and then its layers. */
  private beginCoating(header: number, layers: number): void {
    const { integers } = this.memory;
    const at = header >>> 2;
    const phases = header + COATING;
    const groups = phases + layers * PHASE;
    const first = groups + Math.ceil(layers / GROUP) * 2 * FIELD;
    integers[at] = first;
    integers[at + 1] = 0;
    integers[at + 2] = phases;
    integers[at + 3] = 0;
    integers[at + 4] = groups;
    this.cursor = first;
  }

  private appendReversed(header: number, { count, media, thicknessNm }: LayerSequence): void {
    for (let i = count - 1; i >= 0; i--) this.append(header, media[i], thicknessNm[i]);
  }

  private append(header: number, medium: number, thicknessNm: number): void {
    const { integers, doubles } = this.memory;
    const at = this.cursor >>> 2;
    integers[at] = medium * this.tables.recordBytes;
    integers[at + 1] = 0;
    doubles[(this.cursor >>> 3) + 1] = thicknessNm;
    integers[(header >>> 2) + 1]++;
    this.cursor += LAYER;
  }
}

function wishesOf(bands: readonly (WishBand | undefined)[], blocks: number, count: number): Float32Array {
  const wishes = new Float32Array((blocks * WISHES) / 4);
  bands.forEach((band, quantity) => {
    for (let i = 0; band !== undefined && i < count; i++) {
      const at = Math.floor(i / BLOCK) * (WISHES / 4) + quantity * 3 * BLOCK + (i % BLOCK);
      wishes[at] = band.low[i];
      wishes[at + BLOCK] = band.high[i];
      wishes[at + 2 * BLOCK] = band.weight[i];
    }
  });
  return wishes;
}
