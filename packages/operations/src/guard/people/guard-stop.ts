import { dirname } from 'node:path';
import { type Clock, nearestName, systemClock, UsageError } from '@bezoar/core';
import { type GuardStore, orderStop, type Stop } from '@bezoar/guard';
import { type CommandDocument, startDocument } from '../../document/command-document.ts';
import { findDocument } from '../../project/document-location.ts';
import { openProject, type Project, policyReference, stateFolders } from '../../project/project.ts';
import { openStore } from '../open-store.ts';
import type { GuardLocation } from '../project-guard.ts';

/** Options of `guardStop`. */
export interface GuardStopOptions extends GuardLocation {
  readonly order: 'stop' | 'resume';
  /** Absent: every action. */
  readonly action?: string;
  readonly reason: string;
  readonly by: string;
  readonly clock?: Clock;
}

/** The document of `bezoar guard stop --json` and `resume`, schema `bezoar.guard-stop/v1`. */
export interface GuardStopDocument extends CommandDocument {
  readonly verdict: 'stopped' | 'running';
  readonly store: string;
  /** What is stopped now. */
  readonly stops: readonly Stop[];
}

/**
 * Stops an action, or all: every process that shares the store denies it from its next decision on. What was allowed
 * before may still be running. Works with a document that cannot be read, since it is needed when something is wrong.
 * Lifting a stop that stands for all does not lift one that stands for an action.
 */
export async function guardStop(options: GuardStopOptions): Promise<GuardStopDocument> {
  const { order, action = '', reason, by, location } = options;
  const clock = options.clock ?? systemClock;
  const finish = startDocument(clock);
  const path = await findDocument(location);
  const project = await openProject(location).catch(() => undefined);
  if (project !== undefined && action !== '' && order === 'stop') refuseUnknown(project, action);
  const address = options.store ?? (path === undefined ? undefined : stateFolders(dirname(path), location).guardStore);
  if (address === undefined) {
    throw new UsageError(
      'guard/store-not-opened',
      'no THREATMODEL.md from here up to the git root; name the store with `--store`',
    );
  }
  const { store, name } = await openStore({
    address,
    workingDirectory: location.workingDirectory,
    folder: path === undefined ? location.workingDirectory : dirname(path),
    mayCreate: false,
  });
  try {
    if (order === 'resume') await refuseNothing(store, action);
    await orderStop(store, { kind: order, action, reason, by, now: clock() });
    const stops = await store.stops();
    return {
      ...finish({
        command: `guard-${order}`,
        policy: policyReference(project),
        verdict: stops.length > 0 ? 'stopped' : 'running',
        outcome: 'ok',
        read: 1,
      }),
      store: name,
      stops,
    };
  } finally {
    await store.close();
  }
}

/** To lift what does not stand would look as if something had been lifted. */
async function refuseNothing(store: GuardStore, action: string): Promise<void> {
  const stopped = (await store.stops()).map((stop) => (stop.action === '' ? 'all actions' : stop.action));
  if (stopped.includes(action === '' ? 'all actions' : action)) return;
  throw new UsageError(
    'guard/not-stopped',
    `${action === '' ? 'not all actions are' : `\`${action}\` is not`} stopped; stopped: ${stopped.join(', ') || 'nothing'}`,
  );
}

/** An order for an action that nobody declared would stop nothing, and look as if it did. */
function refuseUnknown({ model }: Project, action: string): void {
  const known = [
    ...(model.actions?.actions ?? []).map(({ name }) => name),
    ...(model.guard?.leastPrivilege?.tools ?? []).map(({ name }) => name),
  ];
  if (known.includes(action)) return;
  const nearest = nearestName(action, known);
  throw new UsageError(
    'guard/action-not-declared',
    `\`${action}\` is no action of the document${nearest === undefined ? '' : `; did you mean \`${nearest}\`?`}`,
  );
}
