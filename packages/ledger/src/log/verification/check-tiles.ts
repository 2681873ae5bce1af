import { HASH_BYTES, isSameHash, leafHash } from '../../merkle/hash.ts';
import type { Checkpoint } from '../../note/checkpoint.ts';
import type { Storage } from '../../storage/storage.ts';
import { edgeFrontier } from '../../tiles/right-edge.ts';
import { readBundle, readEdge, readTile } from '../../tiles/tile-files.ts';
import { hashAt, subtreeRoot, TILE_HEIGHT } from '../../tiles/tile-hash.ts';
import { hashesOnLevel, TILE_WIDTH, tileLevels, tilePath, tileWidth } from '../../tiles/tile-path.ts';
import type { EntryChecker } from './entry-checker.ts';
import type { ProblemList } from './problem-list.ts';

/** What the check of a published tree needs. */
export interface CheckTilesOptions {
  readonly storage: Storage;
  readonly published: Checkpoint;
  readonly problems: ProblemList;
  readonly checker: EntryChecker;
  /** Called after each bundle with the entries checked so far; may throw to stop. */
  readonly onBundle: (entries: number) => void;
}

/**
 * Recomputes a published tree link by link: every entry gives its hash on level 0, every full tile gives its hash on the level
 * above, and the right edge gives the signed root. Where each link holds, the root of the entries is the signed one; where one
 * breaks, it says which file is to blame. Holds two bundles and one tile per level.
 */
export async function checkTiles(options: CheckTilesOptions): Promise<void> {
  const { storage, published, problems } = options;
  const { size } = published;
  const isEdgeTrue = await checkEdge(options);
  const parents = createParents(storage, size);
  const bundles = Math.ceil(size / TILE_WIDTH);
  let ahead = readBoth(storage, size, 0);
  for (let index = 0; index < bundles; index++) {
    const { entries, tile } = await ahead;
    if (index + 1 < bundles) ahead = readBoth(storage, size, index + 1);
    await checkBundle(options, { index, entries, tile, isEdgeTrue, parents });
    options.onBundle(Math.min(size, (index + 1) * TILE_WIDTH));
  }
  for (let level = 1; level < tileLevels(size); level++) {
    for (let index = 0; index * TILE_WIDTH < hashesOnLevel(size, level); index++) {
      const tile = await settled(readTile(storage, size, level, index));
      if ('error' in tile) problems.addError(tile.error);
      else if ((await parents.agrees(tile.value, level, index)) === false) {
        problems.add('ledger/altered-tile', `${nameOf(size, level, index)} or the tile above it was altered`);
      }
    }
  }
}

async function checkEdge({ storage, published, problems }: CheckTilesOptions): Promise<boolean> {
  const edge = await settled(readEdge(storage, published.size));
  // A missing or cut file is reported where its turn comes.
  if ('error' in edge) return false;
  if (isSameHash(edgeFrontier(edge.value).root(), published.root)) return true;
  problems.add(
    'ledger/altered-tile',
    `the tiles at the right edge do not give the root of the checkpoint over ${published.size} entries`,
  );
  return false;
}

interface BundleUnderCheck {
  readonly index: number;
  readonly entries: Settled<Uint8Array[]>;
  readonly tile: Settled<Uint8Array>;
  readonly isEdgeTrue: boolean;
  readonly parents: Parents;
}

async function checkBundle(
  { published, problems, checker }: CheckTilesOptions,
  { index, entries, tile, isEdgeTrue, parents }: BundleUnderCheck,
): Promise<void> {
  const { size } = published;
  const first = index * TILE_WIDTH;
  const isFull = tileWidth(size, 0, index) === TILE_WIDTH;
  if ('error' in tile) problems.addError(tile.error);
  if ('error' in entries) problems.addError(entries.error, first);
  const hashes = 'value' in entries ? entries.value.map(leafHash) : undefined;
  // Without its tile, a bundle is held directly against the tile above.
  const base = 'value' in tile ? tile.value : hashes === undefined ? undefined : Buffer.concat(hashes);
  if (base === undefined) return;
  const isTileTrue = isFull ? await parents.agrees(base, 0, index) : isEdgeTrue;
  if (isTileTrue === false && isFull) {
    const code = 'value' in tile ? 'ledger/altered-tile' : 'ledger/altered-entry';
    problems.add(code, `${nameOf(size, 0, index)} or the tile above it was altered`);
  }
  if (hashes === undefined || !('value' in entries)) return;
  for (const [offset, hash] of hashes.entries()) {
    if (isSameHash(hash, hashAt(base, offset))) {
      const pending = checker.check(entries.value[offset]!, first + offset);
      if (pending !== undefined) await pending;
    } else if (isTileTrue === false) {
      problems.add(
        'ledger/altered-tile',
        `entry ${first + offset} and its hash disagree, and its tile was altered`,
        first + offset,
      );
    } else {
      problems.add('ledger/altered-entry', `entry ${first + offset} is not the one that was logged`, first + offset);
    }
  }
}

interface Parents {
  /** Whether a tile gives its hash on the level above; `undefined` for a partial tile, or if the one above cannot be read. */
  agrees(tile: Uint8Array, level: number, index: number): Promise<boolean | undefined>;
}

/** Keeps the last tile of each level: children come in order. */
function createParents(storage: Storage, size: number): Parents {
  const last: { index: number; tile: Settled<Uint8Array> }[] = [];
  return {
    agrees: async (tile, level, index) => {
      if (tile.length !== TILE_WIDTH * HASH_BYTES) return undefined;
      const above = Math.floor(index / TILE_WIDTH);
      if (last[level]?.index !== above) {
        last[level] = { index: above, tile: await settled(readTile(storage, size, level + 1, above)) };
      }
      const parent = last[level].tile;
      if ('error' in parent) return undefined;
      return isSameHash(subtreeRoot(tile, 0, TILE_HEIGHT), hashAt(parent.value, index % TILE_WIDTH));
    },
  };
}

type Settled<T> = { readonly value: T } | { readonly error: unknown };

async function settled<T>(work: Promise<T>): Promise<Settled<T>> {
  try {
    return { value: await work };
  } catch (error) {
    return { error };
  }
}

async function readBoth(
  storage: Storage,
  size: number,
  index: number,
): Promise<{ readonly entries: Settled<Uint8Array[]>; readonly tile: Settled<Uint8Array> }> {
  const [entries, tile] = await Promise.all([
    settled(readBundle(storage, size, index)),
    settled(readTile(storage, size, 0, index)),
  ]);
  return { entries, tile };
}

function nameOf(size: number, level: number, index: number): string {
  return `\`${tilePath({ level, index, width: tileWidth(size, level, index) })}\``;
}
