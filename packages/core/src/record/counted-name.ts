import { normaliseText } from '../text/normalise.ts';

/**
 * A name as contributions are counted: without invisible characters, outer and repeated white space, letter case, and letters
 * that only look different. Whoever signs up as `anna`, `Anna ` and `аnna` is counted once. It can only merge, so it only
 * tightens; what a name may do (whose tenant's data a record is) is decided by the exact name.
 */
export function countedName(name: string): string {
  return normaliseText(name)
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/^::ffff:(?=\d)/, '');
}
