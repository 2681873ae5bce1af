import { type FileHandle, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '@bezoar/core';

/** What a half-fetched body may be continued by. */
export interface ResumePoint {
  /** The address that answered, after redirects. */
  readonly url: string;
  /** Strong validator (RFC 9110 section 8.8.1). */
  readonly etag: string;
}

/** The file into which a body is fetched. It lies beside the objects and never among them: half a body is no body. */
export interface PartialBody {
  readonly path: string;
  /** Where a former run stopped; undefined where its bytes are of no use. */
  resumePoint(): Promise<ResumePoint | undefined>;
  /** Opens it empty. With a resume point what is written now can be continued after an interruption. */
  restart(point: ResumePoint | undefined): Promise<FileHandle>;
  /** Opens it at its end. */
  proceed(): Promise<FileHandle>;
  discard(): Promise<void>;
}

/** The half-fetched body of a URL. */
export function partialBody(folder: string, url: string): PartialBody {
  const name = sha256(url);
  const path = join(folder, `${name}.body`);
  const note = join(folder, `${name}.json`);
  const discard = async (): Promise<void> => {
    // The note first: bytes without it are never continued.
    await rm(note, { force: true });
    await rm(path, { force: true });
  };
  return {
    path,
    discard,
    resumePoint: async () => {
      try {
        const point = JSON.parse(await readFile(note, 'utf8')) as Partial<ResumePoint>;
        if (typeof point.url !== 'string' || typeof point.etag !== 'string') return undefined;
        return { url: point.url, etag: point.etag };
      } catch {
        return undefined;
      }
    },
    restart: async (point) => {
      await discard();
      const file = await open(path, 'wx');
      if (point !== undefined) await writeFile(note, JSON.stringify(point));
      return file;
    },
    proceed: () => open(path, 'r+'),
  };
}

/** Whether an entity tag is a strong one: only that promises the same bytes (RFC 9110 section 8.8.3). */
export function strongEtag(value: string | undefined): string | undefined {
  return value !== undefined && /^"[\u0021\u0023-\u007e]{1,512}"$/.test(value) ? value : undefined;
}
