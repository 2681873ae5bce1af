import { plural } from '@bezoar/core';
import type { Block, Line } from '@bezoar/report';
import type { TraceDocument } from './trace-document.ts';

/** Hits that a screen shows. */
const SHOWN_HITS = 20;

/** A trace on one screen. */
export function traceBlocks({
  record,
  provenance,
  proof,
  hits,
  hitsAreComplete,
  unread,
  lookUpMs,
  query,
}: TraceDocument): Block[] {
  const blocks: Block[] = [];
  if (record === null || provenance === null || proof === null) {
    const what = query === null ? 'it' : `\`${query.value}\``;
    blocks.push(headline('NOT FOUND', 'bad', `no admitted record is known by ${what}`));
  } else {
    const {
      source,
      tier,
      currentTier,
      selectedBy,
      account,
      tenant,
      cluster,
      createdAt,
      ingestedAt,
      admission,
      trainings,
    } = provenance;
    const rows: [string, string | undefined][] = [
      ['id', record.id ?? '(none)'],
      ['sha256', record.digest],
      ['from', `${source.path}:${source.line} (source ${source.name}, file sha256 ${source.sha256})`],
      ['made', createdAt],
      ['taken in', ingestedAt],
      ['tier', tier === currentTier ? tier : `${tier}, now ${currentTier}`],
      ['tenant', tenant],
      ['account', account],
      ['cluster', cluster],
      ['selected by', selectedBy],
      ['teaches an action', provenance.slice ? 'yes' : undefined],
      ['parents', provenance.parents?.join(', ')],
      ['generator', provenance.generator],
      [
        'admitted',
        `entry ${admission.entry} for ${admission.target}, ${admission.at}, as ${record.path}:${record.line}`,
      ],
      ['trained on', trainings.length === 0 ? undefined : trainings.map((entry) => `entry ${entry}`).join(', ')],
      [
        'proof',
        `leaf ${proof.leafIndex} of ${proof.treeSize}, ${proof.hashes.length} hashes, root signed by ${proof.verifierKey.split('+')[0]}`,
      ],
    ];
    blocks.push(
      headline(
        'FOUND',
        'good',
        `${plural(hits.length, 'record')}${hitsAreComplete ? '' : ' or more'}, looked up in ${lookUpMs.toFixed(1)} ms`,
      ),
    );
    blocks.push({
      kind: 'table',
      columns: [{ title: 'of the newest' }, { title: '', grow: true }],
      rows: rows.flatMap(([name, value]): Line[][] => (value === undefined ? [] : [[name, value]])),
    });
    if (hits.length > 1) {
      blocks.push({ kind: 'heading', level: 2, text: 'All hits' });
      blocks.push({
        kind: 'table',
        columns: [
          { title: 'entry', align: 'right' },
          { title: 'leaf', align: 'right' },
          { title: 'id' },
          { title: 'from', grow: true },
        ],
        rows: hits
          .slice(0, SHOWN_HITS)
          .map(({ entry, leafIndex, id, source: from }) => [String(entry), String(leafIndex), id ?? '', from]),
        ...(hits.length > SHOWN_HITS ? { caption: `and ${hits.length - SHOWN_HITS} more` } : {}),
      });
    }
  }
  if (unread.length > 0) {
    blocks.push({ kind: 'heading', level: 2, text: 'Not looked at' });
    blocks.push({ kind: 'list', items: unread.map(({ entry, reason }) => `entry ${entry}: ${reason}`) });
  }
  return blocks;
}

function headline(verdict: string, tone: 'good' | 'bad', sentence: string): Block {
  return { kind: 'text', lines: [[{ text: `${verdict}  `, style: tone }, { text: sentence }]] };
}
