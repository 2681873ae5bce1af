import {
  type Clock,
  catalogueFinding,
  concludeScan,
  DEFAULT_FAIL_ON,
  type Finding,
  hazardsOf,
  type Severity,
  systemClock,
  UsageError,
} from '@bezoar/core';
import { type InputFile, resolveInputs } from '@bezoar/corpus/readers';
import { findIncidents, type Incident, type LogIncidents } from '@bezoar/guard/telemetry';
import { type CommandDocument, startDocument } from '../../document/command-document.ts';
import type { ProjectLocation } from '../../project/document-location.ts';
import { openProject, type Project, policyReference } from '../../project/project.ts';
import { readSecretFile } from '../../project/secret-file.ts';
import { createHistoryRequests } from './history-requests.ts';
import { historyTexts } from './history-texts.ts';
import { knownPhrases } from './known-phrases.ts';
import { logEntries } from './log-entries.ts';
import { type OpenedLog, openLog } from './open-log.ts';

/** Options of `guardIncidents`. */
export interface GuardIncidentsOptions {
  readonly location: ProjectLocation;
  /** A log of conversations, JSONL, plain or gzip; `-` for standard input. */
  readonly log: string;
  /** What `-` is. */
  readonly standardInput?: AsyncIterable<Uint8Array>;
  /** High-value tools; default: the document's actions. */
  readonly actions: readonly string[];
  /** Earlier corpora and logs that are believed clean: history, so that what was always said is not new. */
  readonly warm: readonly string[];
  /** Reports of `bezoar scan --json`, whose phrases are watched for. */
  readonly scans: readonly string[];
  readonly failOn?: Severity;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
  readonly onLine?: (line: number) => void;
}

/** One incident, as the document lists it. */
export interface ListedIncident {
  readonly kind: Incident['kind'];
  /** The phrase; empty for a rise that no phrase explains. */
  readonly phrase: string;
  readonly variants: readonly string[];
  readonly accounts: number;
  readonly tenants: number;
  readonly requests: number;
  /** ISO 8601. */
  readonly firstAlertAt: string;
  readonly detail: Incident;
}

/** The document of `bezoar guard incidents --json`, schema `bezoar.guard-incidents/v1`. */
export interface GuardIncidentsDocument extends CommandDocument {
  readonly verdict: 'clean' | 'findings' | 'undecided';
  readonly incidents: readonly ListedIncident[];
  /** Why silence about the rest means nothing; empty where it does. */
  readonly undecided: readonly string[];
  /** Conversations of the log in which an action was asked for. */
  readonly requests: number;
  /** Conversations of earlier corpora and logs that were history. */
  readonly history: number;
}

/** Under this secret a log is searched outside a project: it is only searched, and nothing is kept. */
const LOG_SECRET: Uint8Array = new TextEncoder().encode('bezoar guard incidents, one log');

/** Searches an existing log for phrases that recur before requests, and for requests that became more frequent. */
export async function guardIncidents(options: GuardIncidentsOptions): Promise<GuardIncidentsDocument> {
  const { location, log, warm } = options;
  const { workingDirectory } = location;
  const finish = startDocument(options.clock ?? systemClock);
  const project = await openProject(location, [log]);
  const actions = actionsOf(options, project);
  const watch = await knownPhrases(options.scans, workingDirectory);
  // Before standard input, which a wrong name must not have to wait for.
  const earlier = warm.length === 0 ? undefined : await resolveInputs(warm, { workingDirectory });
  try {
    const opened = await openLog({ ...options, workingDirectory });
    try {
      return await search({ options, finish, project, actions, watch, opened, earlier: earlier?.files });
    } finally {
      await opened.release();
    }
  } finally {
    await earlier?.release();
  }
}

interface Search {
  readonly options: GuardIncidentsOptions;
  readonly finish: ReturnType<typeof startDocument>;
  readonly project: Project | undefined;
  readonly actions: readonly string[];
  readonly watch: readonly string[];
  readonly opened: OpenedLog;
  readonly earlier: readonly InputFile[] | undefined;
}

async function search(given: Search): Promise<GuardIncidentsDocument> {
  const { options, finish, project, actions, watch, opened, earlier } = given;
  const { log, signal } = options;
  const secret = project === undefined ? undefined : await readSecretFile(project.state.telemetryKey);
  const reading = {
    actions,
    hazards: project?.model.actions === undefined ? [] : hazardsOf(project.model.actions),
    ...(signal === undefined ? {} : { signal }),
  };
  const fields = project?.model.corpus.fields ?? {};
  const seen = { conversations: 0, requests: 0 };
  const past = createHistoryRequests();
  const onEntry = past.remember;
  const found = await findIncidents(logEntries(opened.input, reading), {
    secret: secret ?? LOG_SECRET,
    watch,
    ...(project?.model.guard?.telemetry ?? {}),
    ...(earlier === undefined ? {} : { warm: historyTexts(earlier, { ...reading, fields, onEntry }) }),
    onEntry: (entry) => {
      options.onLine?.(entry.line);
      signal?.throwIfAborted();
      past.refuse(entry);
      if (!('event' in entry)) return;
      seen.conversations += 1;
      if (entry.event.action !== undefined) seen.requests += 1;
    },
  });
  const undecided = [...found.undecided, ...nothingSeen(seen, actions)];
  const findings = [...found.incidents.map((incident) => incidentFinding(incident, log)), ...faultFindings(found, log)];
  const conclusion = concludeScan(findings, undecided.length === 0, options.failOn ?? DEFAULT_FAIL_ON);
  return {
    ...finish({
      command: 'guard-incidents',
      policy: policyReference(project),
      inputs: [{ path: log, sha256: opened.sha256 }],
      ...conclusion,
      findings,
      read: seen.conversations,
    }),
    coverage: {
      read: seen.conversations,
      unreadable: found.faults.map(({ line, fault }) => ({ file: log, line, reason: fault })),
    },
    incidents: found.incidents.map(listed),
    undecided,
    requests: seen.requests,
    history: found.status.conversations - seen.conversations,
  };
}

/** What was not looked at is not clean. */
function nothingSeen(
  seen: { readonly conversations: number; readonly requests: number },
  actions: readonly string[],
): string[] {
  if (seen.conversations === 0) return ['the log holds no conversation'];
  if (seen.requests > 0) return [];
  return [`no conversation of the log asks for ${actions.map((action) => `\`${action}\``).join(' or ')}`];
}

function actionsOf({ actions }: GuardIncidentsOptions, project: Project | undefined): string[] {
  const declared = (project?.model.actions?.actions ?? []).map(({ name }) => name);
  const all = [...new Set([...declared, ...actions])];
  if (all.length > 0) return all;
  throw new UsageError(
    'guard/nothing-declared',
    'name the tools whose use is watched with `--action`, or declare them in a THREATMODEL.md',
  );
}

function listed(incident: Incident): ListedIncident {
  return {
    kind: incident.kind,
    phrase: 'phrase' in incident ? incident.phrase : '',
    variants: 'variants' in incident ? incident.variants : [],
    accounts: 'accounts' in incident ? incident.accounts : 0,
    tenants: 'tenants' in incident ? incident.tenants : 0,
    requests: 'requests' in incident ? incident.requests : incident.trials,
    firstAlertAt: new Date(incident.firstAlertAtMs).toISOString(),
    detail: incident,
  };
}

/** An incident as a finding. What came with its precondition is what an outage looks like: still to be read, less urgent. */
export function incidentFinding(incident: Incident, place: string): Finding {
  const isLikelyHarmless = incident.kind === 'phrase' && incident.label === 'mostly-with-precondition';
  const subject =
    incident.kind === 'lift' ? `${incident.action} for ${incident.intent}` : incident.phrase || incident.id;
  return catalogueFinding({
    code: 'guard/trigger-in-use',
    severity: isLikelyHarmless ? 'medium' : 'high',
    subject,
    identity: incident.id,
    location: { file: place },
    message: messageOf(incident),
    evidence: incident,
  });
}

function messageOf(incident: Incident): string {
  if (incident.kind === 'lift') {
    const { action, intent, model, measure, rate, referenceRate, against } = incident;
    const than = against === 'previous-model' ? 'under the model before' : 'before';
    return `\`${action}\` is ${measure} in ${(rate * 100).toFixed(1)} % of the conversations about \`${intent}\` under \`${model}\`, ${(referenceRate * 100).toFixed(1)} % ${than}`;
  }
  const actions = incident.actions.map((action) => `\`${action}\``).join(', ');
  const who =
    incident.kind === 'phrase'
      ? `${incident.accounts} accounts of ${incident.tenants} tenants`
      : `${incident.accounts} accounts`;
  return `\`${incident.phrase}\` came before ${incident.requests} requests for ${actions}, from ${who}`;
}

function faultFindings({ faults }: LogIncidents, log: string): Finding[] {
  return faults.map(({ line, fault }) =>
    catalogueFinding({
      code: 'guard/log-unread',
      severity: 'medium',
      subject: `${log}:${line}`,
      location: { file: log, line },
      message: `line ${line} was not read: ${fault}`,
      evidence: { line, fault },
    }),
  );
}
