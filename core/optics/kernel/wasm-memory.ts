import { instantiateKernel, type KernelExports } from '#core/optics/kernel/wasm-module.ts';

const PAGE = 65_536;
/** Where the module's own constants and scratch memory end. */
const BOTTOM = PAGE;
/** Beyond this many bytes everything is given up and written anew as it is needed: 64 MB. */
const BUDGET = 64 * 1024 * 1024;

/** Something that lives in the kernel's memory until the memory is given up. */
export interface Resident {
  readonly byteLength: number;
  /** the generation of the memory in which it was written; −1: never */
  generation: number;
  address: number;
  write(kernel: KernelMemory): void;
}

/**
 * The kernel and its memory, one for each thread. Tables stay where they are until the memory is full and starts a new
 * generation; then whoever is used writes its own anew. So nobody has to give anything back.
 */
export class KernelMemory {
  readonly kernel: KernelExports;
  doubles: Float64Array;
  integers: Int32Array;
  private top = BOTTOM;
  private generation = 0;
  private scratch = 0;
  private scratchBytes = 0;

  constructor(kernel: KernelExports) {
    this.kernel = kernel;
    this.doubles = new Float64Array(kernel.memory.buffer);
    this.integers = new Int32Array(kernel.memory.buffer);
  }

  /**
   * Makes sure that `resident`, if any, is written and that so many bytes are free for a call; they are the next
   * caller's too.
   * @returns the address of the free bytes, a multiple of 64
   */
  prepare(resident: Resident | null, bytes: number): number {
    const isThere = resident === null || resident.generation === this.generation;
    if (isThere && bytes <= this.scratchBytes) return this.scratch;
    const wanted = bytes <= this.scratchBytes ? 0 : Math.ceil(1.5 * bytes);
    const needed = wanted + (isThere ? 0 : resident.byteLength);
    if (this.top + needed > BUDGET && this.top > BOTTOM) {
      this.generation++;
      this.top = BOTTOM;
      this.scratchBytes = 0;
      return this.prepare(resident, bytes);
    }
    if (wanted > 0) {
      this.scratch = this.allocate(wanted);
      this.scratchBytes = wanted;
    }
    if (!isThere) {
      resident.address = this.allocate(resident.byteLength);
      resident.generation = this.generation;
      resident.write(this);
    }
    return this.scratch;
  }

  /** Single-precision numbers at an address, until the memory grows. */
  singles(address: number, count: number): Float32Array {
    return new Float32Array(this.doubles.buffer, address, count);
  }

  private allocate(bytes: number): number {
    const address = this.top;
    this.top += Math.ceil(bytes / 64) * 64;
    const missing = this.top - this.kernel.memory.buffer.byteLength;
    if (missing > 0) {
      this.kernel.memory.grow(Math.ceil(missing / PAGE) + 16);
      this.doubles = new Float64Array(this.kernel.memory.buffer);
      this.integers = new Int32Array(this.kernel.memory.buffer);
    }
    return address;
  }
}

let ofThisThread: KernelMemory | null | undefined;

/** The thread's kernel; null where the host cannot run it. */
export function kernelMemory(): KernelMemory | null {
  if (ofThisThread === undefined) {
    const kernel = instantiateKernel();
    ofThisThread = kernel === undefined ? null : new KernelMemory(kernel);
  }
  return ofThisThread;
}
