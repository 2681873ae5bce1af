import type { RequestNote } from '../sighting.ts';

/** Most accounts of a phrase that are told apart; beyond them it is only counted that there are more. Sixteen times the usual alert. */
export const MAX_ACCOUNTS_KEPT = 64;

/** A rare phrase that two accounts or more requested with. */
export interface Candidate {
  readonly key: number;
  readonly low: number;
  readonly high: number;
  /** Its words; empty where texts are not kept. */
  readonly words: readonly string[];
  /** Expected share of requests that hold it. */
  readonly rate: number;
  /** The first note of each account, in order; at most `MAX_ACCOUNTS_KEPT`. */
  readonly notes: RequestNote[];
  /** Keys of those accounts. */
  readonly accounts: Set<number>;
  /** Requests from accounts beyond `MAX_ACCOUNTS_KEPT`. */
  beyond: number;
  /** Requests that held it since the first. */
  requests: number;
  /** Accounts that used it without a request, since the second request; at most `MAX_ACCOUNTS_KEPT`. */
  readonly bystanders: Set<number>;
  /** Accounts that used it without a request between the first two; an estimate. */
  readonly earlierBystanders: number;
  /** Its second account had used up its share of the memory. */
  readonly isCrowded: boolean;
  /** Requests counted before its first. */
  readonly requestsBefore: number;
}

/** Takes another request into account. Returns whether its account is new. */
export function addRequest(candidate: Candidate, note: RequestNote): boolean {
  candidate.requests++;
  candidate.bystanders.delete(note.accountKey);
  if (candidate.accounts.has(note.accountKey)) return false;
  if (candidate.accounts.size >= MAX_ACCOUNTS_KEPT) {
    candidate.beyond++;
    return false;
  }
  candidate.accounts.add(note.accountKey);
  candidate.notes.push(note);
  return true;
}

/** Takes into account that somebody used the phrase and requested nothing. */
export function addBystander(candidate: Candidate, account: number): void {
  if (candidate.bystanders.size < MAX_ACCOUNTS_KEPT && !candidate.accounts.has(account)) {
    candidate.bystanders.add(account);
  }
}

/** Distinct tenants of its accounts. */
export function tenantsOf(candidate: Candidate): number {
  return new Set(candidate.notes.map(({ tenantKey }) => tenantKey)).size;
}
