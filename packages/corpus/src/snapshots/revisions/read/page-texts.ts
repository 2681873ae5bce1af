import { closeSync, ftruncateSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import type { Sha256 } from '@bezoar/core';

/** UTF-16 units of texts that are held in memory; the rest lies in a file. A page's history may be gigabytes (CWE-770). */
const MAX_HELD_LENGTH: number = 32 * 1024 * 1024;

interface Spilled {
  readonly position: number;
  readonly bytes: number;
}

/** Texts under their digests: a few in memory, many in a file. Owns the file. */
export interface PageTexts {
  put(digest: Sha256, text: string): void;
  get(digest: Sha256): string | undefined;
  /** Forgets all texts: the next page begins. */
  reset(): void;
  /** Deletes the file. */
  close(): void;
}

/** Opens a store for texts; `spillPath` is made where memory does not suffice. */
export function openPageTexts(spillPath: string, maxHeldLength: number = MAX_HELD_LENGTH): PageTexts {
  const held = new Map<Sha256, string>();
  const spilled = new Map<Sha256, Spilled>();
  let heldLength = 0;
  let file: number | undefined;
  let end = 0;
  return {
    put: (digest, text) => {
      if (held.has(digest) || spilled.has(digest)) return;
      if (heldLength + text.length <= maxHeldLength) {
        heldLength += text.length;
        held.set(digest, text);
        return;
      }
      file ??= openSync(spillPath, 'wx+');
      const bytes = Buffer.from(text, 'utf8');
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done, bytes.length - done, end + done);
      spilled.set(digest, { position: end, bytes: bytes.length });
      end += bytes.length;
    },
    get: (digest) => {
      const text = held.get(digest);
      const place = spilled.get(digest);
      if (text !== undefined || place === undefined || file === undefined) return text;
      const bytes = Buffer.alloc(place.bytes);
      for (let done = 0; done < bytes.length; ) {
        const read = readSync(file, bytes, done, bytes.length - done, place.position + done);
        if (read === 0) return undefined;
        done += read;
      }
      return bytes.toString('utf8');
    },
    reset: () => {
      held.clear();
      spilled.clear();
      heldLength = 0;
      if (end > 0 && file !== undefined) ftruncateSync(file, 0);
      end = 0;
    },
    close: () => {
      if (file === undefined) return;
      closeSync(file);
      file = undefined;
      rmSync(spillPath, { force: true });
    },
  };
}
