import type { Block, Line } from '@bezoar/report';
import type { LedgerShowDocument } from './ledger-show.ts';
import type { LedgerVerifyDocument } from './ledger-verify.ts';

/** A verification on a screen: the word first, then what it rests on, then what is wrong. */
export function ledgerVerifyBlocks(document: LedgerVerifyDocument): Block[] {
  const { verdict, trust, trustDetail, size, root, origin, evidence, findings } = document;
  const word: Line = [
    { text: `${verdict}  `, style: verdict === 'intact' ? 'good' : verdict === 'altered' ? 'bad' : 'warn' },
    { text: trust, style: trust === 'SELF-ATTESTED' ? 'warn' : 'good' },
    { text: `  ${size} entries` },
  ];
  return [
    { kind: 'text', lines: [word] },
    {
      kind: 'list',
      items: [
        `log: ${origin}`,
        `root: ${root}`,
        `outside the log: ${trustDetail.gitAnchors} checkpoints in git (${trustDetail.pushedAnchors} seen on a remote), up to entry ${trustDetail.anchoredSize}; witnessed up to ${trustDetail.witnessedSize}`,
        `evidence: ${evidence.present} objects present, ${evidence.missing} missing, ${evidence.altered} altered`,
      ],
    },
    ...(findings.length === 0
      ? []
      : [
          { kind: 'heading' as const, level: 2 as const, text: 'What is wrong' },
          {
            kind: 'list' as const,
            items: findings
              .slice(0, SHOWN)
              .map(
                ({ severity, code, message }): Line => [
                  { text: `${severity}  `, style: severity === 'critical' || severity === 'high' ? 'bad' : 'warn' },
                  { text: code, style: 'code' },
                  { text: `: ${message}` },
                ],
              ),
          },
        ]),
    ...(trustDetail.remarks.length === 0
      ? []
      : [
          { kind: 'heading' as const, level: 2 as const, text: 'Before you rely on it' },
          { kind: 'list' as const, items: trustDetail.remarks },
        ]),
  ];
}

/** Problems that a screen lists. */
const SHOWN = 20;

/** Entries on a screen: a table, or one entry whole. */
export function ledgerShowBlocks(document: LedgerShowDocument, isSingle: boolean): Block[] {
  const { entries, size, payload } = document;
  const [first] = entries;
  if (isSingle && first !== undefined) {
    return [
      { kind: 'heading', level: 2, text: `Entry ${first.index} of ${size}` },
      { kind: 'text', lines: JSON.stringify(first.entry, undefined, 2).split('\n') },
      ...(payload === null
        ? []
        : [
            { kind: 'heading' as const, level: 2 as const, text: payload.mediaType },
            { kind: 'text' as const, lines: payload.text.slice(0, MAX_SHOWN_PAYLOAD).split('\n') },
          ]),
    ];
  }
  return [
    {
      kind: 'table',
      columns: [
        { title: '#', align: 'right' },
        { title: 'at' },
        { title: 'kind' },
        { title: 'who' },
        { title: 'what', grow: true },
      ],
      rows: entries.map(({ index, entry }) => [
        String(index),
        entry.at.slice(0, 16).replace('T', ' '),
        entry.kind,
        entry.actor,
        entry.subject.map(({ name, digest }) => `${name} ${digest.sha256.slice(0, 12)}`).join(', ') +
          (typeof entry.detail?.verdict === 'string' ? ` ${entry.detail.verdict}` : ''),
      ]),
    },
    { kind: 'text', tone: 'note', lines: [`${entries.length} of ${size} entries`] },
  ];
}

/** Characters of a payload that a screen shows. */
const MAX_SHOWN_PAYLOAD = 8000;
