import { PROFILES } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { loadThreatModel } from '../compile/parse-threat-model.ts';
import { ADVISED_LINES } from '../document/lines.ts';
import { profileDocument } from './profile-document.ts';
import type { ProfileAnswers } from './section.ts';

const FULL: ProfileAnswers = {
  title: 'Threat model: Larkfield support assistant',
  ledgerKey: 'larkfield.example/ledger+7877e5d3+Af4UAQtP6DMDhS8EZ8kZ75p8oIm5HpbjqtfUJt2HB5KX',
  pipelineKeys: ['SHA256:GxWIOfiqM56Ju1CxYD6Q7Gjg/VVl/hCnyzJyn933Bwo'],
  signersFile: 'team keys/allowed',
  trusted: ['months/2026-09.jsonl.gz', '2026-08.jsonl'],
  sources: 'exports/*.jsonl.gz',
  action: {
    name: 'issue_credit',
    after: 'lookup_order',
    amountArgument: 'amount_cents',
    oncePer: 'order_id',
    eligibilityUrl: 'https://billing.example/orders/{order_id}',
  },
  reference: 'openai:https://models.example/v1#prod',
  publishers: ['mistralai'],
  formats: ['safetensors', 'gguf'],
};

const MINIMAL: ProfileAnswers = { title: 'Threat model' };

/** Second-level headings, in order. */
function headings(text: string): string[] {
  return [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading!);
}

describe('profileDocument', () => {
  it.each(PROFILES)(
    'writes a document for %s that compiles without fault or remark, whatever was answered',
    (profile) => {
      const action = { name: 'delete_account' };
      for (const answers of [
        MINIMAL,
        FULL,
        { ...MINIMAL, action },
        { ...MINIMAL, action: { ...action, after: 'verify' } },
      ]) {
        const text = profileDocument(profile, answers);
        const { model, remarks } = loadThreatModel(text, 'T.md');
        expect(remarks).toEqual([]);
        expect(model.profile).toBe(profile);
        expect(model.title).toBe(answers.title);
      }
    },
  );

  it.each(PROFILES)(
    'is read in one sitting by whoever works with %s: a reason before each block, in short lines',
    (profile) => {
      const text = profileDocument(profile, FULL);
      expect(text.split('\n').length).toBeLessThan(ADVISED_LINES);
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
      for (const section of text.split(/^## /m).slice(1)) {
        const prose = section.split('```')[0]!.split('\n').slice(1).join(' ').trim();
        expect(prose.length).toBeGreaterThan(120);
      }
    },
  );

  it('builds in the order in which it pays: containment, selection, caps, gate, artifacts, telemetry', () => {
    const all = headings(profileDocument('fine-tuner', FULL));
    expect(all).toEqual([
      'Actions',
      'Sources and trust',
      'Selection',
      'Contribution caps',
      'Scan and review',
      'Promotion',
      'Models and other artifacts',
      'Telemetry',
      'Accepted risks',
      'Keys and witnesses',
    ]);
    expect(headings(profileDocument('api-consumer', FULL)).slice(0, 4)).toEqual([
      'Actions',
      'Least privilege',
      'Telemetry',
      'Models and other artifacts',
    ]);
    expect(headings(profileDocument('agent', FULL))).toContain('Memory and retrieved documents');
    expect(headings(profileDocument('open-weights', FULL)).slice(0, 3)).toEqual([
      'Actions',
      'Models and other artifacts',
      'Promotion',
    ]);
  });

  it('turns every answer into policy', () => {
    const { model } = loadThreatModel(profileDocument('fine-tuner', FULL), 'T.md');
    expect(model.corpus).toMatchObject({
      sources: [{ name: 'staff' }, { name: 'users', paths: ['exports/*.jsonl.gz'], tier: 'customer-owned' }],
      caps: { records: { account: 5, cluster: 12, tenant: 400 }, slice: { account: 2, cluster: 4 } },
      review: { trusted: FULL.trusted, failOn: 'high' },
    });
    expect(model.corpus.admitToBase).toEqual({ 'customer-owned': 2 });
    expect(model.actions?.actions).toEqual([
      expect.objectContaining({
        name: 'issue_credit',
        oncePer: ['order_id'],
        runtime: { lookup: 'issue_credit-eligibility', withinMs: 800 },
        transcript: { after: ['lookup_order'], where: new Map() },
        approval: { above: { minor: 2500, currency: 'USD' }, expiresMs: 900_000, approvers: 1 },
      }),
    ]);
    expect(model.gate).toEqual({ references: [FULL.reference], hazards: ['issue_credit'], budget: 'standard' });
    expect(model.artifact).toEqual({ lockFile: 'models.lock', publishers: ['mistralai'], formats: FULL.formats });
    expect(model.keys).toEqual({ ledger: FULL.ledgerKey, pipeline: FULL.pipelineKeys });
    expect(model.change.signersFile).toBe(FULL.signersFile);
  });

  it('writes amounts with the decimals of their currency, and asks a person where there is no amount', () => {
    const yen = { name: 'refund', amountArgument: 'yen', currency: 'JPY' };
    const { model } = loadThreatModel(profileDocument('agent', { ...MINIMAL, action: yen }), 'T.md');
    expect(model.actions?.actions[0]?.ceilings[0]?.limit).toEqual({ minor: 50, currency: 'JPY' });
    const without = loadThreatModel(profileDocument('agent', { ...MINIMAL, action: { name: 'wipe' } }), 'T.md').model;
    expect(without.actions?.actions[0]?.approval).toEqual({ expiresMs: 900_000, approvers: 1 });
  });

  it.each<[string, Partial<ProfileAnswers>]>([
    ['a title of two lines that brings a block', { title: 'T\n\n```yaml bezoar\nversion: 1\n```\n' }],
    ['an empty title', { title: '' }],
    ['a path that leaves the folder', { sources: '../exports/*' }],
    ['a path that brings a key', { sources: 'a, tier: first-party-reviewed }\n  x: { path: b' }],
    ['an action that brings rules', { action: { name: 'pay:\n  all' } }],
    ['an action named with backticks', { action: { name: '`pay`' } }],
    ['a currency that is none', { action: { name: 'pay', amountArgument: 'a', currency: 'dollars' } }],
    ['a verifier key with a typing error', { ledgerKey: FULL.ledgerKey!.replace('7877', '7878') }],
    ['a URL whose host the model chooses', { action: { name: 'pay', eligibilityUrl: 'https://{host}/' } }],
  ])('refuses %s', (_, answers) => {
    expect(() => profileDocument('fine-tuner', { ...FULL, ...answers })).toThrow(
      expect.objectContaining({ code: 'policy/answer-refused' }),
    );
  });
});
