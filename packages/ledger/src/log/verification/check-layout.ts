import { sha256 } from '@bezoar/core';
import { MAX_JOURNAL_BYTES } from '../../journal/frame.ts';
import { HASH_BYTES } from '../../merkle/hash.ts';
import type { Storage } from '../../storage/storage.ts';
import { UNFINISHED_FOLDER } from '../../storage/write-atomically.ts';
import { encodeBundle, MAX_BUNDLE_BYTES, parseBundle } from '../../tiles/entry-bundle.ts';
import { extendEdge, type RightEdge } from '../../tiles/right-edge.ts';
import { readBundle, readTile } from '../../tiles/tile-files.ts';
import { parseTilePath, TILE_FOLDER, type TileName, tilePath, tileWidth } from '../../tiles/tile-path.ts';
import { CHECKPOINT_FILE, JOURNAL_FILE, tornNumber, VERIFIER_KEY_FILE } from '../ledger-files.ts';
import type { NamedPiece } from './entry-checker.ts';
import type { ProblemList } from './problem-list.ts';

/** What the check of the folder needs to know. */
export interface CheckLayoutOptions {
  readonly storage: Storage;
  readonly problems: ProblemList;
  /** Size of the published tree. */
  readonly size: number;
  /** The right edge of the published tree and what the journal adds, where both are sound. */
  readonly extension: LayoutExtension | undefined;
  readonly pieces: ReadonlyMap<string, NamedPiece>;
  /** Signed size of the log by now: a writer may be at work meanwhile. */
  readonly sizeNow: () => Promise<number>;
  /** The torn end of the journal, if any: an interrupted recovery may have kept it aside already. */
  readonly tornTail: Uint8Array;
}

/** What an interrupted publication may have written ahead of its checkpoint. */
export interface LayoutExtension {
  readonly edge: RightEdge;
  readonly entries: readonly Uint8Array[];
  readonly leafHashes: readonly Uint8Array[];
}

const EXPECTED_FILES: ReadonlySet<string> = new Set([CHECKPOINT_FILE, JOURNAL_FILE, VERIFIER_KEY_FILE]);
/** The lock, tokens of processes that break one, and what either leaves when it is killed. */
const LOCK_NAME = /^lock(\.[0-9a-z.-]+)?$/;

/**
 * Looks at every name in the ledger's folder: former partial tiles must be the beginning of what took their place, tiles ahead of the
 * checkpoint must be what the journal gives, torn pieces must be what the log says, and nothing else may be there.
 */
export async function checkLayout(options: CheckLayoutOptions): Promise<void> {
  const { storage, problems, pieces } = options;
  const found = new Set<string>();
  for (const { name, kind } of await storage.list('')) {
    if (kind === 'file' && tornNumber(name) !== undefined) {
      found.add(name);
      await checkPiece(options, name);
    } else if (kind === 'folder' && name === TILE_FOLDER) {
      await checkTileFolder(options, TILE_FOLDER, expectedAhead(options.extension));
    } else if (!(kind === 'file' && (EXPECTED_FILES.has(name) || LOCK_NAME.test(name)))) {
      if (!(kind === 'folder' && name === UNFINISHED_FOLDER)) unexpected(problems, name);
    }
  }
  for (const [name, { index }] of pieces) {
    if (!found.has(name)) problems.add('ledger/missing', `\`${name}\`, which entry ${index} names, is missing`, index);
  }
}

async function checkPiece({ storage, problems, pieces, tornTail }: CheckLayoutOptions, name: string): Promise<void> {
  const bytes = (await storage.read(name, MAX_JOURNAL_BYTES)) ?? new Uint8Array(0);
  const named = pieces.get(name);
  if (named === undefined) {
    if (Buffer.compare(bytes, tornTail) !== 0) unexpected(problems, name);
  } else if (sha256(bytes) !== named.digest) {
    problems.add('ledger/altered-torn-piece', `\`${name}\` is not what entry ${named.index} names`, named.index);
  }
}

async function checkTileFolder(
  options: CheckLayoutOptions,
  folder: string,
  ahead: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  for (const { name, kind } of await options.storage.list(folder)) {
    const path = `${folder}/${name}`;
    if (kind === 'folder') await checkTileFolder(options, path, ahead);
    else if (kind === 'other') unexpected(options.problems, path);
    else await checkTileFile(options, path, ahead);
  }
}

async function checkTileFile(
  { storage, problems, size, sizeNow, extension }: CheckLayoutOptions,
  path: string,
  ahead: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  const name = parseTilePath(path);
  if (name === undefined) return unexpected(problems, path);
  const published = tileWidth(size, name.level, name.index);
  const total = size + (extension?.entries.length ?? 0);
  // Compared already, while the tree was recomputed.
  if (name.width === published) return;
  const reference =
    name.width < published
      ? await publishedBytes(storage, size, name, problems)
      : name.width <= tileWidth(total, name.level, name.index)
        ? ahead.get(keyOf(name))
        : undefined;
  if (reference === undefined) {
    // Published since we started, and for the next verification to look at.
    if (name.width <= tileWidth(await sizeNow(), name.level, name.index)) return;
    return unexpected(problems, path);
  }
  const bytes = await storage.read(path, MAX_BUNDLE_BYTES);
  // A writer removes partial tiles that a full one replaces.
  if (bytes === undefined) return;
  if (isBeginning(bytes, reference, name)) return;
  const code = name.level === 'entries' ? 'ledger/altered-entry' : 'ledger/altered-tile';
  problems.add(code, `\`${path}\` is not the beginning of what took its place`);
}

function isBeginning(bytes: Uint8Array, reference: Uint8Array, { level, width }: TileName): boolean {
  if (bytes.length > reference.length) return false;
  if (Buffer.compare(bytes, reference.subarray(0, bytes.length)) !== 0) return false;
  if (level !== 'entries') return bytes.length === width * HASH_BYTES;
  try {
    return parseBundle(bytes, width).length === width;
  } catch {
    return false;
  }
}

async function publishedBytes(
  storage: Storage,
  size: number,
  { level, index }: TileName,
  problems: ProblemList,
): Promise<Uint8Array> {
  try {
    return level === 'entries'
      ? encodeBundle(await readBundle(storage, size, index))
      : await readTile(storage, size, level, index);
  } catch (error) {
    problems.addError(error);
    return new Uint8Array(0);
  }
}

/** Content of the tiles and bundles that the journal's entries extend, by `keyOf`. */
function expectedAhead(extension: LayoutExtension | undefined): ReadonlyMap<string, Uint8Array> {
  const ahead = new Map<string, Uint8Array>();
  if (extension === undefined) return ahead;
  const { edge, entries, leafHashes } = extension;
  for (const { path, bytes } of extendEdge(edge, entries, leafHashes).files)
    ahead.set(keyOf(parseTilePath(path)!), bytes);
  return ahead;
}

function keyOf({ level, index }: TileName): string {
  return tilePath({ level, index, width: 256 });
}

function unexpected(problems: ProblemList, path: string): void {
  problems.add('ledger/unexpected-file', `\`${path}\` belongs to no log of this size`);
}
