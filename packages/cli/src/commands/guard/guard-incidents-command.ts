import type { Severity } from '@bezoar/core';
import {
  type GuardIncidentsDocument,
  guardIncidents,
  incidentsBlocks,
  incidentsHeadline,
  incidentsReport,
} from '@bezoar/operations/guard';
import type { Block } from '@bezoar/report';
import type { CommandIo } from '../../terminal/io.ts';
import { locationOf } from '../location.ts';
import { headlineBlock, printResult, reportWriter } from '../output/print.ts';

/** Flags of `bezoar guard incidents`. */
export interface GuardIncidentsFlags {
  readonly action: readonly string[];
  readonly warm: readonly string[];
  readonly scan: readonly string[];
  readonly failOn?: Severity;
  readonly config?: string;
  readonly report: readonly string[];
  readonly json: boolean;
}

/** Runs `bezoar guard incidents`. Returns the exit code. */
export async function guardIncidentsCommand(io: CommandIo, log: string, flags: GuardIncidentsFlags): Promise<number> {
  const writeReport = await reportWriter(io, flags.report);
  const document = await guardIncidents({
    location: locationOf(io, flags),
    log,
    actions: flags.action,
    warm: flags.warm,
    scans: flags.scan,
    ...(flags.failOn === undefined ? {} : { failOn: flags.failOn }),
    standardInput: io.stdin,
    signal: io.signal,
  });
  await writeReport(() => incidentsReport(document));
  return printResult(io, document, flags.json, () => [
    headlineBlock(incidentsHeadline(document)),
    ...incidentsBlocks(document),
    ...nextStep(document.incidents),
  ]);
}

/** A phrase that fires was learned somewhere: where to look. */
function nextStep(incidents: GuardIncidentsDocument['incidents']): Block[] {
  if (!incidents.some(({ phrase }) => phrase !== '')) return [];
  return [
    { kind: 'heading', level: 2, text: 'Next' },
    {
      kind: 'command',
      command: 'bezoar scan CORPUS.jsonl --incidents incidents.json',
      note: 'whose training records hold these phrases; incidents.json is this report with --json',
    },
  ];
}
