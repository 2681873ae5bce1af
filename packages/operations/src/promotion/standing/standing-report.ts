import type { Finding } from '@bezoar/core';
import type { Block, Line, SpanStyle } from '@bezoar/report';
import type { StandingSummary } from './standing-summary.ts';

/** The first line of a screen: a verdict, and what it means. */
export function headline(verdict: string, style: SpanStyle, sentence: string): Block {
  return { kind: 'text', lines: [[{ text: `${verdict}  `, style }, { text: sentence }]] };
}

/** What a model's standing rests on, and what nobody checked. */
export function standingBlock({ gate, override, history, limits }: StandingSummary, sha256: string): Block {
  const items: Line[] = [`sha256 ${sha256}`];
  if (gate !== null) {
    const when = gate.at === null ? '' : `, ${gate.at}`;
    const how = gate.budget === null ? '' : `, ${gate.budget} budget`;
    const confirmed = gate.hazards.length === 0 ? '' : `, confirmed: ${gate.hazards.join(', ')}`;
    items.push(`gate: ${gate.verdict}, entry ${gate.entry}${when}${how}${confirmed}`);
    if (gate.training !== null) items.push(`training: entry ${gate.training}, on an admitted corpus`);
  }
  if (override !== null) {
    const { entry, signedBy, expires, reason } = override;
    items.push(`override: entry ${entry}, ${signedBy.join(', ')}, until ${expires}: ${reason}`);
  }
  const earlier = history.verdicts.filter(({ index }) => index !== gate?.entry);
  if (earlier.length > 0) {
    items.push(
      `other verdicts about these bytes: ${earlier.map((one) => `${one.verdict} (entry ${one.index})`).join(', ')}`,
    );
  }
  return { kind: 'list', items: [...items, ...limits.map((limit) => `note: ${limit}`)] };
}

/** What stands against a model, and the commands that follow; `report` names the verdict that people may override. */
export function problemBlocks(findings: readonly Finding[], report: string | null): Block[] {
  return [
    {
      kind: 'list',
      items: findings.map(({ code, message }): Line => [{ text: code, style: 'code' }, { text: `  ${message}` }]),
    },
    { kind: 'command', command: 'bezoar explain evaluate/not-promotable', note: 'what it means, and what to do' },
    ...(report === null
      ? []
      : [
          {
            kind: 'command' as const,
            command: `bezoar decide override ${report} --reason … --expires 14d`,
            note: 'for people who answer for it: signed, and until a day',
          },
        ]),
  ];
}
