/** Hashes in a full tile and entries in a full bundle (C2SP tlog-tiles, "Merkle Tree"). */
export const TILE_WIDTH = 256;
/** Levels that a path can name, 0 to 63 (C2SP tlog-tiles). A log of 2^53 entries needs 7. */
const MAX_TILE_LEVEL = 63;
/** Folder of all tiles and bundles. */
export const TILE_FOLDER = 'tile';

/** One tile (`level` is a number) or entry bundle (`level` is `entries`), full or partial. */
export interface TileName {
  readonly level: number | 'entries';
  /** Position within the level. */
  readonly index: number;
  /** Hashes or entries: 1 to 256, and 256 means full. */
  readonly width: number;
}

/** `tile/<L>/<N>[.p/<W>]` (C2SP tlog-tiles): index 1234067 is `x001/x234/067`. */
export function tilePath({ level, index, width }: TileName): string {
  const full = `${TILE_FOLDER}/${level}/${indexPath(index)}`;
  return width === TILE_WIDTH ? full : `${full}.p/${width}`;
}

/** The folder of a tile's partial forms. */
export function partialFolder(level: number | 'entries', index: number): string {
  return `${TILE_FOLDER}/${level}/${indexPath(index)}.p`;
}

const TILE_PATH = /^tile\/(entries|0|[1-9][0-9]?)\/((?:x[0-9]{3}\/){0,4}[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/;

/** The inverse of `tilePath`; `undefined` for a path that `tilePath` does not write. */
export function parseTilePath(path: string): TileName | undefined {
  const [, level = '', digits = '', partial] = TILE_PATH.exec(path) ?? [];
  if (level === '') return undefined;
  const name: TileName = {
    level: level === 'entries' ? level : Number(level),
    index: Number(digits.replaceAll(/[x/]/g, '')),
    width: partial === undefined ? TILE_WIDTH : Number(partial),
  };
  const isLevel = name.level === 'entries' || name.level <= MAX_TILE_LEVEL;
  return isLevel && tilePath(name) === path ? name : undefined;
}

function indexPath(index: number): string {
  let path = String(index % 1000).padStart(3, '0');
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    path = `x${String(rest % 1000).padStart(3, '0')}/${path}`;
  }
  return path;
}

/** Hashes on a tile level in a tree of `size` leaves: only full tiles below count (C2SP tlog-tiles, "Partial Tiles"). */
export function hashesOnLevel(size: number, level: number): number {
  return Math.floor(size / TILE_WIDTH ** level);
}

/** Width of a tile in a tree of `size` leaves: 0 where there is no such tile, 256 where it is full. */
export function tileWidth(size: number, level: number | 'entries', index: number): number {
  const hashes = hashesOnLevel(size, level === 'entries' ? 0 : level);
  return Math.max(0, Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH));
}

/** Levels that a tree of `size` leaves has tiles on. */
export function tileLevels(size: number): number {
  let levels = 0;
  while (hashesOnLevel(size, levels) > 0) levels++;
  return levels;
}
