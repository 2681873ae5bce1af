import { formatDuration } from '@bezoar/core';
import type { Block, Headline, Line, ReportDocument, SpanStyle } from '@bezoar/report';
import type { ControlPosture, ControlState } from '../posture/posture.ts';
import { VERSION } from '../version.ts';
import { modelBlocks } from './model-blocks.ts';
import { shortAge } from './short-age.ts';
import type { StatusDocument } from './status.ts';

/** The posture as a page. */
export function statusReport(document: StatusDocument): ReportDocument {
  return {
    title: `Status: ${document.title}`,
    tool: { name: 'bezoar', version: VERSION },
    generatedAt: document.timing.startedAt,
    headline: headlineOf(document),
    blocks: statusBlocks(document),
    findings: document.findings,
    inputs: document.inputs,
    checks: [],
  };
}

/** The one sentence of a status. */
export function headlineOf({ counts, signature }: StatusDocument): Headline {
  const missing = counts.stale + counts['never exercised'] + counts['not available'];
  const declared = counts.enforced + missing;
  const isGood = missing === 0 && signature.state === 'signed';
  const parts = [
    `${counts.enforced} of ${declared} declared controls are enforced`,
    ...(counts['not available'] > 0 ? [`${counts['not available']} not available in this version`] : []),
    ...(counts['never exercised'] > 0 ? [`${counts['never exercised']} never exercised`] : []),
    ...(counts.stale > 0 ? [`${counts.stale} with old evidence`] : []),
    `the document is ${signature.state}`,
  ];
  return {
    verdict: isGood ? 'enforced' : 'incomplete',
    tone: isGood ? 'good' : 'warn',
    sentence: `${parts.join('; ')}.`,
  };
}

/** The posture as blocks, in the order to build in. */
export function statusBlocks(document: StatusDocument): Block[] {
  const { policy, signature, ledger, pending, models, steps } = document;
  const signed =
    signature.signedAt === null
      ? 'never signed'
      : `signed ${signature.signedAt.slice(0, 10)} by ${signature.signedBy.join(', ')}${signature.state === 'signed' ? '' : `; ${signature.state} since, ${signature.changes} changes`}`;
  const log =
    ledger.size === 0
      ? 'nothing logged yet'
      : `${ledger.size} entries, root ${ledger.root.slice(0, 16)}, ${ledger.origin}`;
  return [
    {
      kind: 'list',
      items: [
        `document: ${policy?.path ?? ''} (${document.profile}), sha256 ${policy?.digest ?? ''}, ${signed}`,
        `ledger: ${log}`,
        ...pending.map(
          ({ action, sha256, signatures }): Line =>
            `waiting: ${action} ${sha256.slice(0, 16)}, ${signatures} signatures so far`,
        ),
      ],
    },
    ...modelBlocks(models),
    ...steps.flatMap(({ title, why, controls }, i): Block[] => [
      { kind: 'heading', level: 2, text: `${i + 1}. ${title}` },
      {
        kind: 'table',
        caption: why,
        columns: [{ title: 'control' }, { title: 'state' }, { title: 'evidence' }, { title: 'answers', grow: true }],
        rows: controls.map((one) => [
          one.control,
          [{ text: one.state, style: STYLES[one.state] }],
          evidenceOf(one),
          one.threats.join(' '),
        ]),
      },
    ]),
  ];
}

const STYLES: Readonly<Record<ControlState, SpanStyle>> = {
  enforced: 'good',
  stale: 'warn',
  'never exercised': 'bad',
  'not available': 'bad',
  'not declared': 'dim',
};

function evidenceOf({ state, ageMs, maxAgeMs, source, verdict, command }: ControlPosture): string {
  if (state === 'not declared') return command === undefined ? '' : `would come from \`${command}\``;
  if (state === 'not available') return 'nothing enforces it yet';
  if (ageMs === undefined) return `none; run \`${command ?? ''}\``;
  const limit = state !== 'stale' || maxAgeMs === undefined ? '' : `, limit ${formatDuration(maxAgeMs)}`;
  return `${shortAge(ageMs)}${limit}, ${source ?? ''}${verdict === undefined ? '' : `: ${verdict}`}`;
}
