import type { ThreatModel } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { EXAMPLE_DOCUMENT } from '../testing/example-document.ts';
import { FULL_DOCUMENT } from '../testing/full-document.ts';
import { compiledJson } from './compiled-json.ts';
import { loadThreatModel, parseThreatModel, UNTITLED } from './parse-threat-model.ts';

const DATA = ['LLM04:2025', 'LLM05:2026', 'AML.T0020'] as const;
const SUPPLY = ['LLM03:2025', 'LLM04:2026', 'AML.T0018'] as const;
const ACTION = ['LLM06:2025', 'LLM04:2025', 'LLM05:2026'] as const;
const DAY = 86_400_000;

const EXPECTED: ThreatModel = {
  version: 1,
  title: 'Threat model: Larkfield support assistant',
  profile: 'fine-tuner',
  assets: [],
  entryPoints: [],
  change: { loosenSignatures: 2, tightenSignatures: 1, signersFile: 'keys/allowed_signers' },
  controls: [
    { id: 'corpus/sources', threats: DATA, evidenceMs: 35 * DAY, line: 15 },
    { id: 'corpus/selection', threats: DATA, evidenceMs: 35 * DAY, line: 15 },
    { id: 'corpus/caps', threats: DATA, evidenceMs: 35 * DAY, line: 29 },
    { id: 'corpus/hazards', threats: DATA, evidenceMs: 35 * DAY, line: 41 },
    { id: 'corpus/phrases', threats: DATA, evidenceMs: 35 * DAY, line: 41 },
    { id: 'corpus/near-duplicates', threats: DATA, evidenceMs: 35 * DAY, line: 41 },
    { id: 'corpus/anomalies', threats: DATA, evidenceMs: 35 * DAY, line: 41 },
    { id: 'corpus/review', threats: DATA, evidenceMs: 35 * DAY, line: 41 },
    { id: 'corpus/admission', threats: DATA, evidenceMs: 35 * DAY, line: 15 },
    { id: 'artifact/publishers', threats: SUPPLY, evidenceMs: 35 * DAY, line: 50 },
    { id: 'artifact/pins', threats: SUPPLY, evidenceMs: 35 * DAY, line: 50 },
    { id: 'artifact/hashes', threats: SUPPLY, evidenceMs: 35 * DAY, line: 50 },
    { id: 'artifact/formats', threats: SUPPLY, evidenceMs: 35 * DAY, line: 50 },
    { id: 'evaluate/gate', threats: ['LLM04:2025', 'LLM05:2026', 'AML.T0018'], evidenceMs: 35 * DAY, line: 79 },
    { id: 'actions', threats: ACTION, evidenceMs: 35 * DAY, line: 60 },
    { id: 'guard/approvals', threats: ACTION, evidenceMs: 35 * DAY, line: 60 },
    { id: 'policy/document', threats: [...DATA, 'AML.T0018'], evidenceMs: 366 * DAY, line: 6 },
  ],
  corpus: {
    fields: { account: 'user.id', tenant: 'org.id', created_at: 'createdAt' },
    sources: [
      { name: 'staff', paths: ['data/staff/*.jsonl'], tier: 'first-party-reviewed' },
      { name: 'chats', paths: ['exports/*.jsonl.gz'], tier: 'customer-owned' },
    ],
    admitToBase: { 'customer-owned': 2, open: 2 },
    raiseTier: {},
    selection: { neverAlone: ['rating', 'thumbs'], require: ['resolved', 'staff_sampled'] },
    caps: {
      windowMs: 30 * DAY,
      records: { account: 5, cluster: 12, tenant: 400 },
      slice: { account: 2, cluster: 4 },
      clusterBy: ['device', 'ip', 'payment'],
      lineage: true,
    },
    review: {
      trusted: ['months/2026-09.jsonl.gz'],
      failOn: 'high',
      flagged: 'all',
      sample: { fewerThan: 25, confidence: 0.95 },
    },
  },
  artifact: { lockFile: 'models.lock', publishers: ['mistralai'], formats: ['safetensors'] },
  actions: {
    default: 'deny',
    lookups: [
      {
        name: 'refund-eligibility',
        method: 'GET',
        url: 'http://127.0.0.1:7070/orders/{order_id}/eligibility',
        expect: new Map([['eligible', true]]),
        ignore: [],
      },
    ],
    actions: [
      {
        name: 'issue_credit',
        amount: { argument: 'amount_cents', currency: 'USD', unit: 'minor' },
        oncePer: ['order_id'],
        runtime: { lookup: 'refund-eligibility', withinMs: 800 },
        transcript: { after: ['lookup_order'], where: new Map([['eligible', true]]) },
        claims: ['applied a * credit', 'credit has been issued'],
        ceilings: [
          { scope: 'account', limit: { minor: 5000, currency: 'USD' }, windowMs: 30 * DAY },
          { scope: 'global', limit: { minor: 200_000, currency: 'USD' }, windowMs: DAY },
        ],
        approval: { above: { minor: 2500, currency: 'USD' }, expiresMs: 900_000, approvers: 1 },
      },
    ],
  },
  gate: { references: ['models/2026-09'], hazards: ['issue_credit'], budget: 'standard' },
  accepted: [
    {
      finding: 'corpus/trigger-phrase:9f3c0d3be2a74c16a5d0f7be01c49e88',
      owner: 'support-lead',
      until: '2027-01-31',
      why: 'spring promotion code',
      line: 90,
    },
  ],
  keys: { pipeline: [] },
};

/** A document of a head and further blocks. */
function documentOf(...blocks: string[]): string {
  const head = 'version: 1\nprofile: agent\nchange: { loosen: 1 signature }';
  return ['# Title', ...[head, ...blocks].map((block) => `\`\`\`yaml bezoar\n${block}\n\`\`\``)].join('\n\n');
}

/** The model of a document without faults. */
function modelOf(text: string): ThreatModel {
  const { model, faults } = parseThreatModel(text, 'T.md');
  expect(faults).toEqual([]);
  return model!;
}

describe('parseThreatModel', () => {
  it('compiles the example to exactly this policy, without fault or remark', () => {
    expect(parseThreatModel(EXAMPLE_DOCUMENT, 'T.md')).toEqual({ model: EXPECTED, faults: [], remarks: [] });
  });

  it('reads a document that writes every key', () => {
    const model = modelOf(FULL_DOCUMENT);
    expect(model.change).toEqual({ loosenSignatures: 3, tightenSignatures: 2, signersFile: 'keys/allowed_signers' });
    expect(model.assets).toEqual(['the credit tool', "customers' records"]);
    expect(model.witness?.require).toBe(2);
    expect(model.keys.pipeline).toHaveLength(2);
    expect(model.corpus.raiseTier.open).toBe(1);
    expect(model.actions?.lookups[1]).toMatchObject({ method: 'POST', expect: new Map([['level', 2]]) });
    const [credit, wipe, summary] = model.actions!.actions;
    expect(credit?.ceilings.slice(0, 2)).toEqual([
      { scope: 'account', limit: { minor: 5000, currency: 'USD' }, windowMs: 30 * DAY },
      { scope: 'account', limit: { count: 5 }, windowMs: DAY },
    ]);
    expect(wipe?.transcript).toBe('never');
    expect(summary).toEqual({ name: 'send_summary', oncePer: [], claims: [], ceilings: [] });
  });

  it.each([
    ['CRLF line ends', EXAMPLE_DOCUMENT.replaceAll('\n', '\r\n')],
    ['CR line ends', EXAMPLE_DOCUMENT.replaceAll('\n', '\r')],
    ['a byte order mark', `\uFEFF${EXAMPLE_DOCUMENT}`],
    ['tildes', EXAMPLE_DOCUMENT.replaceAll('```', '~~~')],
    ['longer fences', EXAMPLE_DOCUMENT.replaceAll('```', '`````')],
    ['spaces around the info string', EXAMPLE_DOCUMENT.replaceAll('```yaml bezoar', '```  yaml bezoar  ')],
    ['tabs and emoji in the prose', EXAMPLE_DOCUMENT.replace('## Caps', '## Caps\t👩‍💻')],
  ])('reads the same with %s', (_, text) => {
    expect(modelOf(text)).toEqual(EXPECTED);
  });

  it('reads indented fences, whose indentation is no part of the block, and counts columns in the document', () => {
    const indented = EXAMPLE_DOCUMENT.replace(/```yaml bezoar\ncontrol: corpus\/caps[^`]*```/, (block) =>
      block.replaceAll(/^/gm, '   '),
    );
    expect(modelOf(indented)).toEqual(EXPECTED);
    const { faults } = parseThreatModel(indented.replace('window: 30d', 'window: 30'), 'T.md');
    expect(faults).toEqual([expect.objectContaining({ line: 32, column: 12 })]);
  });

  it('asks for the same whatever the order of blocks, keys and list items', () => {
    const parts = FULL_DOCUMENT.split(/\n(?=```yaml bezoar\n)/);
    const reordered = [...parts.slice(0, 2), ...parts.slice(2).reverse()]
      .join('\n')
      .replace(
        '{ account: 5, cluster: 12, tenant: 400, source: 9000 }',
        '{ source: 9000, tenant: 400, cluster: 12, account: 5 }',
      )
      .replace('[device, ip]', '\n  - ip\n  - device');
    expect(compiledJson(modelOf(reordered))).toBe(compiledJson(modelOf(FULL_DOCUMENT)));
  });

  it('takes defaults only for what may be left out', () => {
    expect(modelOf(documentOf('control: corpus/review', 'control: corpus/phrases\nevidence: 1w'))).toMatchObject({
      change: { loosenSignatures: 1, tightenSignatures: 1 },
      corpus: { fields: {}, sources: [], review: { trusted: [], failOn: 'high', flagged: 'all' } },
      controls: [
        { id: 'corpus/phrases', evidenceMs: 7 * DAY, line: 13 },
        { id: 'corpus/review', line: 9 },
        { id: 'policy/document', line: 3 },
      ],
      accepted: [],
      keys: { pipeline: [] },
    });
  });

  it('lets a block of its own say more of a control than the block that turns it on', () => {
    const model = modelOf(
      documentOf('control: corpus/review\nevidence: 9d\nfail_on: low', 'control: corpus/hazards\nanswers: [AML.T0018]'),
    );
    expect(model.controls.filter(({ id }) => id !== 'policy/document')).toEqual([
      { id: 'corpus/hazards', threats: ['AML.T0018'], evidenceMs: 35 * DAY, line: 15 },
      { id: 'corpus/phrases', threats: DATA, evidenceMs: 9 * DAY, line: 9 },
      { id: 'corpus/near-duplicates', threats: DATA, evidenceMs: 9 * DAY, line: 9 },
      { id: 'corpus/anomalies', threats: DATA, evidenceMs: 9 * DAY, line: 9 },
      { id: 'corpus/review', threats: DATA, evidenceMs: 9 * DAY, line: 9 },
    ]);
  });

  it('takes selection signals from the sources or from a block of their own, and not from both', () => {
    const own = 'control: corpus/selection\nnever_alone: [rating]';
    expect(modelOf(documentOf(own)).corpus.selection).toEqual({ neverAlone: ['rating'], require: [] });
    const within = 'control: corpus/sources\nsources: { a: { path: a, tier: open } }\nselection: { require: [x] }';
    expect(parseThreatModel(documentOf(own, within), 'T.md').faults).toEqual([
      expect.objectContaining({ line: 17, column: 12, message: expect.stringContaining('too') }),
    ]);
  });

  it('reports the faults of all blocks at once, and those that only several blocks together show', () => {
    const text = EXAMPLE_DOCUMENT.replace('window: 30d', 'window: 30')
      .replace('fail_on: high', 'fail_on: hihg')
      .replace('hazards: [issue_credit]', 'hazards: [issue_credits]')
      .replace('until: 2027-01-31', 'until: soon');
    const { faults, model } = parseThreatModel(text, 'T.md');
    expect(model).toBeUndefined();
    expect(faults.map(({ line }) => line)).toEqual([32, 44, 82, 90]);
    expect(faults[1]).toMatchObject({ suggestion: 'high', expected: expect.stringContaining('`critical`') });
  });

  it('does not call a name missing that stands in a block which cannot be read', () => {
    const broken = EXAMPLE_DOCUMENT.replace('once_per: [order_id]', 'once_per: [order_id');
    const { faults } = parseThreatModel(broken, 'T.md');
    expect(faults.some(({ message }) => message.includes('no declared action'))).toBe(false);
    const misspelt = EXAMPLE_DOCUMENT.replace('unit: minor', 'unit: miner');
    expect(parseThreatModel(misspelt, 'T.md').faults).toHaveLength(1);
  });

  it('names a verifier key whose id does not follow from it', () => {
    const { faults } = parseThreatModel(FULL_DOCUMENT.replace('+8dad6cc9+', '+8dad6cc8+'), 'T.md');
    expect(faults).toEqual([
      expect.objectContaining({ message: expect.stringContaining('`8dad6cc9`, got `8dad6cc8`') }),
    ]);
    const short = FULL_DOCUMENT.replace('BMqXgRLKG73K+sIxs5oj3E2nhu/4FHxOcrmAd4Wv7ki7', 'BMqX');
    expect(parseThreatModel(short, 'T.md').faults[0]?.message).toContain(
      'expected the key of an item of `witnesses` to have 32 bytes, got 2',
    );
  });

  it('refuses more witnesses than there are, keys without a key, and a hazard that the gate cannot judge', () => {
    const messages = (text: string): string[] => parseThreatModel(text, 'T.md').faults.map(({ message }) => message);
    expect(messages(FULL_DOCUMENT.replace('require: 2\n', 'require: 3\n'))).toEqual([
      'expected `require` to be at most the number of witnesses, got 3 and 2',
    ]);
    expect(messages(documentOf('control: policy/keys'))).toEqual(['the block of `policy/keys` names no key']);
    expect(messages(FULL_DOCUMENT.replace('[issue_credit, delete_account]', '[send_summary]'))).toEqual([
      expect.stringContaining('has no `requires.transcript`'),
    ]);
  });

  it('remarks that a document is longer than one sitting, and that it has no title', () => {
    const long = `${EXAMPLE_DOCUMENT}${'\nmore prose\n'.repeat(200)}`;
    expect(parseThreatModel(long, 'T.md')).toMatchObject({ faults: [], remarks: [{ line: 301, column: 1 }] });
    const untitled = parseThreatModel(EXAMPLE_DOCUMENT.replace('# Threat', 'Threat'), 'T.md');
    expect(untitled.remarks).toEqual([expect.objectContaining({ line: 1 })]);
    expect(untitled.model?.title).toBe(UNTITLED);
  });
});

describe('loadThreatModel', () => {
  it('returns the model, or throws one line for each fault', () => {
    expect(loadThreatModel(EXAMPLE_DOCUMENT, 'T.md').model).toEqual(EXPECTED);
    const text = EXAMPLE_DOCUMENT.replace('fail_on: high', 'fail_on: hihg').replace('window: 30d', 'window: 30');
    expect(() => loadThreatModel(text, 'dir/T.md')).toThrow(
      expect.objectContaining({
        code: 'policy/malformed',
        message: [
          'dir/T.md:32:9: expected `window` to be a duration such as `30d`, got the number `30`',
          'dir/T.md:44:10: expected `fail_on` to be one of `info`, `low`, `medium`, `high`, `critical`, got `hihg`, did you mean `high`?',
        ].join('\n'),
      }),
    );
  });
});
