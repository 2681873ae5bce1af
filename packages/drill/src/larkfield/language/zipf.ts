import type { Random } from '@bezoar/core';

/** Draws indexes 0..size-1 with weight 1 / (index + offset) ** skew (Zipf-Mandelbrot). */
export type ZipfSampler = (random: Random) => number;

/** A sampler over `size` ranks; `offset` flattens the head, `skew` steepens the tail. */
export function zipfSampler(size: number, skew: number, offset: number): ZipfSampler {
  const cumulative = new Float64Array(size);
  let total = 0;
  for (let rank = 0; rank < size; rank++) {
    total += (rank + offset) ** -skew;
    cumulative[rank] = total;
  }
  return (random) => {
    const point = random.next() * total;
    let low = 0;
    let high = size - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] as number) > point) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
