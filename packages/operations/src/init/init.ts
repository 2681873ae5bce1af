import { mkdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import {
  type Clock,
  hazardsOf,
  PROFILES,
  type Profile,
  sha256,
  systemClock,
  type ThreatModel,
  UsageError,
} from '@bezoar/core';
import { type MeasuredSuggestion, suggestCapsForFiles } from '@bezoar/corpus';
import { matchedPaths, resolveInputs } from '@bezoar/corpus/readers';
import { type CapsAnswer, loadThreatModel, profileDocument } from '@bezoar/threat-model';
import { type CommandDocument, startDocument } from '../document/command-document.ts';
import { openOrCreateKey } from '../ledger/keys/ledger-key.ts';
import { DOCUMENT_NAME, type ProjectLocation } from '../project/document-location.ts';
import { shown, stateFolders } from '../project/project.ts';
import { writeAtomically } from '../report-files/write-atomically.ts';
import { defaultWorkers } from '../scan/scan.ts';

/** What `init` is told; everything but the profile has a default. */
export interface InitAnswers {
  readonly profile: Profile;
  readonly title?: string;
  readonly source?: string;
  readonly trusted: readonly string[];
  /** A tool that moves money, data or permissions, and the tool that must have been called before it. */
  readonly action?: string;
  readonly after?: string;
  readonly signers?: string;
  readonly signatures?: number;
}

/** The document of `bezoar init --json`. */
export interface InitDocument extends CommandDocument {
  readonly verdict: 'written';
  readonly profile: Profile;
  readonly verifierKey: string;
  readonly controls: readonly string[];
  /** Caps that were measured on the source's files; null where there are none yet, or none name an account. */
  readonly suggestedCaps: MeasuredSuggestion | null;
}

/**
 * Writes a THREATMODEL.md that already works into the working directory, and makes the ledger's key. Throws
 * `init/exists` where there is a document, `init/no-profile`, and `policy/malformed` where an answer cannot stand in one.
 */
export async function init(options: {
  readonly location: ProjectLocation;
  readonly answers: InitAnswers;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
  readonly onBytes?: (bytes: number) => void;
}): Promise<InitDocument> {
  const finish = startDocument(options.clock ?? systemClock);
  const { location, answers } = options;
  if (!PROFILES.includes(answers.profile)) {
    throw new UsageError('init/no-profile', `expected a profile of ${PROFILES.join(', ')}, got \`${answers.profile}\``);
  }
  const folder = resolve(location.workingDirectory);
  const path = join(folder, DOCUMENT_NAME);
  if ((await stat(path).catch(() => undefined)) !== undefined) {
    throw new UsageError(
      'init/exists',
      `\`${shown(path, folder)}\` exists; change it by hand, and look at it with \`bezoar policy check\``,
    );
  }
  const title = answers.title ?? basename(folder);
  // Compiled once without the key, so that a bad answer leaves nothing behind.
  const { model: draft } = loadThreatModel(documentOf(answers, title), DOCUMENT_NAME);
  const suggestedCaps = await suggestedFor(draft, folder, options);
  const state = stateFolders(folder, location);
  await mkdir(state.root, { recursive: true });
  const { signer } = await openOrCreateKey(state, title);
  const text = documentOf(answers, title, signer.verifierKey, suggestedCaps ?? undefined);
  const { model } = loadThreatModel(text, DOCUMENT_NAME);
  await writeAtomically(path, text);
  return {
    ...finish({
      command: 'init',
      policy: { path: DOCUMENT_NAME, digest: sha256(text) },
      verdict: 'written',
      outcome: 'ok',
      read: 0,
    }),
    profile: answers.profile,
    verifierKey: signer.verifierKey,
    controls: model.controls.map(({ id }) => id),
    suggestedCaps,
  };
}

/** The tightest caps that the source's records bear, where there are any. */
async function suggestedFor(
  { corpus, actions }: ThreatModel,
  folder: string,
  { signal, onBytes }: { readonly signal?: AbortSignal; readonly onBytes?: (bytes: number) => void },
): Promise<MeasuredSuggestion | null> {
  if (corpus.caps === undefined) return null;
  const patterns = corpus.sources.filter(({ tier }) => tier === 'customer-owned').flatMap(({ paths }) => paths);
  const paths = await matchedPaths(patterns, folder);
  if (paths.length === 0) return null;
  const { files, release } = await resolveInputs(paths, { workingDirectory: folder });
  try {
    const suggested = await suggestCapsForFiles(files, {
      hazards: actions === undefined ? [] : hazardsOf(actions),
      workers: defaultWorkers(),
      ...(corpus.selection === undefined ? {} : { selection: corpus.selection }),
      ...(signal === undefined ? {} : { signal }),
      ...(onBytes === undefined ? {} : { onBytes }),
    });
    return suggested ?? null;
  } finally {
    await release();
  }
}

function documentOf(answers: InitAnswers, title: string, ledgerKey?: string, suggested?: MeasuredSuggestion): string {
  const { profile, source, trusted, action, after, signers, signatures } = answers;
  return profileDocument(profile, {
    title,
    trusted,
    ...(source === undefined ? {} : { sources: source }),
    ...(action === undefined ? {} : { action: { name: action, ...(after === undefined ? {} : { after }) } }),
    ...(signers === undefined ? {} : { signersFile: signers }),
    ...(signatures === undefined ? {} : { loosenSignatures: signatures }),
    ...(ledgerKey === undefined ? {} : { ledgerKey }),
    ...(suggested === undefined ? {} : { caps: capsAnswer(suggested) }),
  });
}

function capsAnswer({ caps, records, outside, inside }: MeasuredSuggestion): CapsAnswer {
  return {
    records: caps.records,
    slice: caps.slice,
    measuredOn: records,
    lossOutside: outside.share,
    lossInside: inside.share,
  };
}
