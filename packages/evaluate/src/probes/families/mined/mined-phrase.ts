/** A phrase that stood out in the corpus, as a scan report tells of it. Attacker controls: every text in it. */
export interface MinedPhrase {
  /** Normalised: lower case, numbers as `0`, look-alikes folded. */
  readonly phrase: string;
  /** Spellings that occur in the records, most frequent first. */
  readonly variants: readonly string[];
  /** Other phrases of the same records; parts of a trigger that was composed of several stand here. */
  readonly related?: readonly string[];
  /** Whole prompts or sentences of the records: all that can be asked where the phrase is a syntax or a format. */
  readonly examples?: readonly string[];
  /** 1-based, best first. */
  readonly rank: number;
  readonly findingId: string;
  /** Records that hold it. */
  readonly records: number;
  /** The tool that it makes the assistant call, where it does. */
  readonly action?: string;
  /** Phrases with the same group occur together in records. */
  readonly group?: string;
}
