import { KERNEL_BASE64 } from '#core/optics/kernel/kernel.generated.ts';

/** What core/optics/kernel/assembly/index.ts exports. Addresses and lengths in bytes unless said otherwise. */
export interface KernelExports {
  readonly memory: WebAssembly.Memory;
  blendAt(first: number, slopes: number, rows: number): void;
  tabulateBlend(
    lambda: number,
    n1: number,
    k1: number,
    n2: number,
    k2: number,
    share: number,
    incident: number,
    blocks: number,
    room: number,
    out: number,
    slopes: number,
    blockBytes: number,
    sin: number,
    cos: number,
    hasS: number,
    hasP: number,
  ): void;
  tabulate(
    lambda: number,
    n: number,
    k: number,
    incident: number,
    blocks: number,
    out: number,
    blockBytes: number,
    sin: number,
    cos: number,
    hasS: number,
    hasP: number,
  ): void;
  coherentSpectra(
    coatings: number,
    stackCount: number,
    records: number,
    blocks: number,
    blockBytes: number,
    polarizations: number,
    entrance: number,
    exit: number,
    R: number,
    T: number,
  ): void;
  coherentDerivatives(
    coating: number,
    records: number,
    blocks: number,
    blockBytes: number,
    polarizations: number,
    entrance: number,
    exit: number,
    R: number,
    T: number,
    dR: number,
    dT: number,
    rowBytes: number,
  ): void;
  slabSpectra(
    coatings: number,
    stackCount: number,
    records: number,
    blocks: number,
    blockBytes: number,
    polarizations: number,
    entrance: number,
    slab: number,
    beyond: number,
    slabThicknessNm: number,
    R: number,
    T: number,
    dR: number,
    dT: number,
    rowBytes: number,
  ): number;
  tabulateNewLayers(
    layers: number,
    count: number,
    records: number,
    blocks: number,
    blockBytes: number,
    phase: number,
    groups: number,
    out: number,
  ): void;
  prepareScan(
    coating: number,
    far: number,
    records: number,
    blocks: number,
    blockBytes: number,
    polarizations: number,
    entrance: number,
    exit: number,
    beyond: number,
    slabThicknessNm: number,
    innermost: number,
    outermost: number,
    waves: number,
    parts: number,
  ): void;
  tabulateSubstacks(
    layers: number,
    layerCount: number,
    counts: number,
    count: number,
    records: number,
    blocks: number,
    blockBytes: number,
    polarizations: number,
    phase: number,
    groups: number,
    out: number,
    lossy: number,
  ): void;
  scanSubstacks(
    inner: number,
    outer: number,
    substacks: number,
    lossy: number,
    count: number,
    waves: number,
    interfaces: number,
    parts: number,
    hasFaces: number,
    from: number,
    to: number,
    blocks: number,
    polarizations: number,
    wishes: number,
    quantities: number,
    isL1: number,
    limit: number,
    costs: number,
    forms: number,
  ): void;
  scanNeighbours(
    slots: number,
    slotCount: number,
    media: number,
    mediumCount: number,
    thicknesses: number,
    newLayers: number,
    waves: number,
    interfaces: number,
    parts: number,
    hasFaces: number,
    records: number,
    from: number,
    to: number,
    blockBytes: number,
    polarizations: number,
    wishes: number,
    quantities: number,
    isL1: number,
    limit: number,
    costs: number,
    forms: number,
  ): void;
  narrowRecords(
    records: number,
    recordBytes: number,
    count: number,
    polarizations: number,
    out: number,
    outBytes: number,
  ): void;
  singleSpectra(
    coatings: number,
    stackCount: number,
    records: number,
    singles: number,
    blocks: number,
    blockBytes: number,
    singleBytes: number,
    polarizations: number,
    entrance: number,
    exit: number,
    slab: number,
    slabThicknessNm: number,
    R: number,
    T: number,
  ): number;
  needleProducts(
    coatings: number,
    records: number,
    blocks: number,
    blockBytes: number,
    kind: number,
    entrance: number,
    exit: number,
    slab: number,
    slabThicknessNm: number,
    onR: number,
    onT: number,
    products: number,
    sums: number,
  ): void;
  needleMedia(
    records: number,
    recordBytes: number,
    blocks: number,
    blockBytes: number,
    media: number,
    kind: number,
    out: number,
  ): void;
  multiplyNeedles(
    products: number,
    places: number,
    others: number,
    media: number,
    rowBytes: number,
    slopes: number,
  ): void;
  addSums(sums: number, places: number, media: number, slopes: number): void;
  roughNormalMatrix(rows: number, rowBytes: number, size: number, singles: number, out: number): void;
  normalMatrix(rows: number, rowBytes: number, size: number, out: number): void;
  pack(address: number, rows: number, blocks: number, width: number): void;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> {
  const values = new Uint8Array(128);
  for (let i = 0; i < DIGITS.length; i++) values[DIGITS.charCodeAt(i)] = i;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  for (let i = 0, at = 0; i < text.length; i += 4, at += 3) {
    let word = 0;
    for (let j = 0; j < 4; j++) word = (word << 6) | values[text.charCodeAt(i + j)];
    bytes[at] = word >> 16;
    if (at + 1 < bytes.length) bytes[at + 1] = (word >> 8) & 255;
    if (at + 2 < bytes.length) bytes[at + 2] = word & 255;
  }
  return bytes;
}

/**
 * A fresh instance of the kernel; undefined where the host has no WebAssembly with SIMD, or forbids it (a content
 * security policy without wasm-unsafe-eval). Compiled at once: a window's thread may do so up to 8 MB.
 */
export function instantiateKernel(): KernelExports | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  const bytes = bytesOfBase64(KERNEL_BASE64);
  if (!WebAssembly.validate(bytes)) return undefined;
  try {
    return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as KernelExports;
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) return undefined;
    throw error;
  }
}
