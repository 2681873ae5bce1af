/** `count` items, each in a set of its own. An entry is the item's parent; a root is its own. */
export function disjointSets(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, item) => item);
}

/** The smallest item of a set. Shortens the way to it (path halving). */
export function rootOf(parents: Int32Array, item: number): number {
  let at = item;
  for (;;) {
    const parent = parents[at] as number;
    if (parent === at) return at;
    const above = parents[parent] as number;
    parents[at] = above;
    at = above;
  }
}

/** Joins the sets of two items. The root is the smallest item, so that no order of joining shows in the result. */
export function unite(parents: Int32Array, one: number, other: number): void {
  const [a, b] = [rootOf(parents, one), rootOf(parents, other)];
  if (a < b) parents[b] = a;
  else parents[a] = b;
}
