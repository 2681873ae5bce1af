/** An append-only list of 32-bit integers: 4 bytes an element where an array of numbers takes 8 or more. */
export class GrowableInt32 {
  private buffer: Int32Array;
  /** Elements appended so far. */
  length = 0;

  constructor(capacity = 1024) {
    this.buffer = new Int32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.buffer.length) {
      const larger = new Int32Array(this.buffer.length * 2);
      larger.set(this.buffer);
      this.buffer = larger;
    }
    this.buffer[this.length++] = value;
  }

  /** A copy of exactly the elements appended. */
  toArray(): Int32Array {
    return this.buffer.slice(0, this.length);
  }
}
