import {
  coatingBytes,
  FaceScan,
  QUAD,
  type ScanPart,
  type Slot,
  type WishBands,
} from '#core/optics/kernel/face-scan.ts';
import type { KernelMemory } from '#core/optics/kernel/wasm-memory.ts';
import { BLOCK } from '#core/optics/kernel/wasm-tables.ts';
import type { EvaluatorSetup, LayerSequence } from '#core/optics/types.ts';

// The layout of core/optics/kernel/assembly/scan-layout.ts, in bytes.
const SUBSTACK = 9 * QUAD;

/** A few layers, from the outermost one on. */
export interface Substack {
  /** index into `EvaluatorSetup.layerMedia` */
  readonly media: readonly number[];
  readonly thicknessNm: readonly number[];
}

/** How well a coating does with each of hundreds of substacks put into one place (see `FaceScan`). */
export class SubstackScan extends FaceScan {
  private readonly substacks: readonly Substack[];
  private readonly layerCount: number;
  private slot: Slot = { inner: 0, outer: 0 };

  /** For the other parameters see `FaceScan`. */
  constructor(
    memory: KernelMemory,
    setup: EvaluatorSetup,
    substacks: readonly Substack[],
    bands: WishBands,
    isL1: boolean,
  ) {
    super(memory, setup, bands, isL1, () => substacks.length * SubstackScan.bytesEach(setup));
    this.substacks = substacks;
    this.layerCount = substacks.reduce((sum, { media }) => sum + media.length, 0);
  }

  /** What the tables of one substack take. */
  static bytesEach({ wavelengthsNm, polarization, angleDeg }: EvaluatorSetup): number {
    const polarizations = polarization === 'unpolarized' && angleDeg > 0 ? 2 : 1;
    return Math.ceil(wavelengthsNm.length / BLOCK) * polarizations * SUBSTACK + 4;
  }

  protected scratchBytes(): number {
    return coatingBytes(this.layerCount) + 4 * this.substacks.length;
  }

  protected writeOwn(address: number, scratch: number): void {
    const { tables, substacks, memory, layerCount } = this;
    this.beginCoating(scratch, layerCount);
    for (const { media, thicknessNm } of substacks) {
      for (let i = media.length - 1; i >= 0; i--) this.append(scratch, media[i], thicknessNm[i]);
    }
    const { integers, kernel } = memory;
    const at = scratch >>> 2;
    const counts = scratch + coatingBytes(layerCount);
    substacks.forEach(({ media }, i) => {
      integers[(counts >>> 2) + i] = media.length;
    });
    kernel.tabulateSubstacks(
      integers[at],
      layerCount,
      counts,
      substacks.length,
      tables.records,
      tables.blocks,
      tables.blockBytes,
      tables.polarizations,
      integers[at + 2],
      integers[at + 4],
      address,
      this.lossyAddress(),
    );
  }

  /** Bytes that a scan of such a coating needs, beside the tables. */
  bytesFor(front: LayerSequence, back: LayerSequence): number {
    return this.bytesOf(front, back, 0);
  }

  /** See `beginWithin`; `slot`: where the substacks are put. */
  begin(address: number, front: LayerSequence, back: LayerSequence, slot: Slot): void {
    this.beginWithin(address, front, back, slot);
    this.slot = slot;
  }

  /**
   * Adds the costs of the coatings with the first `count` of the substacks to the singles at `costs`. Once a cost
   * exceeds `limit` no more is added to it. Few, some and rest together are all.
   */
  scan(part: ScanPart, count: number, limit: number, costs: number): void {
    const { tables, memory, scanned, slot } = this;
    memory.kernel.scanSubstacks(
      slot.inner + scanned.offset,
      slot.outer + scanned.offset,
      this.ownAddress,
      this.lossyAddress(),
      count,
      scanned.waves,
      scanned.interfaces,
      scanned.parts,
      Number(this.hasFaces),
      ...this.blocksOf(part),
      tables.blocks,
      tables.polarizations,
      this.address,
      this.quantities,
      Number(this.isL1),
      limit,
      costs,
      scanned.forms,
    );
  }

  private lossyAddress(): number {
    const { blocks, polarizations } = this.tables;
    return this.ownAddress + this.substacks.length * blocks * polarizations * SUBSTACK;
  }
}
