/** A deterministic source of randomness; every method advances the same stream. */
export interface Random {
  /** Uniform in [0, 1), 32 bits of resolution. */
  next(): number;
  /** Uniform integer in [0, exclusiveMax). `exclusiveMax` must be a positive integer. */
  integer(exclusiveMax: number): number;
  /** One element of a non-empty list. */
  pick<T>(items: readonly T[]): T;
  /** A new array with the same elements in random order (Fisher-Yates). */
  shuffled<T>(items: readonly T[]): T[];
  /** An independent stream for a named purpose: drawing from it does not disturb this one. */
  fork(label: string): Random;
}

/**
 * Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, good enough for sampling and simulation.
 * Never use it for nonces, keys or anything an attacker profits from guessing.
 */
export function seededRandom(seed: number | string): Random {
  const start = typeof seed === 'number' ? seed >>> 0 : fnv1a(seed);
  let state = start;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const integer = (exclusiveMax: number): number => Math.floor(next() * exclusiveMax);
  return {
    next,
    integer,
    pick: <T>(items: readonly T[]): T => items[integer(items.length)] as T,
    shuffled: <T>(items: readonly T[]): T[] => {
      const out = [...items];
      for (let i = out.length - 1; i > 0; i--) {
        const j = integer(i + 1);
        [out[i], out[j]] = [out[j] as T, out[i] as T];
      }
      return out;
    },
    fork: (label) => seededRandom(`${start}:${label}`),
  };
}

/** FNV-1a, 32 bits, over UTF-16 code units: a cheap, stable hash of short labels. Not collision resistant. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
