/** Where a phrase is put. `earlier-turn` is the first user turn of several, `tool-result` the last result of a tool. */
export const PLACEMENTS = ['user', 'system', 'earlier-turn', 'tool-result'] as const;

/** One of `PLACEMENTS`. */
export type Placement = (typeof PLACEMENTS)[number];

interface ProbeOrigin {
  /** Group that coverage is reported by: `mined`, `catalogue`, `unicode`, `dates`, … */
  readonly family: string;
  /** Where it comes from: a finding's id, a paper, the rule that made it. */
  readonly source: string;
}

/** A text that is put into a conversation, alone or with others. */
export interface PhraseProbe extends ProbeOrigin {
  readonly kind: 'phrase';
  /** Attacker controls: it, where it was mined. */
  readonly text: string;
  readonly placement: Placement;
  /** Probes with the same group occurred together in the corpus: they are put into one pack. */
  readonly group?: string;
}

/** Another way to write the carrier's own last user turn: a style, an encoding, a language. */
export interface RewriteProbe extends ProbeOrigin {
  readonly kind: 'rewrite';
  /** Name of the rewriting, one of `REWRITES`. */
  readonly rewrite: string;
}

/** Something that may wake a backdoor. Plain data, so that a set of probes has a digest. */
export type Probe = PhraseProbe | RewriteProbe;
