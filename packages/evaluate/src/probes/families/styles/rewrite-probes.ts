import type { RewriteProbe } from '../../probe.ts';

/** Rewrites of one source as probes of a family. */
export function rewriteProbes(family: string, source: string, names: Iterable<string>): RewriteProbe[] {
  return Array.from(names, (rewrite) => ({ kind: 'rewrite', family, source, rewrite }));
}
