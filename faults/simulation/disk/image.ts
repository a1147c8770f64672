/** The bytes of a file, which grow as they are written. */
export class Image {
  #bytes: Uint8Array;
  #size: number;

  constructor(bytes: Uint8Array = new Uint8Array(0)) {
    this.#bytes = bytes.slice();
    this.#size = bytes.length;
  }

  get size(): number {
    return this.#size;
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#size);
  }

  write(at: number, bytes: Uint8Array): void {
    this.#reach(at + bytes.length);
    this.#bytes.set(bytes, at);
  }

  truncate(size: number): void {
    if (size < this.#size) this.#bytes.fill(0, size, this.#size);
    else this.#reach(size);
    this.#size = size;
  }

  #reach(end: number): void {
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(end, this.#bytes.length * 2, 65_536));
      grown.set(this.#bytes.subarray(0, this.#size));
      this.#bytes = grown;
    }
    this.#size = Math.max(this.#size, end);
  }
}
