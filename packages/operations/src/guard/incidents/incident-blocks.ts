import type { Block, Headline, ReportDocument } from '@bezoar/report';
import { VERSION } from '../../version.ts';
import type { GuardIncidentsDocument, ListedIncident } from './guard-incidents.ts';

/** Incidents that a screen shows. */
const SHOWN = 20;

/** The one sentence of a search. */
export function incidentsHeadline({
  verdict,
  incidents,
  coverage,
  requests,
  undecided,
}: GuardIncidentsDocument): Headline {
  const count = `${incidents.length} ${incidents.length === 1 ? 'incident' : 'incidents'}`;
  const sentence = `${count} in ${coverage.read} conversations, ${requests} of them requests.`;
  if (verdict === 'clean') return { verdict, tone: 'good', sentence };
  if (verdict === 'findings') return { verdict, tone: 'bad', sentence };
  return { verdict, tone: 'warn', sentence: `${sentence} Undecided: ${undecided.join('; ')}.` };
}

/** Incidents as a table, and why silence means nothing. */
export function incidentsBlocks(
  { incidents, undecided, findings }: GuardIncidentsDocument,
  shown: number = SHOWN,
): Block[] {
  const rows = incidents.slice(0, shown);
  const faults = findings.filter(({ code }) => code === 'guard/log-unread');
  return [
    ...(rows.length === 0
      ? []
      : [
          {
            kind: 'table' as const,
            columns: [
              { title: 'Phrase' },
              { title: 'Accounts', align: 'right' as const },
              { title: 'Tenants', align: 'right' as const },
              { title: 'Requests', align: 'right' as const },
              { title: 'First alert' },
              { title: 'Looks like' },
            ],
            rows: rows.map((one) => [
              nameOf(one),
              String(one.accounts),
              String(one.tenants),
              String(one.requests),
              one.firstAlertAt.slice(0, 16),
              one.detail.kind === 'phrase' ? one.detail.label : one.kind,
            ]),
          },
        ]),
    ...(incidents.length > rows.length
      ? [{ kind: 'text' as const, tone: 'note' as const, lines: [`and ${incidents.length - rows.length} more`] }]
      : []),
    ...(faults.length + undecided.length === 0
      ? []
      : [
          { kind: 'heading' as const, level: 2 as const, text: 'Not decided' },
          { kind: 'list' as const, items: [...undecided, ...faults.slice(0, 10).map(({ message }) => message)] },
        ]),
  ];
}

/** A search as a report for files. */
export function incidentsReport(document: GuardIncidentsDocument): ReportDocument {
  return {
    title: 'Incidents on live actions',
    tool: { name: 'bezoar', version: VERSION },
    generatedAt: document.timing.startedAt,
    headline: incidentsHeadline(document),
    blocks: incidentsBlocks(document, document.incidents.length),
    findings: document.findings,
    inputs: document.inputs,
    checks: [],
  };
}

function nameOf({ phrase, detail }: ListedIncident): string {
  return detail.kind === 'lift' ? `${detail.action} for ${detail.intent}` : phrase;
}
