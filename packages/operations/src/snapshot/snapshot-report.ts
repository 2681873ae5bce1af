import { isOpen, plural } from '@bezoar/core';
import type { SnapshotEntry, SnapshotVerdict } from '@bezoar/corpus';
import type { Block, Headline, Line, ReportDocument, SpanStyle } from '@bezoar/report';
import { VERSION } from '../version.ts';
import type { SnapshotDocument, SnapshotMode } from './snapshot-document.ts';

/** Pages that a screen shows. A report for files shows them all. */
const SHOWN_PAGES = 20;

/** Places that could not be read, as a screen shows them. */
const SHOWN_PLACES = 10;

const STYLES: Readonly<Record<SnapshotVerdict, SpanStyle>> = {
  taken: 'good',
  changed: 'bad',
  refused: 'bad',
  unreachable: 'warn',
  held: 'warn',
};

const TITLES: Readonly<Record<SnapshotMode, string>> = {
  record: 'Pages that were curated',
  verify: 'Pages held against their manifest',
  revisions: 'Revisions that have stood',
};

/** A snapshot as a report for files. */
export function snapshotReport(document: SnapshotDocument): ReportDocument {
  return {
    title: TITLES[document.mode],
    tool: { name: 'bezoar', version: VERSION },
    generatedAt: document.timing.startedAt,
    headline: snapshotHeadline(document),
    blocks: snapshotBlocks(document, document.entries.length),
    findings: document.findings,
    inputs: document.inputs,
    checks: [],
  };
}

/** The one sentence of a snapshot. */
export function snapshotHeadline({ verdict, counts, coverage, mode }: SnapshotDocument): Headline {
  const did = mode === 'record' ? 'curated' : 'taken';
  const pages = `${counts.taken} of ${plural(coverage.read, 'page')} ${did}`;
  const rest = (['changed', 'refused', 'held', 'unreachable'] as const)
    .filter((one) => counts[one] > 0)
    .map((one) => `${counts[one]} ${one}`);
  const unread = coverage.unreadable.length === 0 ? [] : [`${plural(coverage.unreadable.length, 'place')} not read`];
  const sentence = `${[pages, ...rest, ...unread].join(', ')}.`;
  if (verdict === 'clean') return { verdict, tone: 'good', sentence };
  return { verdict, tone: verdict === 'findings' ? 'bad' : 'warn', sentence };
}

/** A snapshot as blocks: what was not taken first, then what was. */
export function snapshotBlocks(document: SnapshotDocument, shownPages: number = SHOWN_PAGES): Block[] {
  const { entries, coverage, outputs, snapshotAt, hold, findings, mode } = document;
  const order = [...entries.filter(({ verdict }) => verdict !== 'taken'), ...entries.filter(isNotable)];
  const shown = order.slice(0, shownPages);
  const rest = order.length - shown.length;
  const places = coverage.unreadable as readonly { file: string; line?: number; reason: string }[];
  const accepted = findings.filter((finding) => !isOpen(finding)).length;
  return [
    ...(snapshotAt === null || hold === null
      ? []
      : [
          {
            kind: 'text' as const,
            tone: 'note' as const,
            lines: [`the export is of ${snapshotAt}; an edit must have stood for ${hold} before`],
          },
        ]),
    ...(shown.length === 0 ? [] : [pageTable(shown, rest, mode)]),
    ...bothVersions(shown),
    ...(places.length === 0
      ? []
      : [
          { kind: 'heading' as const, level: 2 as const, text: 'Could not be read' },
          {
            kind: 'list' as const,
            items: [
              ...places
                .slice(0, SHOWN_PLACES)
                .map(({ file, line, reason }) => `${file}${line === undefined ? '' : `:${line}`}: ${reason}`),
              ...(places.length > SHOWN_PLACES ? [`and ${places.length - SHOWN_PLACES} more`] : []),
            ],
          },
        ]),
    ...(accepted === 0
      ? []
      : [
          {
            kind: 'text' as const,
            tone: 'note' as const,
            lines: [`${plural(accepted, 'finding')} accepted by the document`],
          },
        ]),
    ...(outputs.length === 0
      ? []
      : [
          { kind: 'heading' as const, level: 2 as const, text: 'Written' },
          { kind: 'list' as const, items: outputs.map(({ path, sha256 }) => `${path}  sha256 ${sha256}`) },
        ]),
  ];
}

/** Where the bodies of changed pages lie. */
function bothVersions(entries: readonly SnapshotEntry[]): Block[] {
  const changed = entries.filter(({ servedSha256 }) => servedSha256 !== undefined);
  if (changed.length === 0) return [];
  const items = changed.map(
    ({ url, path = '', curatedPath }): Line => [
      { text: url, style: 'code' },
      { text: ` served: ${path}, curated: ${curatedPath ?? 'not at hand'}` },
    ],
  );
  return [
    { kind: 'heading', level: 2, text: 'Changed pages, under the folder of `--out`' },
    { kind: 'list', items },
  ];
}

/** Whether a page was taken in place of a newer revision. */
function isNotable({ verdict, heldBackCount }: SnapshotEntry): boolean {
  return verdict === 'taken' && heldBackCount !== undefined;
}

function pageTable(entries: readonly SnapshotEntry[], rest: number, mode: SnapshotMode): Block {
  return {
    kind: 'table',
    columns: [
      { title: 'verdict' },
      { title: 'page' },
      { title: mode === 'revisions' ? 'held back' : 'why', grow: true },
    ],
    rows: entries.map((entry): readonly Line[] => [
      [{ text: entry.verdict, style: STYLES[entry.verdict] }],
      [{ text: entry.title ?? entry.url, style: 'code' }],
      whyOf(entry),
    ]),
    ...(rest > 0 ? { caption: `and ${plural(rest, 'more page')}; all of them in \`--json\`` } : {}),
  };
}

function whyOf({ reason, heldBack = [], heldBackCount = 0, revision }: SnapshotEntry): string {
  const reasons = [...new Set(heldBack.map((one) => one.reason))].join(', ');
  const accounts = [...new Set(heldBack.flatMap(({ account }) => account ?? []))].slice(0, 3).join(', ');
  const by = accounts === '' ? '' : ` by ${accounts}`;
  const held = heldBackCount === 0 ? '' : `${plural(heldBackCount, 'revision')} (${reasons})${by}`;
  const taken = revision === undefined || held === '' ? '' : `; revision ${revision} taken`;
  return [reason ?? '', `${held}${taken}`].filter((part) => part !== '').join('; ');
}
