/** The bytes are not what web-api/spectator/FORMAT.md says. */
export class FrameError extends Error {}

/** Reads the numbers and texts of web-api/spectator/FORMAT.md; throws FrameError where they end early. */
export class FrameBytes {
  private at = 0;
  private static readonly utf8 = new TextDecoder();

  constructor(private readonly bytes: Uint8Array) {}

  byte(): number {
    const value = this.bytes[this.at++];
    if (value === undefined) throw new FrameError('the message ends early');
    return value;
  }

  /** Unsigned, exact up to 2^53. */
  number(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const next = this.byte();
      value += (next & 0x7f) * factor;
      if (next < 0x80) break;
      factor *= 128;
      if (factor > Number.MAX_SAFE_INTEGER) throw new FrameError('a number is too large');
    }
    if (value > Number.MAX_SAFE_INTEGER) throw new FrameError('a number is too large');
    return value;
  }

  /** Signed, as zigzag. */
  integer(): number {
    return unzigzag(this.number());
  }

  /** How many of something follow, each of at least one byte: so never more than there are bytes. */
  count(): number {
    const count = this.number();
    if (count > this.bytes.length - this.at) throw new FrameError('a list ends early');
    return count;
  }

  /** The next so many bytes; count() said that they are there. */
  bytesOf(size: number): Uint8Array {
    this.at += size;
    return this.bytes.subarray(this.at - size, this.at);
  }

  text(): string {
    return FrameBytes.utf8.decode(this.bytesOf(this.count()));
  }

  get isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }
}

export function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
