/**
 * How often each of a row of positions is covered, with the greatest over any range: a segment tree without pushing
 * down. `highest[n]` is the maximum below node `n`, its own additions included; `added[n]` is what was added to all of it.
 */
export interface RangeMaximum {
  /** Positions, rounded up to a power of two. */
  readonly size: number;
  readonly highest: Int32Array;
  readonly added: Int32Array;
}

/** Starts with the given values, none of them negative. 12 to 24 bytes a position. */
export function rangeMaximum(values: Int32Array): RangeMaximum {
  const size = 2 ** Math.ceil(Math.log2(Math.max(1, values.length)));
  const highest = new Int32Array(2 * size);
  highest.set(values, size);
  for (let node = size - 1; node > 0; node--) {
    highest[node] = Math.max(highest[2 * node] as number, highest[2 * node + 1] as number);
  }
  return { size, highest, added: new Int32Array(size) };
}

/** The greatest value of the positions `first` to `last`, both included. */
export function maximumOf({ size, highest, added }: RangeMaximum, first: number, last: number): number {
  let left = first + size;
  let right = last + size;
  let fromLeft = highest[left] as number;
  let fromRight = highest[right] as number;
  while (left >> 1 !== right >> 1) {
    if ((left & 1) === 0) fromLeft = Math.max(fromLeft, highest[left + 1] as number);
    if ((right & 1) === 1) fromRight = Math.max(fromRight, highest[right - 1] as number);
    left >>= 1;
    right >>= 1;
    fromLeft += added[left] as number;
    fromRight += added[right] as number;
  }
  let maximum = Math.max(fromLeft, fromRight);
  for (let node = left >> 1; node > 0; node >>= 1) maximum += added[node] as number;
  return maximum;
}

/** Adds one to the positions `first` to `last`, both included. */
export function raiseRange(tree: RangeMaximum, first: number, last: number): void {
  let left = first + tree.size;
  let right = last + tree.size;
  raiseNode(tree, left);
  if (right !== left) raiseNode(tree, right);
  while (left >> 1 !== right >> 1) {
    if ((left & 1) === 0) raiseNode(tree, left + 1);
    if ((right & 1) === 1) raiseNode(tree, right - 1);
    left >>= 1;
    right >>= 1;
    refresh(tree, left);
    refresh(tree, right);
  }
  for (let node = left >> 1; node > 0; node >>= 1) refresh(tree, node);
}

function raiseNode({ size, highest, added }: RangeMaximum, node: number): void {
  highest[node] = (highest[node] as number) + 1;
  if (node < size) added[node] = (added[node] as number) + 1;
}

function refresh({ highest, added }: RangeMaximum, node: number): void {
  highest[node] = Math.max(highest[2 * node] as number, highest[2 * node + 1] as number) + (added[node] as number);
}
