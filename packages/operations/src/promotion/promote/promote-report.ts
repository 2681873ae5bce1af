import type { Block } from '@bezoar/report';
import { shellQuoted } from '../../document/shell-quoted.ts';
import { headline, problemBlocks, standingBlock } from '../standing/standing-report.ts';
import type { PromoteDocument } from './promote.ts';

/** A promotion, or its refusal, on one screen. */
export function promoteBlocks(document: PromoteDocument): Block[] {
  const { verdict, model, gate, override, expires, ledger, findings } = document;
  const name = model.path ?? model.sha256;
  const until = expires === null ? '' : `, until ${expires.slice(0, 10)}`;
  if (verdict === 'refused') {
    return [
      headline('REFUSED', 'bad', `nothing lets ${name} into production`),
      standingBlock(document, model.sha256),
      ...problemBlocks(findings, gate?.verdict === 'PASS' ? null : (gate?.report ?? null)),
    ];
  }
  const said =
    verdict === 'promoted'
      ? headline('PROMOTED', 'good', `${name}, by the PASS of entry ${gate?.entry}${until}`)
      : headline(
          'PROMOTED BY OVERRIDE',
          'warn',
          `${name}, against the ${gate?.verdict} of entry ${gate?.entry}: ${override?.signedBy.join(', ')} answer for it${until}`,
        );
  return [
    said,
    standingBlock(document, model.sha256),
    { kind: 'text', tone: 'note', lines: [`ledger entry ${ledger?.index}`] },
    {
      kind: 'command',
      command: `bezoar verify ${model.path === null ? 'PATH' : shellQuoted(model.path)} --require gate`,
      note: 'the check at deployment',
    },
  ];
}
