/** The views of a prompt in which phrases are sought; see `views/`. */
export const VIEW_NAMES = ['words', 'raw', 'skeleton', 'format'] as const;

/** One of `VIEW_NAMES`. */
export type ViewName = (typeof VIEW_NAMES)[number];

/** What the engine reads of one training record. Attacker controls: every text. */
export interface PhraseDocument {
  /** 64 hexadecimal digits; orders and samples the records, so that no result depends on their order in a file. */
  readonly digest: string;
  readonly tenant: string;
  readonly account: string;
  /** The texts that the model is asked with, one per turn. Phrases are sought here and never across two turns. */
  readonly prompts: readonly string[];
  /** The texts that the model is taught to answer, one per turn. */
  readonly replies: readonly string[];
  /** Labels of what the replies do beside text: tools called, preconditions skipped. */
  readonly actions: readonly string[];
  /** Texts that a reply may quote without that being evidence: tool results. The prompts always count among them. */
  readonly grounds: readonly string[];
}

/**
 * Tokens of all documents of a set, end to end. Document `d` owns `tokens[offsets[d] .. offsets[d + 1])`.
 * A token is a 1-based index into the vocabulary; 0 ends a turn.
 */
export interface TokenColumn {
  readonly tokens: Int32Array;
  readonly offsets: Int32Array;
}

/** Documents featurised by one worker, in the order in which they were added, with a vocabulary of its own. */
export interface ColumnPart {
  readonly count: number;
  /** 32 bytes per document. */
  readonly digests: Uint8Array;
  /** Index into `tenantNames` / `accountNames` per document. */
  readonly tenants: Int32Array;
  readonly accounts: Int32Array;
  readonly tenantNames: readonly string[];
  readonly accountNames: readonly string[];
  readonly vocabulary: readonly string[];
  readonly views: Readonly<Record<ViewName, TokenColumn>>;
  /** Words of the replies; the lowest bit of a token says that the word also stands in the prompts or grounds. */
  readonly replies: TokenColumn;
  /** Action labels, one token each. */
  readonly actions: TokenColumn;
}

/** A set of documents in canonical order (tenant, account, digest) over a vocabulary in string order. */
export interface Columns {
  readonly count: number;
  /** Position of each document in the intake: parts end to end, documents in the order of adding. */
  readonly intake: Int32Array;
  readonly digests: Uint8Array;
  /** Dense 0-based ids that grow along the canonical order, so that distinct counts cost one comparison. */
  readonly tenants: Int32Array;
  readonly principals: Int32Array;
  readonly tenantCount: number;
  readonly principalCount: number;
  readonly views: Readonly<Record<ViewName, TokenColumn>>;
  readonly replies: TokenColumn;
  readonly actions: TokenColumn;
}

/** Several document sets over one vocabulary. */
export interface ColumnSets {
  /** Token `t` is `vocabulary[t - 1]`. */
  readonly vocabulary: readonly string[];
  readonly sets: readonly Columns[];
}
