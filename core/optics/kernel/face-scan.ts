import { mediaOf } from '#core/optics/kernel/media.ts';
import type { KernelMemory, Resident } from '#core/optics/kernel/wasm-memory.ts';
import { BLOCK, FIELD, WasmTables } from '#core/optics/kernel/wasm-tables.ts';
import type { EvaluatorSetup, LayerSequence } from '#core/optics/types.ts';

// The layout of core/optics/kernel/assembly/layout.ts and scan-layout.ts, in bytes.
const LAYER = 16;
const COATING = 32;
const PHASE = 6 * FIELD;
const GROUP = 8;
export const QUAD = 4 * BLOCK;
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

/** Of R, T and A, on the wavelengths of a setup. */
export type WishBands = readonly [WishBand | undefined, WishBand | undefined, WishBand | undefined];

/** Which part of the wavelengths: a few that are spread over all of them, some more, or the rest. */
export type ScanPart = 'few' | 'some' | 'rest';

/** Blocks of wavelengths that make the few, least number of those and some more, and their share of all. */
const FEW = 2;
const LEAST_SOME = 4;
const SOME = 0.25;

/** A run of layers that the new ones replace, as interfaces counted from the exit: equal where nothing is replaced. */
export interface Slot {
  readonly inner: number;
  readonly outer: number;
}

export const coatingBytes = (layers: number): number =>
  COATING + layers * (LAYER + PHASE) + Math.ceil(layers / GROUP) * 2 * FIELD;

/** Where `begin` wrote what, and how many interfaces there are. */
interface Scanned {
  readonly interfaces: number;
  readonly waves: number;
  readonly parts: number;
  readonly forms: number;
  /** free bytes behind all that */
  readonly free: number;
  /** interfaces below the front coating's innermost layer */
  readonly offset: number;
}

/**
 * What all scans of a front face share: tables of what is tried, which stay in the kernel's memory, and the waves at
 * the interfaces of the coating that is scanned.
 *
 * With the waves u from the entrance and v from the exit at the two interfaces between which new layers of matrix m go,
 *   D = m₁₁ u_C v_B + m₁₂ u_C v_C + m₂₁ u_B v_B + m₂₂ u_B v_C,
 * and in the same way the numerators of r and r′: one matrix's work for the spectrum of a whole coating. In single
 * precision, since what is tried is only ranked by it; errors in R and T are below 10⁻⁴ unless the coating is a
 * resonator of high finesse.
 */
export abstract class FaceScan implements Resident {
  readonly byteLength: number;
  generation = -1;
  address = 0;
  protected readonly memory: KernelMemory;
  protected readonly tables: WasmTables;
  protected readonly quantities: number;
  protected readonly isL1: boolean;
  protected readonly hasFaces: boolean;
  protected scanned: Scanned = { interfaces: 0, waves: 0, parts: 0, forms: 0, free: 0, offset: 0 };
  /** (blocks × R, T, A × low, high, weight × wavelengths of the block) */
  private readonly wishes: Float32Array;
  private readonly slabThicknessNm: number;
  private readonly entrance: number;
  private readonly substrate: number;
  private readonly exit: number;
  /** medium index of a coherent slab, −1 without one */
  private readonly slabMedium: number;
  private cursor = 0;

  /**
   * @param setup light from the front
   * @param bands on the setup's wavelengths
   * @param isL1 whether the cost is Σ weight·|error| or Σ weight·error²
   * @param ownBytes of the tables of what is tried
   */
  protected constructor(
    memory: KernelMemory,
    setup: EvaluatorSetup,
    bands: WishBands,
    isL1: boolean,
    ownBytes: (tables: WasmTables) => number,
  ) {
    const media = mediaOf(setup);
    const { slab } = setup;
    this.memory = memory;
    this.tables = new WasmTables(setup, media);
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
    this.byteLength = this.wishes.byteLength + ownBytes(this.tables) + 64;
  }

  /** Writes the tables of what is tried; `scratch` bytes are free until then (see `scratchBytes`). */
  protected abstract writeOwn(address: number, scratch: number): void;

  /** Bytes that `writeOwn` needs. */
  protected abstract scratchBytes(): number;

  /** Called by the memory: what is wished, and what is tried. */
  write({ doubles }: KernelMemory): void {
    if (this.tables.generation !== this.generation) return; // given up with all else just now; `open` begins anew
    new Float32Array(doubles.buffer, this.address, this.wishes.length).set(this.wishes);
    this.writeOwn(this.address + this.wishes.byteLength, this.cursor);
  }

  /** Bytes that a scan of such a coating needs, beside the tables, and `more`. */
  protected bytesOf(front: LayerSequence, back: LayerSequence, more: number): number {
    const { blocks, polarizations } = this.tables;
    const places = blocks * polarizations;
    const layers = front.count + (this.slabMedium >= 0 ? back.count + 1 : 0);
    const own = coatingBytes(layers) + coatingBytes(back.count) + places * ((layers + 1) * WAVES + PART + FORMS) + more;
    return Math.max(own, this.scratchBytes()) + 1024;
  }

  /**
   * Works out the waves at the interfaces of a coating. What a scan needs lies from `address` on, until the kernel is
   * used for something else.
   *
   * @param front from the outermost layer on; interfaces of the slots count from its innermost one
   * @param span innermost and outermost interface of all slots
   */
  protected beginWithin(address: number, front: LayerSequence, back: LayerSequence, span: Slot): void {
    const { tables, hasFaces } = this;
    const { blocks, polarizations, blockBytes } = tables;
    const places = blocks * polarizations;
    const offset = this.slabMedium >= 0 ? back.count + 1 : 0;
    const layers = front.count + offset;
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
    this.scanned = { interfaces: layers + 1, waves, parts, forms, free: forms + places * FORMS, offset };
    this.memory.kernel.prepareScan(
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
      span.inner + offset,
      span.outer + offset,
      waves,
      parts,
    );
  }

  /** The blocks of wavelengths from the first up to the second; few, some and rest together are all. */
  protected blocksOf(part: ScanPart): [number, number] {
    const { blocks } = this.tables;
    const few = Math.min(blocks, FEW);
    const some = Math.min(blocks, Math.max(LEAST_SOME, Math.round(SOME * blocks)));
    return part === 'few' ? [0, few] : part === 'some' ? [few, some] : [some, blocks];
  }

  /** Where the tables of what is tried begin; what is wished lies at `address`. */
  protected get ownAddress(): number {
    return this.address + this.wishes.byteLength;
  }

  /**
   * Makes sure that the tables of all scans are in memory, and so many bytes free.
   * @returns the address of the free bytes
   */
  private static open(scans: readonly FaceScan[], bytes: number): number {
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

  /**
   * Opens and begins all scans.
   * @param count costs that are asked for
   * @param bytesFor what each scan needs, and how it begins at an address
   * @returns the costs, all 0, and their address
   */
  static start<S extends FaceScan>(
    scans: readonly S[],
    count: number,
    bytesFor: (scan: S) => number,
    begin: (scan: S, address: number) => void,
  ): { costs: Float32Array; address: number } {
    const sizes = scans.map(bytesFor);
    const address = FaceScan.open(scans, 4 * count + sizes.reduce((sum, size) => sum + size, 64));
    const costs = scans[0].memory.singles(address, count).fill(0);
    let free = Math.ceil((address + 4 * count) / 64) * 64;
    scans.forEach((scan, i) => {
      begin(scan, free);
      free += Math.ceil(sizes[i] / 64) * 64;
    });
    return { costs, address };
  }

  /** An empty coating: header, work space, and then its layers. */
  protected beginCoating(header: number, layers: number): void {
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

  protected append(header: number, medium: number, thicknessNm: number): void {
    const { integers, doubles } = this.memory;
    const at = this.cursor >>> 2;
    integers[at] = medium * this.tables.recordBytes;
    integers[at + 1] = 0;
    doubles[(this.cursor >>> 3) + 1] = thicknessNm;
    integers[(header >>> 2) + 1]++;
    this.cursor += LAYER;
  }

  private align(): number {
    this.cursor = Math.ceil(this.cursor / 64) * 64;
    return this.cursor;
  }

  private appendReversed(header: number, { count, media, thicknessNm }: LayerSequence): void {
    for (let i = count - 1; i >= 0; i--) this.append(header, media[i], thicknessNm[i]);
  }
}

function wishesOf(bands: WishBands, blocks: number, count: number): Float32Array {
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
