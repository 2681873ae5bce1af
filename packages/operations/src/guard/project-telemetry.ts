import { readFile, rename } from 'node:fs/promises';
import { describeError } from '@bezoar/core';
import type { GuardEvent, GuardPolicy } from '@bezoar/guard';
import type { ObservedConversation } from '@bezoar/guard/http';
import { createTelemetry, type Incident, type Telemetry, type TelemetryEvent } from '@bezoar/guard/telemetry';
import type { Project } from '../project/project.ts';
import { createSecretFile, readSecretFile } from '../project/secret-file.ts';
import { writeAtomically } from '../report-files/write-atomically.ts';
import { pastTexts } from './incidents/past-texts.ts';

/** A project's telemetry: what it learned survives a restart. */
export interface ProjectTelemetry {
  readonly telemetry: Telemetry;
  /** Why what was learned before could not be used, and where it lies now; the guard serves all the same. */
  readonly refused?: string;
  /** Conversations that it observed since it was opened. */
  observed(): number;
  /** Observes a decision of the guard. Returns the incidents that it began or extended. */
  observe(event: GuardEvent & { readonly type: 'decision' }, atMs: number): readonly Incident[];
  /** Observes an ordinary conversation. */
  observeConversation(conversation: ObservedConversation, atMs: number): readonly Incident[];
  /** Writes down what was learned. */
  save(): Promise<void>;
}

/** Options of `openTelemetry`. */
export interface OpenTelemetryOptions {
  readonly policy: GuardPolicy;
  /** Phrases that are known already. */
  readonly watch: readonly string[];
}

/**
 * Opens a project's telemetry. The first time, it learns its history from the corpora that the document trusts. A state
 * that was changed, or was written under another secret, is set aside: decisions do not depend on it, and must not.
 */
export async function openTelemetry(
  project: Project,
  { policy, watch }: OpenTelemetryOptions,
): Promise<ProjectTelemetry> {
  const { state, model, folder } = project;
  const secret = (await readSecretFile(state.telemetryKey)) ?? (await createSecretFile(state.telemetryKey));
  const saved = await readFile(state.telemetry).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  const options = { secret, watch, ...(policy.telemetry ?? {}) };
  const { telemetry, refused } = await start(options, saved, state.telemetry);
  const trusted = model.corpus.review?.trusted ?? [];
  if ((saved === undefined || refused !== undefined) && trusted.length > 0) {
    await telemetry.warm(pastTexts(trusted, model.corpus.fields, folder));
  }
  let observed = 0;
  return {
    telemetry,
    ...(refused === undefined ? {} : { refused }),
    observed: () => observed,
    observe: (event, atMs) => {
      const { request } = event;
      if (request?.text === undefined) return [];
      observed += 1;
      const isAsked = policy.actions.get(request.action)?.runtime !== undefined;
      return telemetry.observe(telemetryEvent(event, atMs, isAsked)).incidents;
    },
    observeConversation: ({ principal, text, context }, atMs) => {
      observed += 1;
      return telemetry.observe({
        text,
        atMs,
        account: principal.account,
        tenant: principal.tenant,
        ...(context.intent === undefined ? {} : { intent: context.intent }),
        ...(context.model === undefined ? {} : { model: context.model }),
      }).incidents;
    },
    save: () => writeAtomically(state.telemetry, telemetry.saveState()),
  };
}

async function start(
  options: Parameters<typeof createTelemetry>[0],
  saved: Uint8Array | undefined,
  path: string,
): Promise<{ readonly telemetry: Telemetry; readonly refused?: string }> {
  try {
    return { telemetry: createTelemetry(options, saved) };
  } catch (error) {
    if (saved === undefined) throw error;
    await rename(path, `${path}.refused`);
    const refused = `telemetry begins anew, its state is in \`${path}.refused\`: ${describeError(error)}`;
    return { telemetry: createTelemetry(options), refused };
  }
}

function telemetryEvent(
  event: GuardEvent & { readonly type: 'decision' },
  atMs: number,
  isAsked: boolean,
): TelemetryEvent {
  const { request, decision, isHighValue } = event;
  const { principal, action, context, text = '' } = request!;
  // What would have been decided: in shadow mode everything is allowed.
  const judged = 'shadow' in decision && decision.shadow !== undefined ? decision.shadow : decision;
  const code = 'code' in judged ? judged.code : undefined;
  // Where no look-up is asked nobody knows of a precondition.
  const isJudged =
    isAsked && (code === undefined || code === 'guard/approval-needed' || code === 'guard/ceiling-exceeded');
  return {
    text,
    atMs,
    account: principal.account,
    tenant: principal.tenant,
    ...(isHighValue ? { action } : {}),
    ...(context.intent === undefined ? {} : { intent: context.intent }),
    ...(context.model === undefined ? {} : { model: context.model }),
    decision: judged.decision,
    ...(code === 'guard/not-eligible' ? { hadPrecondition: false } : isJudged ? { hadPrecondition: true } : {}),
  };
}
