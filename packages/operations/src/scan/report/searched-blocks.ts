import type { KnownPhraseEvidence } from '@bezoar/corpus/scan';
import type { Block, Line } from '@bezoar/report';
import type { ScanDocument } from '../scan-document.ts';
import { contributorLine, severitySpan } from './family-blocks.ts';

/** Phrases of one list, and accounts of one phrase, that are shown. */
const SHOWN_PHRASES = 20;
const SHOWN_ACCOUNTS = 6;

/** What became of the phrases that were named to look for; nothing where none was. */
export function searchedBlocks({ searched, findings, coverage }: ScanDocument): Block[] {
  if (searched.length === 0) return [];
  const found = new Map(
    findings
      .filter(({ code, status }) => code === 'corpus/known-phrase' && status !== 'fixed')
      .map((finding) => [finding.subject, finding]),
  );
  const ordered = [...searched].sort((a, b) => b.records - a.records);
  const rest = ordered.length - SHOWN_PHRASES;
  return [
    { kind: 'heading', level: 2, text: 'Phrases that were looked for' },
    {
      kind: 'table',
      columns: [
        { title: 'severity' },
        { title: 'phrase' },
        { title: 'records', align: 'right' },
        { title: 'accounts', align: 'right' },
        ...(coverage.trusted === 0 ? [] : [{ title: 'trusted', align: 'right' as const }]),
        { title: 'from', grow: true },
      ],
      rows: ordered.slice(0, SHOWN_PHRASES).map((one): Line[] => {
        const finding = found.get(one.phrase);
        const { contributors } = (finding?.evidence ?? { contributors: [] }) as KnownPhraseEvidence;
        return [
          finding === undefined ? '' : [severitySpan(finding.severity)],
          [{ text: one.phrase, style: 'code' }],
          String(one.records),
          String(one.accounts),
          ...(coverage.trusted === 0 ? [] : [String(one.trustedRecords)]),
          one.records === 0 ? 'in no record' : contributorLine(contributors, one.accounts, SHOWN_ACCOUNTS),
        ];
      }),
      ...(rest > 0 ? { caption: `and ${rest} more phrases` } : {}),
    },
  ];
}
