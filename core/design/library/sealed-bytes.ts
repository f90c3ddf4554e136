/**
 * A stored file's bytes: 48 bytes of header, then the content. The header is the text "SWLB", a version, the length of
 * the content, its checksum, and the 32 bytes of the setup's key. Little-endian, as every machine is that this program
 * runs on.
 */
const MAGIC = 0x424c5753;
const HEADER_BYTES = 48;

/** What a file holds, and the version of its form: raised whenever older files can no longer be used. */
export const CURVES_VERSION = 1;
export const FOUND_VERSION = 0x10001;

/** @param key 64 hexadecimal digits (see LibrarySetup) */
export function sealBytes(version: number, key: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + content.length);
  const header = new DataView(bytes.buffer);
  [MAGIC, version, content.length, checksum(new Uint8Array(content))].forEach((word, i) => {
    header.setUint32(4 * i, word, true);
  });
  for (let i = 0; i < 32; i++) bytes[16 + i] = Number.parseInt(key.slice(2 * i, 2 * i + 2), 16);
  bytes.set(content, HEADER_BYTES);
  return bytes;
}

/** The content, or undefined for a damaged file, another version, or another setup's file. */
export function unsealBytes(version: number, key: string, bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const header = new DataView(bytes.buffer, bytes.byteOffset);
  const content = new Uint8Array(bytes.subarray(HEADER_BYTES));
  const expected = [MAGIC, version, content.length, checksum(content)];
  if (expected.some((word, i) => header.getUint32(4 * i, true) !== word)) return undefined;
  const own = Array.from(bytes.subarray(16, HEADER_BYTES), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return own === key ? content : undefined;
}

/** FNV-1a over words of 32 bits, then over the bytes that are left. `content` begins its own buffer. */
function checksum(content: Uint8Array): number {
  const whole = content.length >> 2;
  const words = new Uint32Array(content.buffer, 0, whole);
  let hash = 0x811c9dc5;
  for (let i = 0; i < whole; i++) hash = Math.imul(hash ^ words[i], 0x01000193);
  for (let i = 4 * whole; i < content.length; i++) hash = Math.imul(hash ^ content[i], 0x01000193);
  return hash >>> 0;
}
