import { addBystander, addRequest, type Candidate, tenantsOf } from './candidates/candidate.ts';
import { candidateOf, dropCandidate, hasCandidates, keepCandidate } from './candidates/candidate-store.ts';
import { dropFirst, findFirst, MAX_SIGHTINGS_BEFORE, putFirst } from './candidates/first-sightings.ts';
import { keepNote, noteAt } from './candidates/note-ring.ts';
import { isMostlyRequests, surpriseOf } from './candidates/surprise.ts';
import { addAlert, addToCluster, type Cluster, clusterOf } from './clusters/cluster-book.ts';
import { addLoad, loadOf } from './counts/account-load.ts';
import { countText } from './counts/count-text.ts';
import { isUsedBy, KEYS_PER_COUNTER, totalOf, turnIfFull } from './counts/history.ts';
import { createLanguageRate } from './counts/language-rate.ts';
import { createTextSet } from './counts/text-set.ts';
import { createNameHasher, numberOfKey } from './hash/name-hasher.ts';
import { describeCluster, type PhraseCluster } from './phrase-cluster.ts';
import { MAX_FACT_LENGTH, MAX_FACTS, type PastText, type RequestNote, type Sighting } from './sighting.ts';
import { readSnapshot } from './snapshot/read-snapshot.ts';
import { writeSnapshot } from './snapshot/write-snapshot.ts';
import { ONE_TENANT_FACTOR, type PhraseStreamOptions, resolveStreamOptions } from './stream-options.ts';
import { createStreamState, type StreamTotals } from './stream-state.ts';
import { createGramReader, MAX_GRAM_WORDS, type TextGrams } from './text-grams.ts';
import { createWatchList, type WatchList } from './watch-list.ts';

/** Requests of one account that a generation counts: a flood from one account must not make everyone else's look frequent. */
const MAX_REQUESTS_PER_ACCOUNT = 16;
/** Share of a generation's keys that one account may fill: two thousand accounts are needed to make the history forgotten. */
const KEYS_SHARE = 1 / 1024;
/** Share of the rows of first sightings that one account may fill before it is crowded. */
const ROWS_SHARE = 1 / 256;
/** Share of the candidates that one account may make by being the second to use a phrase. */
const PAIRS_SHARE = 1 / 64;
/** Phrases expected in more requests than this are not followed: at four accounts they could be alerted within a handful only. */
const MAX_FOLLOWED_RATE = 1e-3;

/** What one sighting led to. */
export interface Observation {
  /** Incidents that it began or extended. */
  readonly clusters: readonly PhraseCluster[];
  /** Watched phrases in a request, as they were given. */
  readonly watched: readonly string[];
  /** Part of the text was beyond the limits and was not read: the observation is undecided. */
  readonly isCut: boolean;
}

/** How far a stream can be trusted. */
export interface StreamStatus extends StreamTotals {
  /** Conversations in the history. */
  readonly conversations: number;
  /** Too little history: no phrase can be called rare yet, and silence means nothing. */
  readonly isLearning: boolean;
  /** Times that the older half of the history was forgotten. */
  readonly turns: number;
  /** What gave way to newer entries: first sightings, candidates of two accounts, of more, and clusters. */
  readonly displaced: {
    readonly sightings: number;
    readonly pairs: number;
    readonly groups: number;
    readonly clusters: number;
  };
}

/** Finds rare phrases that several accounts come with before requests, one sighting at a time, in bounded memory. */
export interface PhraseStream {
  /** Attacker controls: the text, and how often it is sent. */
  observe(sighting: Sighting): Observation;
  /**
   * Counts a text as history and follows nothing in it. Only for a corpus from before the data that the model was trained on, or
   * one that passed the scan: a planted phrase that is counted here is no longer rare.
   */
  warm(past: PastText): void;
  /** Every cluster, oldest alert first. */
  clusters(): PhraseCluster[];
  status(): StreamStatus;
  /** Keyed hash of a name or phrase, as ids are made. */
  idOf(text: string): string;
  /**
   * Everything remembered when the first piece is asked for, authenticated under the secret. In pieces of half a megabyte at
   * most, more or less, so that a host can do other work, and observe, between two of them.
   */
  save(): Iterable<Uint8Array>;
}

/**
 * Starts a stream, or goes on from the bytes of `save`, joined: those of another secret or other memory sizes, or changed ones, throw a
 * `BezoarError`. The same sightings in the same order under the same secret give the same result.
 */
export function createPhraseStream(
  options: PhraseStreamOptions,
  more: { readonly watch?: readonly string[]; readonly snapshot?: Uint8Array } = {},
): PhraseStream {
  const resolved = resolveStreamOptions(options);
  const { secret, keepText } = resolved;
  const state = more.snapshot === undefined ? createStreamState(resolved) : readSnapshot(more.snapshot, resolved);
  const { history, load, ring, sightings, store, book, totals } = state;
  const names = createNameHasher(secret);
  const reader = createGramReader(secret);
  const watch: WatchList = createWatchList(more.watch ?? [], reader);
  const language = createLanguageRate(history);
  const seen = createTextSet();
  const keysPerAccount = Math.min(0xfff0, Math.ceil((KEYS_PER_COUNTER << resolved.sketchBits) * KEYS_SHARE));
  const rowsPerAccount = Math.min(0xfff0, Math.ceil((1 << resolved.sightingBits) * ROWS_SHARE));

  const pairsPerAccount = Math.ceil(resolved.candidates * PAIRS_SHARE);

  /** Counts a text; forgets the older generation where it filled the current one. */
  const count = (grams: TextGrams, account: number | undefined, isRequest: boolean): void => {
    if (account !== undefined && loadOf(load, account, 'phrases') >= keysPerAccount) {
      totals.uncounted++;
      return;
    }
    const added = countText(history, grams, seen, { account, isRequest });
    if (account !== undefined) addLoad(load, account, 'phrases', added);
    if (isRequest && (account === undefined || loadOf(load, account, 'requests') < MAX_REQUESTS_PER_ACCOUNT)) {
      history.current.requests++;
      if (account !== undefined) addLoad(load, account, 'requests', 1);
    }
    if (turnIfFull(history)) load.cells.fill(0);
  };

  const isAlert = (candidate: Candidate): boolean => {
    const accounts = candidate.accounts.size;
    const tenants = tenantsOf(candidate);
    const isWide = tenants >= resolved.tenants || state.tenants.size < 2;
    if (accounts < (isWide ? resolved.accounts : resolved.accounts * ONE_TENANT_FACTOR)) return false;
    return isMostlyRequests(accounts, candidate.bystanders.size + candidate.earlierBystanders);
  };

  /** What was expected of the phrase when it was first requested with, or is by now, itself apart: the larger. */
  const surprise = (candidate: Candidate, i: number, n: number): number => {
    const requests = Math.max(0, totalOf(history, 'requests') - candidate.requestsBefore) + 1;
    const accounts = candidate.accounts.size;
    const rate = Math.max(candidate.rate, language.rate(i, n, accounts - 1));
    return surpriseOf(accounts, rate, requests);
  };

  /** A phrase's second account makes it a candidate. */
  const promote = (grams: TextGrams, i: number, n: number, note: RequestNote): Candidate | undefined => {
    const slot = i * MAX_GRAM_WORDS + n - 1;
    const [low, high] = [grams.low[slot]!, grams.high[slot]!];
    const first = findFirst(sightings, low, high);
    const earlier = first === undefined ? undefined : noteAt(ring, first.ordinal);
    if (first === undefined || earlier === undefined || earlier.accountKey === note.accountKey) return undefined;
    const used = language.sightings(i, n) + (isUsedBy(history, low, high, note.accountKey) ? 0 : 1);
    const candidate: Candidate = {
      key: numberOfKey(low, high),
      low,
      high,
      words: keepText ? grams.words.slice(i, i + n) : [],
      rate: first.rate,
      notes: [earlier],
      accounts: new Set([earlier.accountKey]),
      beyond: 0,
      requests: 1,
      bystanders: new Set(),
      earlierBystanders: Math.max(0, used - first.before - 2),
      isCrowded: loadOf(load, note.accountKey, 'pairs') >= pairsPerAccount,
      requestsBefore: earlier.requestsBefore,
    };
    if (!candidate.isCrowded) addLoad(load, note.accountKey, 'pairs', 1);
    dropFirst(sightings, low, high);
    return candidate;
  };

  /** Remembers a phrase that is rare in all traffic and that its words do not explain. */
  const follow = (grams: TextGrams, i: number, n: number, note: () => RequestNote, account: number): void => {
    const slot = i * MAX_GRAM_WORDS + n - 1;
    const [low, high] = [grams.low[slot]!, grams.high[slot]!];
    const known = language.sightings(i, n);
    const before = known > 0 && isUsedBy(history, low, high, account) ? known - 1 : known;
    if (before > MAX_SIGHTINGS_BEFORE) return;
    const rate = language.rate(i, n);
    if (rate > MAX_FOLLOWED_RATE) return;
    const isCrowded = loadOf(load, account, 'sightings') >= rowsPerAccount;
    if (isCrowded) totals.crowded++;
    else addLoad(load, account, 'sightings', 1);
    const sighting = { ordinal: note().ordinal, rate, before };
    putFirst(sightings, { low, high }, sighting, { oldest: ring.last - ring.size, isCrowded });
  };

  const observeRequest = (sighting: Sighting, grams: TextGrams, account: number): Cluster[] => {
    let kept: RequestNote | undefined;
    const note = (): RequestNote => {
      kept ??= keepNote(ring, {
        ...noteOf(sighting, keepText),
        accountKey: account,
        tenantKey: names.tenant(sighting.tenant),
        requestsBefore: totalOf(history, 'requests'),
      });
      return kept;
    };
    const alerts: { readonly candidate: Candidate; readonly found: number }[] = [];
    const clusters = new Set<Cluster>();
    const isLearning = totalOf(history, 'conversations') < resolved.minHistory;
    language.prepare(grams);
    seen.clear();
    for (let i = 0; i < grams.words.length; i++) {
      for (let n = 1; n <= grams.room[i]!; n++) {
        const slot = i * MAX_GRAM_WORDS + n - 1;
        const [low, high] = [grams.low[slot]!, grams.high[slot]!];
        if (!seen.isNew(low, high)) continue;
        const key = numberOfKey(low, high);
        const cluster = clusterOf(book, key);
        if (cluster !== undefined) {
          clusters.add(cluster);
          continue;
        }
        const first = findFirst(sightings, low, high);
        const isFresh = first !== undefined && noteAt(ring, first.ordinal) !== undefined;
        const candidate = candidateOf(store, key) ?? (isFresh ? promote(grams, i, n, note()) : undefined);
        if (candidate === undefined) {
          if (!isFresh && !isLearning) follow(grams, i, n, note, account);
        } else if (addRequest(candidate, note())) {
          keepCandidate(store, candidate);
          const found = isAlert(candidate) ? surprise(candidate, i, n) : 0;
          if (found >= resolved.surprise) alerts.push({ candidate, found });
        }
      }
    }
    for (const cluster of clusters) addToCluster(book, cluster, note());
    count(grams, account, true);
    for (const { candidate, found } of alerts) {
      dropCandidate(store, candidate.key);
      clusters.add(addAlert(book, candidate, hexOf(candidate), found));
    }
    return [...clusters];
  };

  const observeOrdinary = (grams: TextGrams, account: number | undefined): void => {
    if (account !== undefined && hasCandidates(store)) {
      for (let i = 0; i < grams.words.length; i++) {
        for (let n = 1; n <= grams.room[i]!; n++) {
          const slot = i * MAX_GRAM_WORDS + n - 1;
          const candidate = candidateOf(store, numberOfKey(grams.low[slot]!, grams.high[slot]!));
          if (candidate !== undefined) addBystander(candidate, account);
        }
      }
    }
    count(grams, account, false);
  };

  return {
    observe: (sighting) => {
      const grams = reader.read(sighting.text);
      totals.observed++;
      if (sighting.isRequest) totals.requests++;
      if (grams.isCut) totals.cut++;
      if (state.tenants.size < 2) state.tenants.add(names.tenant(sighting.tenant));
      const account = sighting.account === '' ? undefined : names.account(sighting.tenant, sighting.account);
      const watched = sighting.isRequest ? watch.matches(grams) : [];
      let clusters: Cluster[] = [];
      if (!sighting.isRequest) observeOrdinary(grams, account);
      else if (account === undefined) {
        totals.anonymous++;
        count(grams, undefined, true);
      } else clusters = observeRequest(sighting, grams, account);
      return { clusters: clusters.map(describeCluster), watched, isCut: grams.isCut };
    },
    warm: ({ text, tenant = '', account = '', isRequest = false }) => {
      totals.warmed++;
      count(reader.read(text), account === '' ? undefined : names.account(tenant, account), isRequest);
    },
    clusters: () => [...book.clusters.values()].sort((a, b) => a.number - b.number).map(describeCluster),
    status: () => ({
      ...totals,
      conversations: totalOf(history, 'conversations'),
      isLearning: totalOf(history, 'conversations') < resolved.minHistory,
      turns: history.turns,
      displaced: {
        sightings: sightings.displaced,
        pairs: store.droppedPairs,
        groups: store.droppedGroups,
        clusters: book.dropped,
      },
    }),
    idOf: names.id,
    save: () => writeSnapshot(state, resolved),
  };
}

function hexOf({ low, high }: Candidate): string {
  return [high, low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}

function noteOf(sighting: Sighting, keepText: boolean): Pick<RequestNote, 'atMs' | 'facts' | 'account' | 'tenant'> {
  const facts = Object.entries(sighting.facts ?? {}).slice(0, MAX_FACTS);
  const cut = (text: string): string => text.slice(0, MAX_FACT_LENGTH);
  return {
    atMs: sighting.atMs,
    facts: Object.fromEntries(facts.map(([name, value]) => [cut(name), cut(value)])),
    ...(keepText ? { account: cut(sighting.account), tenant: cut(sighting.tenant) } : {}),
  };
}
