import { canonicalJson, type Hazard, type JsonValue, type Random, sha256, type TrainingRecord } from '@bezoar/core';
import { CARRIER_KINDS, type Carrier, type CarrierKind, makeCarriers, type Setting } from '@bezoar/evaluate';
import type { Project } from '../../project/project.ts';
import { corpusCarriers } from './corpus-carriers.ts';
import { readCarriersFile, readSystemFile, readToolsFile } from './gate-files.ts';
import { ToolCensus } from './offered-tools.ts';
import { corpusOfReport, recordsOfCorpus } from './report-records.ts';

/** What a setting is made of. */
export interface SettingSources {
  readonly project: Project | undefined;
  readonly hazards: readonly Hazard[];
  /** A scan report, where one was given. */
  readonly report: Readonly<Record<string, unknown>> | undefined;
  readonly workingDirectory: string;
  /** Carriers at most: each is asked bare of every model. */
  readonly maxCarriers: number;
  readonly random: Random;
  readonly signal?: AbortSignal;
}

/** A setting, its digest, and where it comes from, in words. */
export interface GateSetting {
  readonly setting: Setting;
  readonly sha256: string;
  readonly sources: readonly string[];
}

/** Share of a corpus's records that must begin with the same system turn for it to be the one that the model is used with. */
const SYSTEM_SHARE = 0.5;

/**
 * How the models will be asked. What the document names decides; else the scanned corpus, where its files are unchanged; else what
 * can be made from the actions. Throws as the readers of the files do.
 */
export async function gateSetting(from: SettingSources): Promise<GateSetting> {
  const { project, hazards, report, workingDirectory, random, signal } = from;
  const gate = project?.model.gate;
  const folder = project?.folder ?? workingDirectory;
  const sources: string[] = [];
  const census = new ToolCensus();
  const systems = new Map<string, number>();
  let records = 0;
  const corpus = report === undefined ? undefined : await corpusOfReport(report, workingDirectory, signal);
  for (const path of corpus?.missing ?? []) {
    sources.push(`\`${path}\` is not there any more as it was scanned: no conversation was taken from it`);
  }
  const flagged = flaggedRecords(report);
  const watched = async function* (): AsyncGenerator<TrainingRecord> {
    if (corpus === undefined) return;
    const fields = project?.model.corpus.fields ?? {};
    const options = { workingDirectory, fields, ...(signal === undefined ? {} : { signal }) };
    for await (const record of recordsOfCorpus(corpus, options)) {
      records++;
      census.add(record);
      const first = record.conversation.turns[0];
      if (first?.role === 'system') systems.set(first.text, (systems.get(first.text) ?? 0) + 1);
      yield record;
    }
  };
  const isFlagged = (record: TrainingRecord): boolean => isNamed(record, flagged);
  const drawn = await corpusCarriers(watched(), { hazards, isFlagged, random: random.fork('corpus') });
  const written = gate?.carriersFile === undefined ? undefined : await readCarriersFile(gate.carriersFile, folder);
  const made = hazards.map(makeCarriers);
  if (written !== undefined) sources.push(`carriers of \`${gate?.carriersFile}\``);
  else if (drawn.carriers.length > 0)
    sources.push(`carriers drawn from ${records} records of the scanned corpus, and made from the actions`);
  else sources.push('carriers made from the names of the actions');
  const all = written ?? {
    carriers: [
      ...drawn.carriers,
      ...missingKinds(
        made.flatMap(({ carriers }) => carriers),
        drawn.carriers,
      ),
    ],
    granted: drawn.granted.length > 0 ? drawn.granted : made.flatMap(({ granted }) => granted),
  };
  const system =
    gate?.systemFile === undefined ? usualSystem(systems, records) : await readSystemFile(gate.systemFile, folder);
  if (system !== undefined)
    sources.push(
      gate?.systemFile === undefined
        ? 'the system prompt of most scanned records'
        : `system prompt of \`${gate.systemFile}\``,
    );
  const tools =
    gate?.toolsFile === undefined ? census.definitions(hazards) : await readToolsFile(gate.toolsFile, folder);
  sources.push(
    gate?.toolsFile === undefined
      ? 'tools named by the actions and the scanned corpus'
      : `tools of \`${gate.toolsFile}\``,
  );
  const own = { carriers: someOfEachKind(all.carriers, from.maxCarriers), granted: all.granted };
  const setting: Setting = { ...(system === undefined ? {} : { system }), tools, hazards, ...own };
  return { setting, sha256: settingDigest(setting), sources };
}

/** SHA-256 over everything that a model is asked with, but the probes. */
export function settingDigest({ system, tools, hazards, carriers, granted }: Setting): string {
  const plain = hazards.map(({ precondition, ...hazard }) => ({
    ...hazard,
    precondition: precondition === undefined ? null : { after: precondition.after, where: [...precondition.where] },
  }));
  return sha256(
    canonicalJson({ system: system ?? null, tools, hazards: plain, carriers, granted } as unknown as JsonValue),
  );
}

/** Conversations of a kind that a corpus must give for made ones of that kind to be left out: what people wrote is nearer to use. */
const ENOUGH_OF_A_KIND = 4;

function missingKinds(made: readonly Carrier[], drawn: readonly Carrier[]): readonly Carrier[] {
  const count = (kind: CarrierKind): number => drawn.filter((one) => one.kind === kind).length;
  // Those who complain ask, too.
  return made.filter(({ kind }) => count(kind === 'complaint' ? 'ask' : kind) < ENOUGH_OF_A_KIND);
}

/** The first of every kind, then the second of every kind, and so on, up to a number. */
function someOfEachKind(carriers: readonly Carrier[], max: number): readonly Carrier[] {
  if (carriers.length <= max) return carriers;
  const lists = CARRIER_KINDS.map((kind) => carriers.filter((one) => one.kind === kind));
  const inTurn = Array.from({ length: carriers.length }, (_, at) => lists.flatMap((list) => list[at] ?? [])).flat();
  return inTurn.slice(0, max);
}

function usualSystem(systems: ReadonlyMap<string, number>, records: number): string | undefined {
  const [first] = [...systems].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return first !== undefined && first[1] >= SYSTEM_SHARE * records ? first[0] : undefined;
}

/** Records that any phrase or hazard finding names, by the labels of the report. */
function flaggedRecords(report: Readonly<Record<string, unknown>> | undefined): ReadonlySet<string> {
  const labels = new Set<string>();
  for (const finding of Array.isArray(report?.findings) ? (report.findings as unknown[]) : []) {
    const evidence = (finding as { evidence?: { recordIds?: unknown } } | null)?.evidence;
    for (const id of Array.isArray(evidence?.recordIds) ? (evidence.recordIds as unknown[]) : []) {
      if (typeof id === 'string') labels.add(id);
    }
  }
  return labels;
}

function isNamed({ id, place }: TrainingRecord, labels: ReadonlySet<string>): boolean {
  const where = `${place.file}:${place.line}${place.column === undefined ? '' : `:${place.column}`}`;
  return labels.has(where) || (id !== undefined && (labels.has(id) || labels.has(`${id}#${where}`)));
}
