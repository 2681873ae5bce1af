import type { Cluster } from './clusters/cluster-book.ts';
import { joinPhrases } from './clusters/join-phrases.ts';
import type { RequestNote } from './sighting.ts';

/** Rare phrases that several accounts came with before requests. */
export interface PhraseCluster {
  /** Keyed hash of the n-gram that was alerted first: stable as long as the secret is. */
  readonly id: string;
  /** The longest phrase, normalised; empty where texts are not kept. */
  readonly phrase: string;
  /** All longest phrases, normalised, longest first. */
  readonly variants: readonly string[];
  /** Keyed hashes of the n-grams, in the order of their alerts. */
  readonly gramIds: readonly string[];
  /** Largest surprise of its n-grams. */
  readonly surprise: number;
  /** Distinct accounts; a lower bound where `isSaturated`. */
  readonly accounts: number;
  readonly tenants: number;
  /** More accounts than are told apart. */
  readonly isSaturated: boolean;
  readonly requests: number;
  /** Accounts that used the phrase without a request; an estimate. */
  readonly bystanders: number;
  readonly accountsAtAlert: number;
  readonly firstSeenAtMs: number;
  readonly firstAlertAtMs: number;
  readonly lastSeenAtMs: number;
  /** The first request of each account, in order. */
  readonly notes: readonly RequestNote[];
}

/** A cluster as plain data. */
export function describeCluster(cluster: Cluster): PhraseCluster {
  const variants = joinPhrases(cluster.grams.map(({ words }) => words).filter(({ length }) => length > 0));
  const notes = [...cluster.notes].sort((a, b) => a.ordinal - b.ordinal);
  return {
    id: cluster.grams[0]?.id ?? '',
    phrase: variants[0] ?? '',
    variants,
    gramIds: cluster.grams.map(({ id }) => id),
    surprise: Math.max(...cluster.grams.map(({ surprise }) => surprise)),
    accounts: cluster.accounts.size,
    tenants: new Set(notes.map(({ tenantKey }) => tenantKey)).size,
    isSaturated: cluster.beyond > 0,
    requests: cluster.requests,
    bystanders: cluster.bystanders,
    accountsAtAlert: cluster.accountsAtAlert,
    firstSeenAtMs: Math.min(...notes.map(({ atMs }) => atMs)),
    firstAlertAtMs: cluster.firstAlertAtMs,
    lastSeenAtMs: cluster.lastSeenAtMs,
    notes,
  };
}
