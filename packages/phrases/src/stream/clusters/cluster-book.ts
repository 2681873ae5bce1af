import { type Candidate, MAX_ACCOUNTS_KEPT } from '../candidates/candidate.ts';
import type { RequestNote } from '../sighting.ts';

/** Share of the smaller of two sets of accounts that must be in the other for their phrases to be one cluster. */
export const SAME_CLUSTER_OVERLAP = 0.6;
/** Most phrases that a cluster is described by. */
export const MAX_CLUSTER_GRAMS = 64;
/** Most clusters that are kept; the one that was quiet for longest gives way, and it is said how many did. */
export const MAX_CLUSTERS = 512;

/** One n-gram of a cluster. */
export interface ClusterGram {
  readonly key: number;
  readonly id: string;
  readonly words: readonly string[];
  readonly surprise: number;
  readonly rate: number;
}

/** Phrases that the same accounts came with. */
export interface Cluster {
  readonly number: number;
  readonly grams: ClusterGram[];
  /** The first note of each account, at most `MAX_ACCOUNTS_KEPT`. */
  readonly notes: RequestNote[];
  readonly accounts: Set<number>;
  /** Requests from accounts beyond those. */
  beyond: number;
  requests: number;
  bystanders: number;
  readonly firstAlertAtMs: number;
  lastSeenAtMs: number;
  /** Distinct accounts when it was first alerted. */
  readonly accountsAtAlert: number;
}

/** All clusters, in the order of their last request. */
export interface ClusterBook {
  readonly clusters: Map<number, Cluster>;
  /** Cluster of each n-gram by key. */
  readonly byGram: Map<number, number>;
  last: number;
  dropped: number;
}

/** No clusters. */
export function createClusterBook(): ClusterBook {
  return { clusters: new Map(), byGram: new Map(), last: 0, dropped: 0 };
}

/** The cluster of an n-gram. */
export function clusterOf(book: ClusterBook, key: number): Cluster | undefined {
  const number = book.byGram.get(key);
  return number === undefined ? undefined : book.clusters.get(number);
}

/** Puts an alerted candidate into the cluster whose accounts it shares, or into a new one. */
export function addAlert(book: ClusterBook, candidate: Candidate, id: string, surprise: number): Cluster {
  const atMs = candidate.notes.at(-1)?.atMs ?? 0;
  const bystanders = candidate.bystanders.size + candidate.earlierBystanders;
  let cluster = sameAccounts(book, candidate.accounts);
  if (cluster === undefined) {
    cluster = {
      number: ++book.last,
      grams: [],
      notes: [],
      accounts: new Set(),
      beyond: 0,
      requests: 0,
      bystanders,
      firstAlertAtMs: atMs,
      lastSeenAtMs: atMs,
      accountsAtAlert: candidate.accounts.size,
    };
    if (book.clusters.size >= MAX_CLUSTERS) dropQuietest(book);
  }
  for (const note of candidate.notes) addAccount(cluster, note);
  cluster.requests = Math.max(cluster.requests, candidate.requests);
  cluster.bystanders = Math.max(cluster.bystanders, bystanders);
  if (cluster.grams.length < MAX_CLUSTER_GRAMS) {
    const { key, words, rate } = candidate;
    cluster.grams.push({ key, id, words, surprise, rate });
    book.byGram.set(key, cluster.number);
  }
  refresh(book, cluster, atMs);
  return cluster;
}

/** Takes a request with phrases of the cluster into account. Returns whether its account is new there. */
export function addToCluster(book: ClusterBook, cluster: Cluster, note: RequestNote): boolean {
  cluster.requests++;
  const isNew = addAccount(cluster, note);
  refresh(book, cluster, note.atMs);
  return isNew;
}

function addAccount(cluster: Cluster, note: RequestNote): boolean {
  if (cluster.accounts.has(note.accountKey)) return false;
  if (cluster.accounts.size >= MAX_ACCOUNTS_KEPT) {
    cluster.beyond++;
    return false;
  }
  cluster.accounts.add(note.accountKey);
  cluster.notes.push(note);
  return true;
}

function refresh(book: ClusterBook, cluster: Cluster, atMs: number): void {
  cluster.lastSeenAtMs = Math.max(cluster.lastSeenAtMs, atMs);
  book.clusters.delete(cluster.number);
  book.clusters.set(cluster.number, cluster);
}

function sameAccounts(book: ClusterBook, accounts: ReadonlySet<number>): Cluster | undefined {
  for (const cluster of book.clusters.values()) {
    const needed = SAME_CLUSTER_OVERLAP * Math.min(accounts.size, cluster.accounts.size);
    let shared = 0;
    for (const account of accounts) if (cluster.accounts.has(account)) shared++;
    if (shared >= needed) return cluster;
  }
  return undefined;
}

function dropQuietest(book: ClusterBook): void {
  const [quietest] = book.clusters.values();
  if (quietest === undefined) return;
  book.clusters.delete(quietest.number);
  for (const { key } of quietest.grams) book.byGram.delete(key);
  book.dropped++;
}
