import { resolve } from 'node:path';
import { type Sha256, UsageError } from '@bezoar/core';
import {
  type ChatModel,
  cacheReplies,
  commandModel,
  limitRate,
  openAiModel,
  parseModelName,
  type RecordedModel,
  recordExchanges,
} from '@bezoar/evaluate';
import { type ArtifactPlace, digestArtifact } from '../../promotion/artifact-digest.ts';
import type { GatedArtifact, GatedModel } from '../gate-document.ts';
import { type TakenFingerprint, takeFingerprint } from './examine-endpoint.ts';
import { replyEpoch } from './reply-epoch.ts';
import { createTinyModel } from './tiny-model.ts';

/** How models are asked, beside their names. */
export interface ModelAccess {
  readonly workingDirectory: string;
  /** The document's: paths that are logged begin there. */
  readonly projectFolder?: string;
  /** Sent to the endpoints of `openai:` models; comes from the environment. */
  readonly apiKey?: string;
  readonly timeoutMs?: number;
  /** Questions under way at once, to one model. */
  readonly concurrency: number;
  readonly perMinute?: number;
  /** Where replies are kept; absent: nowhere. */
  readonly cacheFolder?: string;
  readonly signal?: AbortSignal;
}

/** A model that is ready to be asked. */
export interface OpenedModel {
  readonly model: RecordedModel;
  readonly gated: GatedModel;
  /** Where its bytes lie, as they were named. */
  readonly place?: string;
  /** The model without cache and record; of endpoints and commands. */
  readonly raw?: ChatModel;
  /** How it answered fixed questions before anything else; of endpoints and commands. */
  readonly first?: TakenFingerprint;
}

/**
 * Opens a model by its name. `artifact` are the bytes that an endpoint serves, as whoever runs it says. Throws a `UsageError` for a
 * name or a folder that is none.
 */
export async function openModel(name: string, access: ModelAccess, artifact?: string): Promise<OpenedModel> {
  const parsed = parseModelName(name);
  const { workingDirectory } = access;
  if (parsed.kind === 'tiny') {
    if (artifact !== undefined) {
      throw new UsageError(
        'gate/artifact',
        `\`${name}\` names its own bytes; \`--artifact\` is for endpoints and commands`,
      );
    }
    const { loadTinyLm } = await import('@bezoar/tiny-lm');
    const folder = resolve(workingDirectory, parsed.folder);
    const own: GatedArtifact = { ...(await digestArtifact(parsed.folder, placeOf(access))), isLoaded: true };
    const loaded = await loadTinyLm(folder);
    await checkLoaded(own, loaded.files);
    const identity = { kind: 'files', path: parsed.folder, sha256: own.sha256 } as const;
    const model = recordExchanges(createTinyModel(name, loaded, identity));
    return { model, gated: { name, identity, artifact: own }, place: parsed.folder };
  }
  const raw: ChatModel =
    parsed.kind === 'openai'
      ? openAiModel({
          url: parsed.url,
          model: parsed.model,
          ...(access.apiKey === undefined ? {} : { apiKey: access.apiKey }),
          ...(access.timeoutMs === undefined ? {} : { timeoutMs: access.timeoutMs }),
        })
      : commandModel({
          command: parsed.command,
          ...(access.timeoutMs === undefined ? {} : { timeoutMs: access.timeoutMs }),
        });
  try {
    return await openEndpoint(raw, access, artifact);
  } catch (error) {
    // A command runs from its first question on, and would outlive the gate.
    await raw.close();
    throw error;
  }
}

async function openEndpoint(raw: ChatModel, access: ModelAccess, artifact: string | undefined): Promise<OpenedModel> {
  const served =
    artifact === undefined ? null : { ...(await digestArtifact(artifact, placeOf(access))), isLoaded: false };
  const limited = limitRate(raw, {
    maxConcurrent: access.concurrency,
    ...(access.perMinute === undefined ? {} : { perMinute: access.perMinute }),
  });
  const first = await takeFingerprint(limited, access.signal);
  const { cacheFolder } = access;
  const cached =
    cacheFolder === undefined || 'fault' in first
      ? limited
      : await cacheReplies(limited, {
          folder: cacheFolder,
          epoch: await replyEpoch(cacheFolder, limited.identity, first.fingerprint),
        });
  return {
    model: recordExchanges(cached),
    gated: { name: raw.name, identity: raw.identity, artifact: served },
    raw: limited,
    first,
    ...(artifact === undefined ? {} : { place: artifact }),
  };
}

/** Where paths of models begin. */
export function placeOf({ workingDirectory, projectFolder, signal }: ModelAccess): ArtifactPlace {
  return {
    workingDirectory,
    ...(projectFolder === undefined ? {} : { folder: projectFolder }),
    ...(signal === undefined ? {} : { signal }),
  };
}

/** What was loaded has to be what was digested: nobody may exchange a file between the two. */
async function checkLoaded(
  artifact: GatedArtifact,
  loaded: readonly { readonly path: string; readonly sha256: Sha256 }[],
): Promise<void> {
  const digests = new Map(artifact.files.map(({ path, sha256 }) => [path, sha256]));
  const other = loaded.find(({ path, sha256 }) => digests.get(path) !== sha256);
  if (other !== undefined) {
    throw new UsageError('gate/changed-file', `\`${other.path}\` in \`${artifact.path}\` changed while it was read`);
  }
}
