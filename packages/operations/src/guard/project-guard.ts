import { BezoarError, UsageError } from '@bezoar/core';
import {
  createGuard,
  type Guard,
  type GuardEvent,
  type GuardOptions,
  type GuardPolicy,
  parseGuardPolicy,
} from '@bezoar/guard';
import { compiledJson } from '@bezoar/threat-model';
import { prepareStateFolder } from '../ledger/keys/ledger-key.ts';
import { readProjectLog } from '../ledger/project-log.ts';
import { policyState, type SignatureState } from '../policy/policy-state.ts';
import type { ProjectLocation } from '../project/document-location.ts';
import { type Project, requireProject } from '../project/project.ts';
import type { GuardAlerts } from './guard-alerts.ts';
import { openStore } from './open-store.ts';

/** Where a project's guard is. */
export interface GuardLocation {
  readonly location: ProjectLocation;
  /** A path or a `postgres://` address. Default: `.bezoar/guard.db` beside the document. */
  readonly store?: string;
}

/** A project with its guard. */
export interface ProjectGuard {
  readonly project: Project;
  readonly policy: GuardPolicy;
  readonly guard: Guard;
  /** How reports name the store. */
  readonly storeName: string;
  close(): Promise<void>;
}

/** How a project's guard is opened. */
export interface ProjectGuardOptions extends Omit<GuardOptions, 'policy' | 'store'> {
  /** Whether a store is made where there is none. */
  readonly mayCreate?: boolean;
  /** Hears what happens, and is closed with the guard. */
  readonly alerts?: GuardAlerts | undefined;
}

/**
 * Opens the guard of a project, by its document as it stands. Throws `guard/nothing-declared` where the document has
 * neither actions nor tools.
 */
export async function openProjectGuard(
  { location, store: address }: GuardLocation,
  { mayCreate, alerts, ...options }: ProjectGuardOptions = {},
): Promise<ProjectGuard> {
  const project = await requireProject(location);
  const policy = guardPolicyOf(project);
  if (address === undefined && mayCreate === true) await prepareStateFolder(project.state);
  const { store, name } = await openStore({
    address: address ?? project.state.guardStore,
    workingDirectory: location.workingDirectory,
    folder: project.folder,
    mayCreate: mayCreate === true,
  });
  try {
    const onEvent = (event: GuardEvent): void => {
      alerts?.onEvent(event);
      options.onEvent?.(event);
    };
    const guard = await createGuard({ ...options, policy, store, onEvent });
    return {
      project,
      policy,
      guard,
      storeName: name,
      close: async () => {
        try {
          await guard.drain();
          await store.close();
        } finally {
          await alerts?.close();
        }
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** The guard's part of a project's document. */
function guardPolicyOf(project: Project): GuardPolicy {
  const policy = parseGuardPolicy(compiledJson(project.model));
  if (policy.actions.size > 0 || policy.tools !== undefined) return policy;
  throw new UsageError(
    'guard/nothing-declared',
    `\`${project.shownPath}\` declares no action and lists no tool, so that everything would be denied; add a block \`control: actions\``,
  );
}

/**
 * Throws `guard/document-loosened` where somebody loosened the document after it was signed: a guard that obeyed it would
 * be switched off by whoever can edit a file. One that was never signed is obeyed, and said to be unsigned.
 */
export async function refuseLoosened(location: ProjectLocation): Promise<SignatureState> {
  const project = await requireProject(location);
  const { state, changes } = await policyState(project, await readProjectLog(project));
  if (state !== 'loosened') return state;
  const paths = changes.filter(({ change }) => change === 'loosen').map(({ path }) => path);
  throw new BezoarError(
    'guard/document-loosened',
    `\`${project.shownPath}\` was loosened after it was signed (${paths.join(', ') || 'its signers'}); sign it with \`bezoar policy sign\`, or take the change back`,
  );
}
