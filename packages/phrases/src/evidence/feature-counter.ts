/** Slots of the counter. Two samples of 320 records with 400 features each fill it by half. */
const SLOT_BITS = 19;
const SLOT_MASK = (1 << SLOT_BITS) - 1;

/**
 * Counts 32-bit features over two groups of records. One allocation serves all candidates: a generation number marks
 * the slots of the present one.
 */
export class FeatureCounter {
  private readonly keys = new Int32Array(1 << SLOT_BITS);
  private readonly inside = new Int32Array(1 << SLOT_BITS);
  private readonly outside = new Int32Array(1 << SLOT_BITS);
  private readonly generations = new Int32Array(1 << SLOT_BITS);
  private readonly used = new Int32Array(1 << SLOT_BITS);
  private generation = 1;
  private size = 0;

  /** Forgets every count. */
  reset(): void {
    this.generation++;
    this.size = 0;
  }

  /** Counts the distinct features of one record of the first group. A full counter ignores features that it has not seen. */
  addInside(features: Int32Array): void {
    for (let i = 0; i < features.length; i++) {
      const feature = features[i]!;
      const slot = this.find(feature);
      if (this.generations[slot] !== this.generation) {
        if (this.size * 4 > SLOT_MASK * 3) continue;
        this.generations[slot] = this.generation;
        this.keys[slot] = feature;
        this.inside[slot] = 0;
        this.outside[slot] = 0;
        this.used[this.size++] = slot;
      }
      this.inside[slot] = this.inside[slot]! + 1;
    }
  }

  /** Counts one record of the second group, only for features that the first group has. */
  addOutside(features: Int32Array): void {
    for (let i = 0; i < features.length; i++) {
      const slot = this.find(features[i]!);
      if (this.generations[slot] === this.generation) this.outside[slot] = this.outside[slot]! + 1;
    }
  }

  /** Visits each feature of the first group with its two counts. */
  forEach(visit: (feature: number, inside: number, outside: number) => void): void {
    for (let i = 0; i < this.size; i++) {
      const slot = this.used[i]!;
      visit(this.keys[slot]!, this.inside[slot]!, this.outside[slot]!);
    }
  }

  private find(feature: number): number {
    let slot = Math.imul(feature ^ (feature >>> 15), 0x9e3779b1) >>> (32 - SLOT_BITS);
    while (this.generations[slot] === this.generation && this.keys[slot] !== feature) slot = (slot + 1) & SLOT_MASK;
    return slot;
  }
}
