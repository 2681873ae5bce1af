import { gramSimilarity, SAME_TEXT_FROM } from '../text/gram-similarity.ts';
import { maskVolatile } from '../text/mask-volatile.ts';
import type { CanonicalCall } from './canonical-call.ts';

/** Words from which on an argument is prose, which two models never write alike. */
const PROSE_WORDS = 4;

/** The share of arguments in which two calls of one tool differ, in [0, 1]. Prose counts by how different it is. */
export function argumentDistance(a: CanonicalCall, b: CanonicalCall): number {
  const paths = pathsOf(a, b);
  let sum = 0;
  for (const path of paths) sum += leafDistance(a.leaves.get(path), b.leaves.get(path));
  return paths.length === 0 ? 0 : sum / paths.length;
}

/** Paths of the arguments in which two calls of one tool differ, sorted; of malformed arguments the empty path. */
export function differingArguments(a: CanonicalCall, b: CanonicalCall): string[] {
  return pathsOf(a, b).filter((path) => leafDistance(a.leaves.get(path), b.leaves.get(path)) > 0);
}

function pathsOf(a: CanonicalCall, b: CanonicalCall): string[] {
  return [...new Set([...a.leaves.keys(), ...b.leaves.keys()])].sort();
}

function leafDistance(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined || b === undefined || !isProse(a) || !isProse(b)) return 1;
  const similarity = gramSimilarity(maskVolatile(a), maskVolatile(b));
  return similarity >= SAME_TEXT_FROM ? 0 : 1 - similarity;
}

function isProse(text: string): boolean {
  return text.trim().split(/\s+/, PROSE_WORDS).length >= PROSE_WORDS;
}
