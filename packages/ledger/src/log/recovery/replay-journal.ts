import { BezoarError } from '@bezoar/core';
import type { PlacedFrame } from '../../journal/frame.ts';
import type { JournalContent } from '../../journal/read-frames.ts';
import type { Frontier } from '../../merkle/frontier.ts';
import { isSameHash, leafHash } from '../../merkle/hash.ts';
import type { VerifierKey } from '../../note/verifier-key.ts';
import { openSigned, type SignedCheckpoint } from '../published-tree.ts';

/** What the journal adds to the published tree. */
export interface JournalTail {
  /** Encoded entries past the published size. */
  readonly entries: readonly Uint8Array[];
  readonly leafHashes: readonly Uint8Array[];
  /** The newest signed checkpoint: the last frame's, or the published one. */
  readonly checkpoint: SignedCheckpoint;
  /** Frames that the published tree already holds: a crash came between its checkpoint and the journal's reset. */
  readonly publishedFrames: number;
}

/** Where `replayJournal` starts. */
export interface ReplayOptions {
  readonly published: SignedCheckpoint;
  /** The published tree's; advanced over the tail. */
  readonly frontier: Frontier;
  readonly key: VerifierKey;
  /** Leaf hash of a published entry. */
  readonly publishedLeaf: (index: number) => Promise<Uint8Array>;
}

/**
 * Checks the journal's frames against the published tree and their own signed checkpoints. Throws `ledger/corrupt-journal` for
 * damage before a good frame and `ledger/contradiction` where journal and tree tell different stories.
 */
// Attacker controls: all frames.
export async function replayJournal(
  journal: JournalContent,
  { published, frontier, key, publishedLeaf }: ReplayOptions,
): Promise<JournalTail> {
  if (journal.state === 'corrupt') {
    throw new BezoarError(
      'ledger/corrupt-journal',
      `the journal is damaged at byte ${journal.goodBytes}, before a later good commit: no crash does that`,
    );
  }
  const entries: Uint8Array[] = [];
  const leafHashes: Uint8Array[] = [];
  let checkpoint = published;
  let publishedFrames = 0;
  let next = journal.frames[0]?.firstIndex ?? published.size;
  if (next > published.size) {
    throw contradiction(`the journal starts at entry ${next}, the published tree ends at ${published.size}`);
  }
  for (const frame of journal.frames) {
    if (frame.firstIndex !== next)
      throw contradiction(`expected entry ${next} in the journal, got ${frame.firstIndex}`);
    next += frame.entries.length;
    const signed = openSigned(frame.checkpoint, key, `the checkpoint of the journal over ${next} entries`);
    if (signed.size !== next) throw contradiction(`expected a checkpoint over ${next} entries, got ${signed.size}`);
    if (next <= published.size) {
      await checkPublished(frame, publishedLeaf);
      publishedFrames++;
      continue;
    }
    if (frame.firstIndex < published.size) {
      throw contradiction(`the published tree ends at ${published.size}, inside a commit of the journal`);
    }
    for (const entry of frame.entries) {
      const hash = leafHash(entry);
      frontier.append(hash);
      entries.push(entry);
      leafHashes.push(hash);
    }
    if (!isSameHash(frontier.root(), signed.root)) {
      throw contradiction(`the entries up to ${next} do not give the root that the journal's checkpoint signs`);
    }
    checkpoint = signed;
  }
  if (next < published.size) {
    // A crash after the checkpoint leaves all of its commits in the journal, not some of them.
    if (journal.frames.length > 0)
      throw contradiction(`the journal ends at ${next}, the published tree at ${published.size}`);
  }
  return { entries, leafHashes, checkpoint, publishedFrames };
}

async function checkPublished(
  { firstIndex, entries }: PlacedFrame,
  publishedLeaf: (index: number) => Promise<Uint8Array>,
): Promise<void> {
  for (const [offset, entry] of entries.entries()) {
    if (isSameHash(leafHash(entry), await publishedLeaf(firstIndex + offset))) continue;
    throw contradiction(`entry ${firstIndex + offset} in the journal is not the published one`);
  }
}

function contradiction(message: string): BezoarError<'ledger/contradiction'> {
  return new BezoarError('ledger/contradiction', `journal and tiles contradict each other: ${message}`);
}
