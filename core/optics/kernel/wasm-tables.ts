import { sinCosDeg } from '#core/optics/kernel/elementary.ts';
import type { Media } from '#core/optics/kernel/media.ts';
import type { KernelMemory, Resident } from '#core/optics/kernel/wasm-memory.ts';
import type { EvaluatorSetup } from '#core/optics/types.ts';

/** Wavelengths worked on together, and bytes of one field of such a block. */
export const BLOCK = 4;
export const FIELD = 8 * BLOCK;

/**
 * Admittances and phases per nm of all media, in the kernel's memory: (blocks × media × fields × wavelengths of the
 * block). The kernel works them out from n and k, of which a copy is kept here; the last block is filled up with the
 * last wavelength.
 */
export class WasmTables implements Resident {
  readonly byteLength: number;
  generation = -1;
  address = 0;
  readonly blocks: number;
  readonly polarizations: 1 | 2;
  /** polarizations stored, as the kernel calls them: 1 s, 2 p, 3 s and then p */
  readonly kind: number;
  /** bytes from one medium's record to the next one's, and from one block's records to the next one's */
  readonly recordBytes: number;
  readonly blockBytes: number;
  /** wavelengths in nm, then n and k of each medium */
  private readonly columns: Float64Array;
  /** bytes of one medium's record in single precision; 0 where there are none */
  readonly singleBytes: number;
  private readonly mediumCount: number;
  private readonly incident: number;
  private readonly sin: number;
  private readonly cos: number;
  private readonly hasS: boolean;
  private readonly hasP: boolean;

  constructor(
    { wavelengthsNm, angleDeg, polarization }: EvaluatorSetup,
    { tables, incident }: Media,
    hasSingles = false,
  ) {
    const { sin, cos } = sinCosDeg(angleDeg);
    this.sin = sin;
    this.cos = cos;
    this.hasS = polarization !== 'p';
    this.hasP = polarization === 'p' || (polarization === 'unpolarized' && angleDeg > 0);
    this.polarizations = this.hasS && this.hasP ? 2 : 1;
    this.kind = Number(this.hasS) + 2 * Number(this.hasP);
    this.mediumCount = tables.length;
    this.incident = incident;
    this.blocks = Math.ceil(wavelengthsNm.length / BLOCK);
    this.recordBytes = (2 + 6 * this.polarizations) * FIELD;
    this.blockBytes = tables.length * this.recordBytes;
    this.columns = new Float64Array(this.blocks * BLOCK * (1 + 2 * tables.length));
    [wavelengthsNm, ...tables.flatMap(({ n, k }) => [n, k])].forEach((values, i) => {
      this.setColumn(i, values);
    });
    this.singleBytes = hasSingles ? 2 * FIELD + 64 * this.polarizations : 0;
    this.byteLength = this.columns.byteLength + this.blocks * (this.blockBytes + tables.length * this.singleBytes);
  }

  /** Address of the first block's records. */
  get records(): number {
    return this.address + this.columns.byteLength;
  }

  /** Address of the same in single precision. */
  get singles(): number {
    return this.records + this.blocks * this.blockBytes;
  }

  write({ kernel, doubles }: KernelMemory): void {
    const { address, blocks, mediumCount, incident, sin, cos, hasS, hasP, recordBytes, blockBytes } = this;
    doubles.set(this.columns, address / 8);
    const columnBytes = blocks * FIELD;
    const n = (medium: number) => address + (1 + 2 * medium) * columnBytes;
    for (let medium = 0; medium < mediumCount; medium++) {
      const k = n(medium) + columnBytes;
      const out = this.records + medium * recordBytes;
      const place = [address, n(medium), k, n(incident), blocks, out, blockBytes] as const;
      kernel.tabulate(...place, sin, cos, Number(hasS), Number(hasP));
    }
    if (this.singleBytes === 0) return;
    const count = blocks * mediumCount;
    kernel.narrowRecords(this.records, recordBytes, count, this.polarizations, this.singles, this.singleBytes);
  }

  /**
   * Rewrites the records of medium `slot` as those of a blend of two others, and of the medium behind it as its slopes
   * (see `tabulateBlend`). Lasts until the memory is given up: to be written before every use.
   */
  blend({ kernel }: KernelMemory, slot: number, first: number, second: number, share: number): void {
    const { address, blocks, incident, sin, cos, hasS, hasP, recordBytes, blockBytes } = this;
    const columnBytes = blocks * FIELD;
    const n = (medium: number) => address + (1 + 2 * medium) * columnBytes;
    const k = (medium: number) => n(medium) + columnBytes;
    const out = this.records + slot * recordBytes;
    kernel.tabulateBlend(
      address,
      n(first),
      k(first),
      n(second),
      k(second),
      share,
      n(incident),
      blocks,
      n(slot),
      out,
      out + recordBytes,
      blockBytes,
      sin,
      cos,
      Number(hasS),
      Number(hasP),
    );
  }

  private setColumn(index: number, values: Float64Array): void {
    const start = index * this.blocks * BLOCK;
    this.columns.set(values, start);
    this.columns.fill(values[values.length - 1], start + values.length, start + this.blocks * BLOCK);
  }
}
