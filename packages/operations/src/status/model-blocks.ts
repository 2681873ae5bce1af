import type { Block, SpanStyle } from '@bezoar/report';
import type { ModelState, ModelStatus } from '../promotion/current/model-status.ts';
import { shortAge } from './short-age.ts';

const STYLES: Readonly<Record<ModelState, SpanStyle>> = {
  promoted: 'good',
  'promoted by override': 'warn',
  lapsed: 'bad',
  waiting: 'dim',
};

/** Hexadecimal digits of a digest that tell one model from another on a screen. */
const SHOWN_DIGITS = 16;

/** The models of a project as a table, each with what comes next; nothing where no model was ever gated. */
export function modelBlocks(models: readonly ModelStatus[] | null): Block[] {
  if (models === null) {
    return [
      { kind: 'text', tone: 'warn', lines: ['which model is promoted cannot be told: run `bezoar ledger verify`'] },
    ];
  }
  if (models.length === 0) return [];
  return [
    { kind: 'heading', level: 2, text: 'Models' },
    {
      kind: 'table',
      columns: [{ title: 'model' }, { title: 'state' }, { title: 'gate' }, { title: 'next', grow: true }],
      rows: models.map((model) => [
        `${model.path} ${model.sha256.slice(0, SHOWN_DIGITS)}${model.target === '' ? '' : `, ${model.target}`}`,
        [{ text: model.state, style: STYLES[model.state] }],
        gateOf(model),
        [...model.obstacles, ...(model.next === null ? [] : [`\`${model.next}\``])].join('; '),
      ]),
    },
  ];
}

function gateOf({ gate, expires }: ModelStatus): string {
  if (gate === null) return 'none';
  const age = gate.ageMs === null ? '' : `${shortAge(gate.ageMs)}, `;
  const until = expires === null ? '' : `, until ${expires.slice(0, 10)}`;
  return `${gate.verdict}, ${age}entry ${gate.entry}${until}`;
}
