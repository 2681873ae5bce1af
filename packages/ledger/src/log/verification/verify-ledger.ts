import { EMPTY_ROOT } from '../../merkle/hash.ts';
import type { HashReader } from '../../merkle/tree.ts';
import { parseVerifierKey, type VerifierKey } from '../../note/verifier-key.ts';
import { nodeStorage } from '../../storage/node-storage.ts';
import type { Storage } from '../../storage/storage.ts';
import { edgeFrontier } from '../../tiles/right-edge.ts';
import { openVerifiedTiles } from '../../tiles/verified-tiles.ts';
import { CHECKPOINT_FILE, MAX_KEY_BYTES, VERIFIER_KEY_FILE } from '../ledger-files.ts';
import { type LogSnapshot, type LogState, readLogState, snapshotHashes } from '../log-snapshot.ts';
import { openSigned, type SignedCheckpoint } from '../published-tree.ts';
import { replayJournal } from '../recovery/replay-journal.ts';
import { checkKept } from './check-kept.ts';
import { checkLayout } from './check-layout.ts';
import { checkTiles } from './check-tiles.ts';
import { createEntryChecker, type EntryChecker } from './entry-checker.ts';
import { createProblemList, type ProblemList } from './problem-list.ts';
import type { LedgerVerification, VerifyOptions } from './verification.ts';

/** Entries between two progress events. */
const PROGRESS_ENTRIES = 65_536;

/**
 * Recomputes a whole log from its entries and compares it with every tile, the journal, the signed checkpoints and, if asked for,
 * the documents that entries point at. What is wrong is returned, never thrown. Holds a few bundles in memory,
 * however long the log is; needs no lock and may run beside a writer.
 *
 * A log that its owner rewrote from the start and signed again is found only with `keptCheckpoints`.
 * Throws `note/key-malformed` for a bad key and the signal's reason when aborted.
 */
// Attacker controls: every file of the log.
export async function verifyLedger(at: string | Storage, options: VerifyOptions): Promise<LedgerVerification> {
  const storage = typeof at === 'string' ? nodeStorage(at) : at;
  const key = parseVerifierKey(options.verifierKey);
  const problems = createProblemList();
  const checker = createEntryChecker(problems, options.evidence);
  await checkKeyFile(storage, options.verifierKey, problems);
  const state = await readStateOrReport(storage, key, problems);
  const published = state?.published;
  if (state === undefined || published === undefined) {
    if (problems.isEmpty) problems.add('ledger/missing', `\`${CHECKPOINT_FILE}\` is missing`);
    const keptAgreed = await compareKept(undefined, 0, options, key, problems);
    return conclude({ problems, checker, newest: undefined, origin: key.name, journalEntries: 0, keptAgreed });
  }
  let announced = 0;
  await checkTiles({
    storage,
    published,
    problems,
    checker,
    onBundle: (entries) => {
      options.signal?.throwIfAborted();
      if (entries < announced + PROGRESS_ENTRIES && entries < published.size) return;
      announced = entries;
      options.onEvent?.({ type: 'progress', entries, total: published.size });
    },
  });
  const snapshot = await checkJournal(storage, { ...state, published }, key, problems);
  const tail = snapshot?.tail;
  for (const [offset, entry] of (tail?.entries ?? []).entries()) await checker.check(entry, published.size + offset);
  const tornTail = state.content.state === 'torn' ? state.journal.subarray(state.content.goodBytes) : new Uint8Array(0);
  const { entries = [], leafHashes = [] } = tail ?? {};
  const extension = snapshot === undefined ? undefined : { edge: snapshot.tiles.edge, entries, leafHashes };
  const { size } = published;
  const newest = tail?.checkpoint ?? published;
  const sizeNow = (): Promise<number> => readSize(storage, key, newest.size);
  const { pieces } = checker;
  await checkLayout({ storage, problems, size, sizeNow, extension, pieces, tornTail }).catch(problems.addError);
  const read = snapshot === undefined ? undefined : snapshotHashes(snapshot);
  const keptAgreed = await compareKept(read, newest.size, options, key, problems);
  return conclude({ problems, checker, newest, origin: key.name, journalEntries: entries.length, keptAgreed });
}

async function checkKeyFile(storage: Storage, verifierKey: string, problems: ProblemList): Promise<void> {
  try {
    const bytes = await storage.read(VERIFIER_KEY_FILE, MAX_KEY_BYTES);
    if (bytes === undefined) return problems.add('ledger/missing', `\`${VERIFIER_KEY_FILE}\` is missing`);
    const expected = Buffer.from(`${verifierKey}\n`, 'utf8');
    if (Buffer.compare(bytes, expected) === 0) return;
    problems.add('ledger/wrong-key', `\`${VERIFIER_KEY_FILE}\` does not hold \`${verifierKey}\``);
  } catch (error) {
    problems.addError(error);
  }
}

async function readStateOrReport(
  storage: Storage,
  key: VerifierKey,
  problems: ProblemList,
): Promise<LogState | undefined> {
  try {
    return await readLogState(storage, key);
  } catch (error) {
    problems.addError(error);
    return undefined;
  }
}

/** Entries that the newest checkpoint signs by now; `otherwise` if there is none that counts. */
async function readSize(storage: Storage, key: VerifierKey, otherwise: number): Promise<number> {
  try {
    const { published, content } = await readLogState(storage, key);
    const last = content.frames.at(-1);
    const newest = last === undefined ? published : openSigned(last.checkpoint, key, 'the newest checkpoint');
    return newest?.size ?? otherwise;
  } catch {
    // Whatever is wrong was reported when it was looked at.
    return otherwise;
  }
}

/** The log as a reader sees it, or `undefined` if it cannot be trusted as a whole. */
async function checkJournal(
  storage: Storage,
  { published, content, journal }: LogState & { readonly published: SignedCheckpoint },
  key: VerifierKey,
  problems: ProblemList,
): Promise<LogSnapshot | undefined> {
  if (content.state === 'torn') {
    const bytes = journal.length - content.goodBytes;
    problems.add('ledger/torn-tail', `the journal ends in ${bytes} bytes that are no whole commit`);
  }
  const tiles = await openVerifiedTiles(storage, published.size, published.root).catch(() => undefined);
  if (tiles === undefined) {
    // The damage itself was reported by `checkTiles`; never let its consequence pass in silence.
    if (problems.isEmpty || journal.length > 0) {
      problems.add('ledger/contradiction', 'the journal cannot be compared with a damaged tree');
    }
    return undefined;
  }
  try {
    const frontier = edgeFrontier(tiles.edge);
    const publishedLeaf = (index: number): Promise<Uint8Array> => tiles.hash(0, index);
    return { tiles, tail: await replayJournal(content, { published, frontier, key, publishedLeaf }) };
  } catch (error) {
    problems.addError(error);
    return undefined;
  }
}

function compareKept(
  read: HashReader | undefined,
  size: number,
  { keptCheckpoints = [] }: VerifyOptions,
  key: VerifierKey,
  problems: ProblemList,
): Promise<number> {
  return checkKept({ keptCheckpoints, key, size, read, problems });
}

interface Conclusion {
  readonly problems: ProblemList;
  readonly checker: EntryChecker;
  readonly newest: SignedCheckpoint | undefined;
  readonly origin: string;
  readonly journalEntries: number;
  readonly keptAgreed: number;
}

function conclude({ problems, checker, newest, origin, journalEntries, keptAgreed }: Conclusion): LedgerVerification {
  const root = Buffer.from(newest?.root ?? EMPTY_ROOT);
  return {
    origin,
    size: newest?.size ?? 0,
    rootHex: root.toString('hex'),
    rootBase64: root.toString('base64'),
    checkpoint: newest?.note ?? '',
    problems: problems.list(),
    journalEntries,
    keptAgreed,
    evidence: { ...checker.evidence },
  };
}
