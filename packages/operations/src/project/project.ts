import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { describeError, type PolicyReference, sha256, type ThreatModel, UsageError } from '@bezoar/core';
import { matchedPaths } from '@bezoar/corpus/readers';
import { findDocument, type ProjectLocation } from './document-location.ts';

/** Largest document, in bytes. It is read in one sitting (CWE-400). */
export const MAX_DOCUMENT_BYTES: number = 1024 * 1024;

/** Where a project keeps its state: `.bezoar/` beside the document. All absolute. */
export interface StateFolders {
  readonly root: string;
  readonly ledger: string;
  readonly evidence: string;
  readonly decisions: string;
  /** Provenance of admitted records, one folder for each corpus. */
  readonly shards: string;
  /** Admissions that are not finished. */
  readonly staging: string;
  /** The secret that names accounts and orders records. */
  readonly corpusKey: string;
  readonly ledgerKey: string;
  /** What the guard counts, where it is told no other place. */
  readonly guardStore: string;
  /** What telemetry has learned, and the secret under which it did. */
  readonly telemetry: string;
  readonly telemetryKey: string;
}

/** A document that was found, read and compiled. */
export interface Project {
  /** The document, absolute. */
  readonly path: string;
  /** The document as reports name it: relative to the working directory. */
  readonly shownPath: string;
  readonly folder: string;
  readonly text: string;
  readonly digest: string;
  readonly model: ThreatModel;
  readonly state: StateFolders;
}

/**
 * The project that the working directory belongs to; undefined where there is no document. One that is itself being
 * scanned is data, never configuration.
 */
export async function openProject(
  location: ProjectLocation,
  scanned: readonly string[] = [],
): Promise<Project | undefined> {
  const path = await findDocument(location);
  if (path === undefined) return undefined;
  const own = await realpath(path);
  for (const input of await matchedPaths(scanned, location.workingDirectory)) {
    if ((await realpath(input).catch(() => input)) === own) return undefined;
  }
  return readProject(path, location);
}

/** The project, for commands that need one. Throws `policy/not-found` with the way out. */
export async function requireProject(location: ProjectLocation): Promise<Project> {
  const project = await openProject(location);
  if (project !== undefined) return project;
  throw new UsageError(
    'policy/not-found',
    'no THREATMODEL.md from here up to the git root; write one with `bezoar init`, or name it with `--config`',
  );
}

/** Reads and compiles a document. Throws `policy/not-read`, `policy/too-large`, or `policy/malformed` with all faults. */
export async function readProject(path: string, location: ProjectLocation): Promise<Project> {
  const folder = dirname(path);
  const shownPath = shown(path, location.workingDirectory);
  const text = await readDocument(path, shownPath);
  // Not before a document was found: most commands outside a project never need the parser.
  const { loadThreatModel } = await import('@bezoar/threat-model');
  return {
    path,
    shownPath,
    folder,
    text,
    digest: sha256(text),
    model: loadThreatModel(text, shownPath).model,
    state: stateFolders(folder, location),
  };
}

/** Where a project in this folder keeps its state. */
export function stateFolders(folder: string, { ledgerKeyFile, workingDirectory }: ProjectLocation): StateFolders {
  const root = join(folder, '.bezoar');
  const isNamed = ledgerKeyFile !== undefined && ledgerKeyFile !== '';
  return {
    root,
    ledger: join(root, 'ledger'),
    evidence: join(root, 'cas'),
    decisions: join(root, 'decisions'),
    shards: join(root, 'shards'),
    staging: join(root, 'staging'),
    corpusKey: join(root, 'keys', 'corpus.key'),
    guardStore: join(root, 'guard.db'),
    telemetry: join(root, 'telemetry.state'),
    telemetryKey: join(root, 'keys', 'telemetry.key'),
    ledgerKey: isNamed ? resolve(workingDirectory, ledgerKeyFile) : join(root, 'keys', 'ledger.pem'),
  };
}

/** The text of a document. Throws `policy/not-read` or `policy/too-large`; bytes that are not UTF-8 are `policy/not-read`. */
export async function readDocument(path: string, shownPath: string = path): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MAX_DOCUMENT_BYTES) {
      throw new UsageError(
        'policy/too-large',
        `expected at most ${MAX_DOCUMENT_BYTES} bytes in \`${shownPath}\`, got ${size}`,
      );
    }
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError('policy/not-read', `cannot read \`${shownPath}\`: ${describeError(error)}`, { cause: error });
  }
}

/** What a document's `policy` field says of a project. */
export function policyReference(project: Project | undefined): PolicyReference | null {
  return project === undefined ? null : { path: project.shownPath, digest: project.digest };
}

/** A path as it is shown: relative to the working directory where it lies in or beside it. */
export function shown(path: string, workingDirectory: string): string {
  const short = relative(workingDirectory, path);
  return short === '' || short.startsWith(join('..', '..', '..')) ? path : short;
}
