import { join, resolve } from 'node:path';
import {
  type Clock,
  type FieldMapping,
  findHazardViolations,
  type HazardViolation,
  hazardsOf,
  type Sha256,
  sha256,
  systemClock,
  UsageError,
} from '@bezoar/core';
import { type Project, shown } from '../project/project.ts';
import type { Canary } from './canaries/canary.ts';
import { DEFAULT_CANARIES } from './canaries/canary.ts';
import { makeCanaries } from './canaries/make-canaries.ts';
import { readAdmission } from './folder/admission.ts';
import { type DrawnRecord, orderAdmitted } from './folder/admitted.ts';
import { readLineAt } from './folder/line-file.ts';
import { type QuarantinedRecord, readQuarantine, recordOfLine } from './folder/quarantine.ts';
import { type ShownRecord, shownRecord } from './folder/shown-record.ts';
import {
  examplesNeeded,
  planSample,
  type ReadingTime,
  readingTime,
  resolveGoal,
  type SampleGoal,
  type SamplePlan,
} from './plan.ts';
import { buildQueue, type ReviewItem } from './queue.ts';
import { openJournal, type ReviewJournal } from './state/journal.ts';
import { isSettled, type SaidVerdict, verdictsOfItems, verdictsOfRecords } from './state/record-verdicts.ts';
import { journalPath, keepSeed, otherReaders } from './state/review-folder.ts';
import type { ItemVerdict, Verdict } from './state/verdict.ts';

/** What opens a review. */
export interface ReviewOptions {
  /** The output folder of `bezoar admit`. */
  readonly folder: string;
  readonly workingDirectory: string;
  /** Its hazards, fields and goal are obeyed. Absent outside a project. */
  readonly project?: Project | undefined;
  /** Who reads: a name for the journal. */
  readonly reviewer: string;
  /** Taken where the review has none yet; nobody may know it before the corpus is admitted. */
  readonly seed: string;
  /** Tightens the document's goal, or replaces the default outside a project. */
  readonly goal?: Partial<SampleGoal>;
  /** Canaries to mix in; `DEFAULT_CANARIES` where nothing is said. */
  readonly canaries?: number;
  /** Also what caps, tiers and selection kept out. */
  readonly all?: boolean;
  /** Only what another reader was unsure about. */
  readonly second?: boolean;
  readonly clock?: Clock;
}

/** How far a review has come. */
export interface ReviewProgress extends ReadingTime {
  readonly done: number;
  readonly of: number;
}

/** One drawn record of the sample. Identical copies are drawn one by one. */
export interface SampledRecord {
  readonly digest: Sha256;
  readonly isInSlice: boolean;
}

/** An open review. Close it. */
export interface Review {
  readonly folder: string;
  readonly shownFolder: string;
  readonly corpus: Sha256;
  readonly quarantine: Sha256;
  readonly reviewer: string;
  readonly goal: SampleGoal;
  readonly plan: SamplePlan;
  /** The whole queue, in its order. */
  readonly items: readonly ReviewItem[];
  /** Records that were flagged, one per digest, and those that need no reading. */
  readonly flagged: readonly QuarantinedRecord[];
  readonly passedOver: number;
  readonly sampled: readonly SampledRecord[];
  /** Never to be shown before the end. */
  readonly canaries: readonly Canary[];
  readonly fields: FieldMapping;
  /** The next item that nobody has settled; with `second`, that nobody else has decided either. */
  next(): ReviewItem | undefined;
  progress(): ReviewProgress;
  /** A record of the queue. */
  load(digest: Sha256): Promise<ShownRecord>;
  /** What a declared action lacks in a record. Of flagged ones only: on a canary it would give the answer away. */
  violations(record: ShownRecord): readonly HazardViolation[];
  /** The canonical JSON of a flagged or sampled record. */
  json(digest: Sha256): Promise<string>;
  /** Keeps a verdict: on disk when this returns. Throws `review/unknown-item`, `review/too-few-shown`, or what the disk says. */
  decide(
    item: string,
    verdict: Verdict,
    options: { readonly seconds: number; readonly shown: readonly Sha256[] },
  ): Promise<void>;
  /** Takes this reader's last verdict back; returns its item. */
  undo(): Promise<ReviewItem | undefined>;
  /** What all readers say of each record so far. */
  verdicts(): ReadonlyMap<Sha256, SaidVerdict>;
  /** Names of all readers, sorted. */
  readers(): readonly string[];
  close(): Promise<void>;
}

/** Opens a review, or goes on with one: the same folder and seed give the same queue. Throws `review/…` for what is missing or malformed. */
export async function openReview(options: ReviewOptions): Promise<Review> {
  const { workingDirectory, project, reviewer, all = false, second = false, clock = systemClock } = options;
  const folder = resolve(workingDirectory, options.folder);
  const path = journalPath(folder, reviewer);
  const goal = resolveGoal(project?.model.corpus.review?.sample, options.goal ?? {});
  const fields = project?.model.corpus.fields ?? {};
  const actions = project?.model.actions;
  const hazards = actions === undefined ? [] : hazardsOf(actions);

  const admission = await readAdmission(folder);
  const quarantine = await readQuarantine(join(folder, QUARANTINE), all);
  const seed = await keepSeed(folder, options.seed);
  const order = await orderAdmitted(join(folder, ADMITTED), admission.corpus, admission.slice, seed);
  const plan = planSample(order.slice.length, order.rest.length, goal);
  const about = { corpus: admission.corpus, quarantine: quarantine.sha256 };
  const others = await otherReaders(folder, reviewer, about);

  const admitted = admittedReader(folder, fields);
  const drawn = [...order.slice.slice(0, plan.slice.sample), ...order.rest.slice(0, plan.rest.sample)];
  const sampled: (SampledRecord & { readonly drawn: DrawnRecord })[] = [];
  for (const one of drawn)
    sampled.push({ digest: sha256(await admitted.json(one)), isInSlice: one.isInSlice, drawn: one });
  const canaries = await makeCanaries(cleanRecords(order, plan, admitted.load), options.canaries ?? DEFAULT_CANARIES, {
    hazards,
    phrases: phrasesOf(admission.findings),
    seed,
  });

  const items = buildQueue({
    flagged: quarantine.flagged,
    findings: admission.findings,
    sampled: [...sampled.map(({ digest }) => digest), ...canaries.map(({ record }) => record.digest)],
    seed,
  });
  const records = recordLookup(folder, quarantine.flagged, sampled, admitted.json);
  const byCanary = new Map(canaries.map(({ record }) => [record.digest, record]));
  const isFlagged = new Set(quarantine.flagged.map(({ digest }) => digest));
  const journal = await openJournal(path, { ...about, reviewer });
  return {
    folder,
    shownFolder: shown(folder, workingDirectory),
    ...about,
    reviewer,
    goal,
    plan,
    items,
    flagged: quarantine.flagged,
    passedOver: quarantine.passedOver,
    sampled,
    canaries,
    fields,
    json: records.json,
    violations: ({ digest, conversation }) =>
      conversation === undefined || !isFlagged.has(digest) ? [] : findHazardViolations(conversation, hazards),
    load: async (digest) =>
      byCanary.get(digest) ?? shownRecord(await records.json(digest), records.label(digest), fields),
    readers: () => [...others.keys(), ...(journal.verdicts.length === 0 ? [] : [reviewer])].sort(),
    ...progressOf(items, journal, others, second, clock),
    close: () => journal.close(),
  };
}

const ADMITTED = 'admitted.jsonl';
const QUARANTINE = 'quarantine.jsonl';

type Reading = Pick<Review, 'next' | 'progress' | 'decide' | 'undo' | 'verdicts'>;

function progressOf(
  items: readonly ReviewItem[],
  journal: ReviewJournal,
  others: ReadonlyMap<string, readonly ItemVerdict[]>,
  second: boolean,
  clock: Clock,
): Reading {
  const byId = new Map(items.map((item) => [item.id, item]));
  const ofOthers = verdictsOfItems([...others.values()]);
  const forSecond = items.filter(({ id }) => ofOthers.get(id)?.verdict === 'unsure');
  const verdicts = (): ReadonlyMap<Sha256, SaidVerdict> =>
    verdictsOfRecords(items, verdictsOfItems([...others.values(), journal.verdicts]));
  const left = (): readonly ReviewItem[] => {
    if (second) {
      const own = new Set(journal.verdicts.map(({ item }) => item));
      return forSecond.filter(({ id }) => !own.has(id));
    }
    const said = verdicts();
    return items.filter((item) => !isSettled(item, said));
  };
  return {
    verdicts,
    next: () => left()[0],
    progress: () => {
      const open = left();
      const of = second ? forSecond.length : items.length;
      return {
        done: of - open.length,
        of,
        ...readingTime(
          open,
          journal.verdicts.map(({ seconds }) => seconds),
        ),
      };
    },
    decide: async (id, verdict, { seconds, shown: seen }) => {
      const item = byId.get(id);
      if (item === undefined) throw new UsageError('review/unknown-item', `no item of this review is \`${id}\``);
      const examples = new Set(seen.filter((digest) => item.records.includes(digest)));
      const need = examplesNeeded(item, verdict);
      if (examples.size < need) {
        throw new UsageError(
          'review/too-few-shown',
          `expected ${need} examples to have been shown, got ${examples.size}`,
        );
      }
      const at = new Date(clock()).toISOString();
      await journal.append({ item: id, verdict, seconds: Math.round(seconds * 10) / 10, at, shown: [...examples] });
    },
    undo: async () => {
      const taken = await journal.undo();
      return taken === undefined ? undefined : byId.get(taken.item);
    },
  };
}

function admittedReader(
  folder: string,
  fields: FieldMapping,
): { json(one: DrawnRecord): Promise<string>; load(one: DrawnRecord): Promise<ShownRecord> } {
  const json = (one: DrawnRecord): Promise<string> => readLineAt(join(folder, ADMITTED), one);
  return { json, load: async (one) => shownRecord(await json(one), `${ADMITTED}:${one.line + 1}`, fields) };
}

/** Records to make canaries of: those that are not in the sample first, so that nobody meets the original beside its copy. */
async function* cleanRecords(
  { slice, rest }: { readonly slice: readonly DrawnRecord[]; readonly rest: readonly DrawnRecord[] },
  plan: SamplePlan,
  load: (one: DrawnRecord) => Promise<ShownRecord>,
): AsyncGenerator<ShownRecord> {
  const unread = [...rest.slice(plan.rest.sample), ...slice.slice(plan.slice.sample)];
  const read = [...rest.slice(0, plan.rest.sample), ...slice.slice(0, plan.slice.sample)];
  for (const one of [...unread, ...read]) yield load(one);
}

function recordLookup(
  folder: string,
  flagged: readonly QuarantinedRecord[],
  sampled: readonly { readonly digest: Sha256; readonly drawn: DrawnRecord }[],
  admittedJson: (one: DrawnRecord) => Promise<string>,
): { json(digest: Sha256): Promise<string>; label(digest: Sha256): string } {
  const kept = new Map(flagged.map((one) => [one.digest, one]));
  const drawn = new Map(sampled.map((one) => [one.digest, one.drawn]));
  return {
    json: async (digest) => {
      const out = kept.get(digest);
      if (out !== undefined) return recordOfLine(await readLineAt(join(folder, QUARANTINE), out));
      const one = drawn.get(digest);
      if (one !== undefined) return admittedJson(one);
      throw new UsageError('review/unknown-item', `no record of this review has the digest ${digest}`);
    },
    label: (digest) => kept.get(digest)?.recordId ?? `${ADMITTED}:${(drawn.get(digest)?.line ?? 0) + 1}`,
  };
}

function phrasesOf(
  findings: ReadonlyMap<string, { readonly code: string; readonly phrase: readonly string[] }>,
): (readonly string[])[] {
  return [...findings.values()].flatMap(({ code, phrase }) =>
    code === 'corpus/trigger-phrase' && phrase.length > 0 ? [phrase] : [],
  );
}
