import { plural } from '@bezoar/core';
import type { Block, Line } from '@bezoar/report';
import { headline, problemBlocks, standingBlock } from '../standing/standing-report.ts';
import type { NearestPromotion } from './nearest-promotion.ts';
import type { VerifyDocument } from './verify-document.ts';

/** Files that a screen names. */
const SHOWN_FILES = 12;

/** The check of a model on one screen. */
export function verifyBlocks(document: VerifyDocument): Block[] {
  const { verdict, model, files, coverage, promotion, expires, gate, findings, nearest } = document;
  const bytes = `${plural(files.length, 'file')}, ${coverage.bytes} bytes hashed, ${coverage.examined} looked into`;
  if (verdict === 'not-verified') {
    return [
      headline('NOT VERIFIED', 'bad', `${model.path} may not be deployed`),
      standingBlock(document, model.sha256),
      ...(nearest === null ? [] : [nearestBlock(nearest)]),
      ...problemBlocks(findings, gate?.verdict === 'PASS' ? null : (gate?.report ?? null)),
    ];
  }
  const by =
    promotion?.by === 'override' ? `against the ${gate?.verdict} of its gate, by a signed override` : 'by a PASS';
  const until = expires === null ? '' : `, until ${expires.slice(0, 10)}`;
  return [
    headline('VERIFIED', promotion?.by === 'override' ? 'warn' : 'good', `${model.path} was promoted ${by}${until}`),
    standingBlock(document, model.sha256),
    { kind: 'text', tone: 'note', lines: [`promotion: ledger entry ${promotion?.entry}; ${bytes}`] },
  ];
}

function nearestBlock({ entry, path, differences, isPart }: NearestPromotion): Block {
  if (isPart) {
    return {
      kind: 'text',
      lines: [`It is one file of ${path}, which was promoted as a whole (entry ${entry}): verify that.`],
    };
  }
  const shown = differences.slice(0, SHOWN_FILES).map(({ path: file, change }): Line => `${change}: ${file}`);
  const rest = differences.length - shown.length;
  return {
    kind: 'list',
    items: [
      `compared with ${path}, promoted in entry ${entry}:`,
      ...shown,
      ...(rest > 0 ? [`and ${plural(rest, 'more file')}`] : []),
    ],
  };
}
