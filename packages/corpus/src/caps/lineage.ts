/** Milliseconds of a day, UTC: the resolution at which earlier corpora are remembered. */
export const DAY_MS = 86_400_000;

/** Days since the Unix epoch lie within this of it, about 2,700 years: what lies beyond is no date of a record. */
export const MAX_CONTRIBUTION_DAY = 1_000_000;

/** What one account gave to earlier corpora. */
export interface AccountContribution {
  readonly records: number;
  /** Of these, records that teach a declared action. */
  readonly slice: number;
  /** What may link it to others: `name:key`, sorted, distinct. */
  readonly attributes: readonly string[];
}

/** What one tenant or source gave to earlier corpora. */
export interface GroupContribution {
  /** Records that teach a declared action, whatever the day. */
  readonly slice: number;
  /** Records without a time: they count in every window. */
  readonly undated: number;
  /** Records per day since the Unix epoch, ascending. */
  readonly days: readonly (readonly [day: number, records: number])[];
}

/**
 * What a model's lineage was trained on, by contributor: what makes a slow drip add up. Plain data without names: every
 * key is the caller's keyed hash, so that whoever reads it learns no account, and a lost key only loses the link.
 */
export interface EarlierContributions {
  readonly accounts: ReadonlyMap<string, AccountContribution>;
  readonly tenants: ReadonlyMap<string, GroupContribution>;
  readonly sources: ReadonlyMap<string, GroupContribution>;
}

/** The lasting key of every id of the columns: letters, digits, `-` and `_`; HMACs of what the id stands for. */
export interface ContributionKeys {
  readonly accounts: readonly string[];
  readonly tenants: readonly string[];
  readonly sources: readonly string[];
  /** The attribute's value, and its name. The name is also stored beside it: the document may link by another one later. */
  readonly attributes: readonly string[];
}

/** A lineage that begins with this corpus. */
export const NO_CONTRIBUTIONS: EarlierContributions = { accounts: new Map(), tenants: new Map(), sources: new Map() };

/** Longest key. Keyed hashes of 512 bits in hexadecimal fit. */
export const MAX_KEY_LENGTH = 128;
/** What a key looks like. No colon: it separates an attribute's name from its key. */
const KEY = new RegExp(`^[A-Za-z0-9_-]{1,${MAX_KEY_LENGTH}}$`);
/** Names that a document can give under `cluster_by`: others can never link, so they are not remembered. */
const LINKING_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.:/-]{0,127}$/;

/** Whether a text can be the key of an account, tenant, source or attribute. */
export function isContributionKey(text: string): boolean {
  return KEY.test(text);
}

/** An attribute as the lineage remembers it, or `undefined` where no document could name it. */
export function attributeKey(name: string, key: string): string | undefined {
  return LINKING_NAME.test(name) ? `${name}:${key}` : undefined;
}

/** The name in an attribute of the lineage. */
export function attributeName(attribute: string): string {
  return attribute.slice(0, attribute.lastIndexOf(':'));
}
