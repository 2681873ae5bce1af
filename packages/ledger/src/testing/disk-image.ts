import type { Random } from '@bezoar/core';

/** A change to a file's content that is not on disk yet. */
export type ContentChange =
  | { readonly type: 'write'; readonly offset: number; readonly bytes: Uint8Array; readonly isForgotten: boolean }
  | { readonly type: 'cut'; readonly length: number };

/** A file of the model: what is on disk, and what was written since. */
export interface ModelFile {
  durable: Uint8Array;
  changes: ContentChange[];
}

/** A change to names that is not on disk yet. */
export type NameChange =
  | { readonly type: 'add'; readonly path: string; readonly node: ModelNode }
  | { readonly type: 'remove'; readonly path: string }
  | { readonly type: 'rename'; readonly from: string; readonly to: string; readonly node: ModelNode };

export type ModelNode = ModelFile | 'folder';

/** What a disk holds after a power cut. */
export type DiskImage = ReadonlyMap<string, Uint8Array | 'folder'>;

/**
 * How a power cut ends: nothing that was not flushed survives, everything does, or a random part: any subset of names, any
 * beginning of a file's writes, the last one torn at a byte or with blocks of zeros in it.
 */
export type PowerCut = 'nothing' | 'everything' | Random;

/** Applies one change to content. */
export function applyChange(content: Uint8Array, change: ContentChange): Uint8Array {
  if (change.type === 'cut') return resized(content, change.length);
  const end = change.offset + change.bytes.length;
  const result = resized(content, Math.max(content.length, end));
  result.set(change.bytes, change.offset);
  return result;
}

/** A file's content after a power cut. */
export function contentAfter({ durable, changes }: ModelFile, cut: PowerCut): Uint8Array {
  if (cut === 'nothing') return durable;
  if (cut === 'everything') return changes.reduce(applyChange, durable);
  const kept = cut.integer(changes.length + 1);
  let content = changes.slice(0, kept).reduce(applyChange, durable);
  const next = changes[kept];
  if (next?.type !== 'write') return content;
  const bytes = Uint8Array.from(next.bytes.subarray(0, cut.integer(next.bytes.length + 1)));
  // The length can reach the disk before the data does; then a file system shows zeros.
  for (let at = 0; at < bytes.length; at += ZERO_BLOCK_BYTES) {
    if (cut.integer(4) === 0) bytes.fill(0, at, at + ZERO_BLOCK_BYTES);
  }
  content = applyChange(content, { ...next, bytes });
  return content;
}

/** Small, so that even short writes of a test have several. */
const ZERO_BLOCK_BYTES = 64;

/** Applies one change to names. */
export function applyName(names: Map<string, ModelNode>, change: NameChange): void {
  if (change.type === 'add') names.set(change.path, change.node);
  else if (change.type === 'remove') names.delete(change.path);
  else {
    names.delete(change.from);
    names.set(change.to, change.node);
  }
}

/** The disk after a power cut: names first, then the content that they lead to. */
export function imageAfter(
  durable: ReadonlyMap<string, ModelNode>,
  changes: readonly NameChange[],
  cut: PowerCut,
): DiskImage {
  const names = new Map(durable);
  for (const change of changes) {
    const survives = cut === 'everything' || (cut !== 'nothing' && cut.integer(2) === 0);
    if (survives) applyName(names, change);
  }
  const image = new Map<string, Uint8Array | 'folder'>();
  const contents = new Map<ModelFile, Uint8Array>();
  for (const [path, node] of names) {
    if (!hasAncestors(names, path)) continue;
    if (node !== 'folder' && !contents.has(node)) contents.set(node, contentAfter(node, cut));
    image.set(path, node === 'folder' ? node : Uint8Array.from(contents.get(node)!));
  }
  return image;
}

function hasAncestors(names: ReadonlyMap<string, ModelNode>, path: string): boolean {
  const slash = path.lastIndexOf('/');
  return slash < 0 || (names.get(path.slice(0, slash)) === 'folder' && hasAncestors(names, path.slice(0, slash)));
}

function resized(content: Uint8Array, length: number): Uint8Array {
  const result = new Uint8Array(length);
  result.set(content.subarray(0, length));
  return result;
}
