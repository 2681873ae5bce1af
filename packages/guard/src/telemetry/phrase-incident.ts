import type { PhraseCluster } from '@bezoar/phrases';
import type { IncidentLabel, PhraseIncident } from './incident.ts';
import { changeBefore, type ModelVersion } from './model-versions.ts';
import type { TelemetryEvent } from './telemetry-event.ts';

/** Share of the requests of which it is known whether the precondition held that decides an incident's label. */
const MOSTLY = 0.8;

/** What is kept of a request. Names are those of `TelemetryEvent`. */
export function factsOf({ action, intent, model, hadPrecondition, decision }: TelemetryEvent): Record<string, string> {
  return {
    ...(action === undefined ? {} : { action }),
    ...(intent === undefined ? {} : { intent }),
    ...(model === undefined ? {} : { model }),
    ...(decision === undefined ? {} : { decision }),
    ...(hadPrecondition === undefined ? {} : { precondition: hadPrecondition ? 'held' : 'missing' }),
  };
}

/** A cluster of phrases as an incident. */
export function describePhraseIncident(cluster: PhraseCluster, versions: readonly ModelVersion[]): PhraseIncident {
  const { notes } = cluster;
  const valuesOf = (name: string): string[] =>
    [...new Set(notes.flatMap(({ facts }) => (facts[name] === undefined ? [] : [facts[name]])))].sort();
  const models = valuesOf('model');
  const change = changeBefore(versions, models, cluster.accounts);
  return {
    kind: 'phrase',
    id: cluster.id,
    phrase: cluster.phrase,
    variants: cluster.variants,
    gramIds: cluster.gramIds,
    label: labelOf(cluster),
    surprise: cluster.surprise,
    accounts: cluster.accounts,
    tenants: cluster.tenants,
    isSaturated: cluster.isSaturated,
    requests: cluster.requests,
    bystanders: cluster.bystanders,
    principals: notes
      .flatMap(({ tenant, account }) => (tenant === undefined || account === undefined ? [] : [{ tenant, account }]))
      .sort((a, b) => (JSON.stringify([a.tenant, a.account]) < JSON.stringify([b.tenant, b.account]) ? -1 : 1)),
    actions: valuesOf('action'),
    intents: valuesOf('intent'),
    models,
    accountsAtAlert: cluster.accountsAtAlert,
    firstSeenAtMs: cluster.firstSeenAtMs,
    firstAlertAtMs: cluster.firstAlertAtMs,
    lastSeenAtMs: cluster.lastSeenAtMs,
    ...(change === undefined ? {} : { modelChange: change }),
  };
}

function labelOf({ notes }: PhraseCluster): IncidentLabel {
  const known = notes.flatMap(({ facts }) => (facts.precondition === undefined ? [] : [facts.precondition === 'held']));
  if (known.length * 2 < notes.length || known.length === 0) return 'unknown';
  const held = known.filter(Boolean).length / known.length;
  return held >= MOSTLY ? 'mostly-with-precondition' : 'mostly-without-precondition';
}
