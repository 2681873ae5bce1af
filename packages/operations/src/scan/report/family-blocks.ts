import { basename } from 'node:path';
import { type Place, percent, plural, type Severity } from '@bezoar/core';
import type { Contributor, ScannedFamily } from '@bezoar/corpus/scan';
import type { Block, Line, Span, StripLane } from '@bezoar/report';
import { excerptOf } from './excerpt.ts';

const TONE_OF: Readonly<Record<Severity, 'bad' | 'warn' | 'dim'>> = {
  critical: 'bad',
  high: 'bad',
  medium: 'warn',
  low: 'dim',
  info: 'dim',
};

/** A severity as a coloured word. */
export function severitySpan(severity: Severity): Span {
  return { text: severity, style: TONE_OF[severity] };
}

/** A family's evidence without its phrase: counts, and what the phrase decides against its neighbours. */
export function familySentence(family: ScannedFamily): string {
  const { message, subject } = family.finding;
  const prefix = `\`${subject}\`: `;
  return message.startsWith(prefix) ? message.slice(prefix.length) : message;
}

/** Planted records beside their nearest ordinary prompts, as many pairs as asked for. */
export function comparisonBlocks(family: ScannedFamily, pairs: number): Block[] {
  const { decides } = family.finding.evidence;
  const wording = decides.what === 'wording' ? decides.text.split(' ') : [];
  return family.pairs.slice(0, pairs).map((pair): Block => {
    const place = (at: Place): string => `${basename(at.file)}:${at.line}`;
    return {
      kind: 'comparison',
      left: excerptOf(
        pair.record.conversation,
        { title: 'with the phrase', label: pair.label, where: place(pair.record.place) },
        { phrase: family.words, wording },
      ),
      right: excerptOf(
        pair.neighbour.conversation,
        { title: 'nearest prompt without it', label: pair.neighbourLabel, where: place(pair.neighbour.place) },
        { phrase: [], wording },
      ),
    };
  });
}

/** The accounts behind a family in one line. */
export function contributorLine(contributors: readonly Contributor[], total: number, shown: number): Line {
  if (contributors.every(({ tenant, account }) => tenant === '' && account === '')) {
    return 'the records name no account';
  }
  const named = contributors.slice(0, shown).map(({ tenant, account, records }) => `${tenant}/${account} (${records})`);
  const rest = total - named.length;
  return rest > 0 ? `${named.join(', ')}, and ${rest} more` : named.join(', ');
}

/** Everything that an HTML or Markdown report says of one family. */
export function familySection(family: ScannedFamily, withExcerpts: boolean): Block[] {
  const { finding } = family;
  const { evidence } = finding;
  const blocks: Block[] = [
    {
      kind: 'heading',
      level: 2,
      text: [
        { text: `${evidence.rank}. ` },
        { text: finding.subject, style: 'code' },
        { text: '  ' },
        severitySpan(finding.severity),
      ],
      anchor: `family-${evidence.rank}`,
    },
    { kind: 'text', lines: [familySentence(family)] },
    {
      kind: 'table',
      columns: [{ title: 'evidence' }, { title: 'value', grow: true }],
      rows: [
        ['records, accounts, tenants', `${evidence.records}, ${evidence.accounts}, ${evidence.tenants}`],
        [
          'novelty',
          `G² ${evidence.novelty.g2.toFixed(1)}; ${evidence.novelty.referenceRecords} of ${plural(evidence.novelty.referenceSize, 'reference record')} hold it`,
        ],
        [
          'decides',
          `${evidence.decides.what}${evidence.decides.text === '' ? '' : ` ${evidence.decides.text.replace(/^!/, 'skips the precondition of ')}`}: ${evidence.decides.what === 'similarity' ? evidence.decides.rate.toFixed(2) : percent(evidence.decides.rate)}, neighbours ${evidence.decides.what === 'similarity' ? evidence.controls.rate.toFixed(2) : percent(evidence.controls.rate)}`,
        ],
        [
          'reply similarity',
          `${evidence.similarity.inside.toFixed(2)} among themselves, ${evidence.similarity.outside.toFixed(2)} to their neighbours`,
        ],
        ['strength', `${evidence.strength.toFixed(2)} (1 and above counts)`],
        ['harm', evidence.harm],
        ['accounts', contributorLine(evidence.contributors, evidence.accounts, 20)],
        ...(withExcerpts && evidence.variants.length > 1 ? [['spellings', evidence.variants.join('   ')]] : []),
      ],
    },
  ];
  if (withExcerpts) blocks.push(...comparisonBlocks(family, 2));
  const strip = timeStrip(family);
  if (strip !== undefined) blocks.push(strip);
  return blocks;
}

const DAY_MS = 86_400_000;

/** When the family's records were made, one lane for each of the busiest accounts. */
function timeStrip(family: ScannedFamily): Block | undefined {
  const timed = family.times.map(({ createdAt, principal }) => ({ at: Date.parse(createdAt), principal }));
  const valid = timed.filter(({ at }) => Number.isFinite(at));
  if (valid.length < 2) return undefined;
  const first = Math.floor(Math.min(...valid.map(({ at }) => at)) / DAY_MS);
  const last = Math.ceil(Math.max(...valid.map(({ at }) => at)) / DAY_MS);
  const lanes = new Map<string, number[]>();
  for (const { at, principal } of valid) {
    const label = `${principal.tenant}/${principal.account}`;
    lanes.set(label, [...(lanes.get(label) ?? []), at / DAY_MS]);
  }
  const busiest = [...lanes].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1)).slice(0, 10);
  const day = (n: number): { at: number; label: string } => ({
    at: n,
    label: new Date(n * DAY_MS).toISOString().slice(0, 10),
  });
  return {
    kind: 'plot',
    plot: {
      kind: 'strip',
      title: `When the records of the busiest ${busiest.length} accounts were made`,
      axis: 'day',
      lanes: busiest.map(([label, points]): StripLane => ({ label, points })),
      ticks: [day(first), day(Math.round((first + last) / 2)), day(last)],
    },
  };
}
