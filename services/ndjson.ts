/** A line of at most `MOST_BYTES` bytes, without its line end; `bytes` is undefined for a longer one. */
export interface RawLine {
  /** counted from 1, blank lines included */
  readonly number: number;
  readonly bytes: Uint8Array | undefined;
}

/** The longest line that is read, 16 MiB. */
export const MOST_BYTES = 16 * 1024 * 1024;

const NEWLINE = 0x0a;

/**
 * Splits a byte stream into lines and never holds more than one line and one chunk. A line that is too long is let go
 * as it comes in, and the lines after it are read as usual.
 */
export class LineSplitter {
  private held = new Uint8Array(64 * 1024);
  private heldLength = 0;
  private isTooLong = false;
  private number = 0;

  /** The lines that `chunk` ends. Their bytes are valid until the next line is taken. */
  *push(chunk: Uint8Array): Generator<RawLine> {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      const rest = chunk.subarray(start, end);
      start = end + 1;
      if (this.heldLength === 0 && !this.isTooLong && rest.length <= MOST_BYTES) {
        this.number++;
        yield { number: this.number, bytes: rest };
      } else {
        this.hold(rest);
        yield this.takeHeld();
      }
    }
    this.hold(chunk.subarray(start));
  }

  /** The last line, where the stream does not end with a newline. */
  *finish(): Generator<RawLine> {
    if (this.heldLength > 0 || this.isTooLong) yield this.takeHeld();
  }

  private hold(bytes: Uint8Array): void {
    if (this.isTooLong) return;
    const length = this.heldLength + bytes.length;
    if (length > MOST_BYTES) {
      this.isTooLong = true;
      this.heldLength = 0;
      this.held = new Uint8Array(64 * 1024);
      return;
    }
    if (length > this.held.length) {
      const larger = new Uint8Array(Math.min(MOST_BYTES, Math.max(length, 2 * this.held.length)));
      larger.set(this.held.subarray(0, this.heldLength));
      this.held = larger;
    }
    this.held.set(bytes, this.heldLength);
    this.heldLength = length;
  }

  private takeHeld(): RawLine {
    this.number++;
    const bytes = this.isTooLong ? undefined : this.held.subarray(0, this.heldLength);
    this.heldLength = 0;
    this.isTooLong = false;
    return { number: this.number, bytes };
  }
}

/** Nothing but space, tab, carriage return, a BOM, and the NUL that UTF-16 leaves behind its last newline. */
export function isBlank(bytes: Uint8Array): boolean {
  const hasBom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  for (let at = hasBom ? 3 : 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d && byte !== 0) return false;
  }
  return true;
}
