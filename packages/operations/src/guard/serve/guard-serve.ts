import { type Clock, describeError, systemClock, UsageError } from '@bezoar/core';
import type { GuardEvent, GuardMode } from '@bezoar/guard';
import { createGuardHandler, serveHandler } from '@bezoar/guard/http';
import type { Incident } from '@bezoar/guard/telemetry';
import { STREAM_DEFAULTS } from '@bezoar/phrases';
import { VERSION } from '../../version.ts';
import { openAlerts } from '../guard-alerts.ts';
import { knownPhrases } from '../incidents/known-phrases.ts';
import { type GuardLocation, openProjectGuard, refuseLoosened } from '../project-guard.ts';
import { openTelemetry, type ProjectTelemetry } from '../project-telemetry.ts';
import { sealReceipts } from '../receipts/guard-seal.ts';
import { readApproverKeys } from './approver-keys.ts';
import { readTokens } from './guard-tokens.ts';

/** How often receipts are sealed, milliseconds. What is not at a crash is sealed at the next start. */
export const SEAL_EVERY_MS = 60_000;

/** How often telemetry is written down, a hundred megabytes under much traffic. What was learned since is lost at a crash. */
const SAVE_EVERY_MS = 5 * 60_000;

/** Requests a second of one caller: far above one durable store, so that only a loop that ran away is held. */
const RATE_LIMIT = { perSecond: 5_000, burst: 10_000 };

/** Options of `guardServe`. */
export interface GuardServeOptions extends GuardLocation {
  readonly host: string;
  readonly port: number;
  /** Tokens, secrets and addresses of services. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly mode?: GuardMode;
  /** Reports of `bezoar scan --json`, whose phrases are watched for. */
  readonly scans?: readonly string[];
  readonly approverKeys?: string;
  readonly allowedHosts?: readonly string[];
  readonly clock?: Clock;
  readonly signal: AbortSignal;
  readonly onNotice?: (notice: ServeNotice) => void;
}

/** Something that an operator should see while the guard serves. */
export type ServeNotice =
  | { readonly type: 'guard'; readonly event: GuardEvent }
  | { readonly type: 'incident'; readonly incident: Incident }
  | { readonly type: 'sealed'; readonly receipts: number; readonly entry: number }
  | { readonly type: 'fault'; readonly message: string };

/** What is printed when the guard is ready. */
export interface GuardServing {
  readonly schema: 'bezoar.guard-serve/v1';
  /** `http://host:port`. */
  readonly address: string;
  readonly mode: GuardMode;
  readonly store: string;
  readonly policy: { readonly path: string; readonly digest: string; readonly compiledSha256: string };
  /** Whether people signed the document. */
  readonly signature: string;
  readonly callers: readonly { readonly name: string; readonly role: string }[];
}

/**
 * Serves a project's guard over HTTP until the signal: decisions, approvals, ceilings, receipts, telemetry. Calls `onReady`
 * when it listens. Rejects where it cannot start; while it serves, faults are notices, and what cannot be decided is denied.
 */
export async function guardServe(
  options: GuardServeOptions,
  onReady: (serving: GuardServing) => void,
): Promise<{ readonly receipts: number }> {
  const { host, port, environment, mode = 'enforce', signal, location } = options;
  const clock = options.clock ?? systemClock;
  const notice = (one: ServeNotice): void => options.onNotice?.(one);
  const callers = readTokens(environment);
  const signature = await refuseLoosened(location);
  const approverKeys =
    options.approverKeys === undefined ? new Map<string, string>() : await readApproverKeys(options.approverKeys);
  const alerts = openAlerts({ environment, clock, onFault: (message) => notice({ type: 'fault', message }) });
  const parts: { telemetry?: ProjectTelemetry } = {};
  const raise = (incidents: readonly Incident[]): void => {
    for (const incident of incidents) {
      notice({ type: 'incident', incident });
      alerts?.onIncident(incident);
    }
  };
  const onEvent = (event: GuardEvent): void => {
    notice({ type: 'guard', event });
    if (event.type !== 'decision' || parts.telemetry === undefined) return;
    raise(parts.telemetry.observe(event, clock()));
  };
  const { project, policy, guard, storeName, close } = await openProjectGuard(options, {
    mode,
    approverKeys,
    onEvent,
    alerts,
    mayCreate: true,
  });
  try {
    const watch = await knownPhrases(options.scans ?? [], location.workingDirectory);
    const telemetry = await openTelemetry(project, { policy, watch });
    parts.telemetry = telemetry;
    if (telemetry.refused !== undefined) notice({ type: 'fault', message: telemetry.refused });
    const { isLearning, conversations } = telemetry.telemetry.status();
    if (isLearning) {
      const message = `telemetry knows ${conversations} conversations, and raises no incident before it knows ${STREAM_DEFAULTS.minHistory}: name \`trusted:\` corpora in the document, or send conversations`;
      notice({ type: 'fault', message });
    }
    // A store that is not the one whose receipts were sealed has forgotten what was spent.
    const before = await sealReceipts({ project, policy, store: guard.store, storeName, clock });
    const [broken] = before.findings.filter(({ code }) => code === 'guard/receipts-broken');
    if (broken !== undefined) {
      throw new UsageError(
        'guard/receipts-broken',
        `${broken.message}; restore the store that was sealed, or begin another one, whose ceilings begin at nothing, with \`--store\``,
      );
    }
    const handler = createGuardHandler({
      guard,
      callers,
      version: VERSION,
      rateLimit: RATE_LIMIT,
      ...(options.allowedHosts === undefined ? {} : { allowedHosts: options.allowedHosts }),
      onConversation: (conversation) => raise(telemetry.observeConversation(conversation, clock())),
      onFault: (error) => notice({ type: 'fault', message: describeError(error) }),
    });
    let sealed = 0;
    let observed = 0;
    const seal = async (): Promise<void> => {
      try {
        const watched = telemetry.observed() - observed;
        // While it learns it watches nothing: no evidence.
        const { isLearning: isBlind } = telemetry.telemetry.status();
        const seen = { observed: isBlind ? 0 : watched, incidents: telemetry.telemetry.incidents().length };
        const { from, to, entry, findings } = await sealReceipts({
          project,
          policy,
          store: guard.store,
          storeName,
          clock,
          telemetry: seen,
        });
        for (const { message } of findings) notice({ type: 'fault', message });
        observed += watched;
        if (entry === null) return;
        sealed += to.count - from.count;
        notice({ type: 'sealed', receipts: to.count - from.count, entry: entry.index });
      } catch (error) {
        notice({ type: 'fault', message: `the receipts are not in the ledger yet: ${describeError(error)}` });
      }
    };
    let saved = 0;
    const save = async (): Promise<void> => {
      const learned = telemetry.observed();
      if (learned === saved) return;
      try {
        await telemetry.save();
        saved = learned;
      } catch (error) {
        notice({ type: 'fault', message: `what telemetry learned is not written down: ${describeError(error)}` });
      }
    };
    const served = await serveHandler(handler, { host, port, signal, mode });
    onReady({
      schema: 'bezoar.guard-serve/v1',
      address: served.url,
      mode,
      store: storeName,
      policy: { path: project.shownPath, digest: project.digest, compiledSha256: policy.digest },
      signature,
      callers: callers.map(({ name, role }) => ({ name, role })),
    });
    let running: Promise<void> = Promise.resolve();
    const timers = [
      setInterval(() => {
        running = running.then(seal);
      }, SEAL_EVERY_MS),
      setInterval(() => {
        running = running.then(save);
      }, SAVE_EVERY_MS),
    ];
    await served.closed;
    for (const timer of timers) clearInterval(timer);
    await running;
    await guard.drain();
    await save();
    await seal();
    return { receipts: sealed };
  } finally {
    await close();
  }
}
