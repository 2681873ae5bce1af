import { planSample, type ReviewDocument, type ReviewItem, SECONDS_PER_RECORD } from '@bezoar/operations/review';
import type { Block, Line, SpanStyle, Tone } from '@bezoar/report';
import { hoursText } from './frame.ts';

/** Goals that are shown beside the one that was asked for. */
const OTHER_GOALS: readonly number[] = [25, 50, 100, 250];
/** Missed canaries that are named. */
const NAMED_CANARIES = 10;

/** A review as a result: how it stands, what it shows, what comes next; with the queue where it was asked for. */
export function reviewBlocks(
  document: ReviewDocument,
  queue: readonly ReviewItem[] | undefined,
  folder: string,
): readonly Block[] {
  return [
    { kind: 'text', lines: [headline(document)] },
    costBlock(document),
    ...(queue === undefined ? [] : [queueBlock(queue), effortBlock(document)]),
    ...(document.verdict === 'incomplete' ? [] : shownBlocks(document)),
    ...nextBlocks(document, folder),
  ];
}

const HEADLINES: Readonly<Record<ReviewDocument['verdict'], readonly [SpanStyle, string]>> = {
  complete: ['good', 'all of it was read, and it shows what it was to show'],
  incomplete: ['warn', 'not all of it was read'],
  adverse: [
    'bad',
    'records that no check had flagged were not kept: look for what they share before anything is admitted',
  ],
  undecided: ['warn', 'all of it was read, and it does not show what it was to show'],
  unsigned: ['warn', 'all of it was read; signatures are missing'],
};

function headline({ verdict }: ReviewDocument): Line {
  const [style, sentence] = HEADLINES[verdict];
  return [{ text: `${verdict}  `, style }, { text: sentence }];
}

function costBlock({ flagged, plan, goal, progress }: ReviewDocument): Block {
  const { slice, rest } = plan;
  const each = progress.isMeasured ? 'measured' : `estimated, ${SECONDS_PER_RECORD} s a record`;
  const lines: Line[] = [
    `flagged   ${flagged.records} records, all of them to be read`,
    `sample    ${rest.sample} of ${rest.population}, and ${slice.sample} of ${slice.population} in the slice that teaches an action: enough to miss ${goal.fewerThan} bad ones with a chance of at most ${round(1 - goal.confidence)}`,
    `progress  ${progress.done} of ${progress.of} items; ${hoursText(progress.hoursLeft)} left at ${Math.round(progress.secondsPerItem)} s each (${each})`,
  ];
  return { kind: 'text', lines };
}

function queueBlock(queue: readonly ReviewItem[]): Block {
  const flagged = queue.filter(({ kind }) => kind !== 'sample');
  const sampled = queue.length - flagged.length;
  const rows = flagged.map((item): Line[] => {
    const [finding] = item.findings;
    return [item.kind, String(item.records.length), finding?.message || finding?.title || ''];
  });
  return {
    kind: 'table',
    columns: [{ title: 'kind' }, { title: 'records', align: 'right' }, { title: 'why', grow: true }],
    rows: [...rows, ['sample', String(sampled), 'drawn at random, with records that are known to be bad']],
  };
}

/** What other efforts would show: whoever cannot spend the hours should know what they give up. */
function effortBlock({ plan, goal, progress }: ReviewDocument): Block {
  const goals = [...new Set([goal.fewerThan, ...OTHER_GOALS])].sort((a, b) => a - b);
  const rows = goals.map((fewerThan): Line[] => {
    const { slice, rest } = planSample(plan.slice.population, plan.rest.population, { ...goal, fewerThan });
    const records = slice.sample + rest.sample;
    const hours = (records * progress.secondsPerItem) / 3600;
    return [
      `fewer than ${fewerThan}${fewerThan === goal.fewerThan ? ' (asked for)' : ''}`,
      String(records),
      hoursText(hours),
    ];
  });
  return {
    kind: 'table',
    caption: 'What a clean sample shows of what is left, and what it costs',
    columns: [{ title: 'bad records' }, { title: 'to read', align: 'right' }, { title: 'time', align: 'right' }],
    rows,
  };
}

function shownBlocks(document: ReviewDocument): readonly Block[] {
  const { flagged, sample, recall, bound, boundIfNothingWasMissed: ideal, missed, goal, files } = document;
  const tone: Tone = document.verdict === 'adverse' ? 'bad' : 'normal';
  const lines: Line[] = [
    `flagged   ${flagged.kept} kept, ${flagged.rejected} rejected, ${flagged.unsure} unsure (they stay out)`,
    `sample    ${sample.size} of ${sample.of} read, ${sample.found} not kept`,
    `recall    ${recall.found} of ${recall.canaries} records that were known to be bad were recognised: at least ${round(recall.low)}`,
    bound === null
      ? `bound     none: too few known-bad records to believe a recall, or too little was read${ideal === null ? '' : ` (fewer than ${ideal.fewerThan} if readers missed nothing)`}`
      : `bound     fewer than ${bound.fewerThan} bad records are left, with ${round(100 * bound.confidence)} % confidence; asked for: ${goal.fewerThan}`,
  ];
  const named = (missed ?? [])
    .slice(0, NAMED_CANARIES)
    .map(({ kind, base }): Line => `${kind}, made of ${base.slice(0, 16)}`);
  return [
    { kind: 'text', lines, tone },
    ...(named.length === 0
      ? []
      : ([
          { kind: 'heading', level: 2, text: 'Known-bad records that were kept' },
          { kind: 'list', items: named },
        ] satisfies Block[])),
    ...(files === null || files.outOfScope.length === 0
      ? []
      : ([
          {
            kind: 'text',
            tone: 'warn',
            lines: [
              `${files.outOfScope.length} records are not understood in full; they have verdicts and are outside of what is signed`,
            ],
          },
        ] satisfies Block[])),
  ];
}

function nextBlocks({ verdict, files, decision, signed, flagged }: ReviewDocument, folder: string): readonly Block[] {
  const command = `bezoar review ${shellQuoted(folder)}`;
  if (verdict === 'incomplete') return next([command, 'goes on where you stopped']);
  if (signed !== null) {
    const root = decision?.entry ? `, root ${decision.entry.root}` : '';
    const line = `signed by ${signed.signedBy.join(', ')}; entry ${signed.index}${root}`;
    return [{ kind: 'text', lines: [line] }, ...next(['bezoar admit …', 'again: it applies the verdicts'])];
  }
  if (decision?.pending) {
    const { have, need } = decision.signatures;
    return [
      { kind: 'text', lines: [`${have} of ${need} signatures; the statement waits in ${decision.pending.folder}`] },
      ...next([`${command} --sign KEY`, 'the next person']),
    ];
  }
  if (files === null) return [];
  const [scope, evidence] = [shellQuoted(files.reviewed.path), shellQuoted(files.verdicts.path)];
  const unsure: readonly (readonly [string, string])[] =
    flagged.unsure === 0 ? [] : [[`${command} --second --reviewer NAME`, 'another reader decides what was left open']];
  return next(
    ...unsure,
    [`${command} --sign KEY`, 'signs what was read, with the verdicts as evidence'],
    [
      `bezoar decide review ${scope} --evidence ${evidence} --reason TEXT`,
      'the same, where signatures are made elsewhere',
    ],
  );
}

function next(...commands: readonly (readonly [command: string, note: string])[]): readonly Block[] {
  return [
    { kind: 'heading', level: 2, text: 'Next' },
    ...commands.map(([command, note]): Block => ({ kind: 'command', command, note })),
  ];
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function shellQuoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
