import { compileSegment, isGlob } from './segment-pattern.ts';

/**
 * Whether a glob would match a path, whether or not anything is there; by the rules of `expandGlob`. Both relative to the same
 * folder, or both absolute. Takes O(segments of the pattern x segments of the path) comparisons.
 */
export function matchesGlob(pattern: string, path: string): boolean {
  if (pattern.startsWith('/') !== path.startsWith('/')) return false;
  const segments = (text: string): string[] => text.split('/').filter((segment) => segment !== '' && segment !== '.');
  const names = segments(path);
  let reachable = new Set([0]);
  const parts = segments(pattern);
  for (const [index, part] of parts.entries()) {
    const next = new Set<number>();
    for (const at of reachable) {
      if (part === '**') {
        const isLast = index === parts.length - 1;
        for (let to = at; to <= names.length; to++) {
          if (to > at && names[to - 1]!.startsWith('.')) break;
          if (!isLast || to === names.length) next.add(to);
        }
      } else if (at < names.length && (isGlob(part) ? compileSegment(part)(names[at]!) : part === names[at]))
        next.add(at + 1);
    }
    reachable = next;
  }
  return names.length > 0 && reachable.has(names.length);
}
