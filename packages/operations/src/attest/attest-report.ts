import { type Finding, plural } from '@bezoar/core';
import type { Block, Line } from '@bezoar/report';
import type { AttestCorpusDocument } from './attest-corpus.ts';
import type { AttestTrainDocument } from './attest-train.ts';
import type { CheckedCorpus } from './check-corpus.ts';

/** Outputs that a screen shows. */
const SHOWN_OUTPUTS = 12;

/** The check of corpora on one screen. */
export function attestCorpusBlocks({ verdict, corpora, findings }: AttestCorpusDocument): Block[] {
  const isGood = verdict === 'admitted';
  return [
    headline(
      isGood ? 'ADMITTED' : 'REFUSED',
      isGood,
      isGood ? 'these bytes may train' : 'these bytes may not train a model',
    ),
    { kind: 'list', items: corpora.map(corpusLine) },
    ...problems(findings),
  ];
}

/** A training on one screen. */
export function attestTrainBlocks({
  verdict,
  corpora,
  findings,
  outputs,
  commandExit,
  ledger,
}: AttestTrainDocument): Block[] {
  if (verdict === 'refused') {
    return [
      headline('REFUSED', false, 'the training was not started'),
      { kind: 'list', items: corpora.map(corpusLine) },
      ...problems(findings),
    ];
  }
  if (verdict === 'failed') {
    const how = commandExit === null ? '' : `, command ended with ${commandExit.code ?? commandExit.signal}`;
    return [headline('FAILED', false, `nothing was attested${how}`), ...problems(findings)];
  }
  const rest = outputs.length - SHOWN_OUTPUTS;
  const items = outputs.slice(0, SHOWN_OUTPUTS).map(({ path, sha256 }) => `${path}  sha256 ${sha256}`);
  return [
    headline(
      'ATTESTED',
      true,
      `${plural(outputs.length, 'file')}, trained on ${corpora.length === 1 ? 'an admitted corpus' : `${corpora.length} admitted corpora`}`,
    ),
    { kind: 'list', items: rest > 0 ? [...items, `and ${rest} more`] : items },
    { kind: 'text', tone: 'note', lines: [`ledger entry ${ledger?.index}`] },
  ];
}

function corpusLine({ path, sha256, admission }: CheckedCorpus): Line {
  const by = admission === null ? 'not admitted' : `entry ${admission.entry} for ${admission.target}, ${admission.at}`;
  return `${path}: ${by}, sha256 ${sha256}`;
}

function problems(findings: readonly Finding[]): Block[] {
  const [first] = findings;
  if (first === undefined) return [];
  return [
    {
      kind: 'list',
      items: findings.map(({ code, message }): Line => [{ text: code, style: 'code' }, { text: `  ${message}` }]),
    },
    { kind: 'command', command: `bezoar explain ${first.code}`, note: 'what it means, and what to do' },
  ];
}

function headline(verdict: string, isGood: boolean, sentence: string): Block {
  return { kind: 'text', lines: [[{ text: `${verdict}  `, style: isGood ? 'good' : 'bad' }, { text: sentence }]] };
}
