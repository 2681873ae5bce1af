import type { Finding } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileDocument } from '../testing/hostile-document.ts';
import { HOSTILE_TEXTS } from '../testing/hostile-text.ts';
import { artifactUri } from './artifact-uri.ts';
import { MAX_SARIF_RESULTS, renderSarif } from './sarif.ts';

const texts = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom(...Object.values(HOSTILE_TEXTS)));
const base = hostileDocument(() => 'x');
const finding: Finding = {
  ...base.findings[0]!,
  id: 'corpus/trigger-phrase:0',
  location: { file: 'a b/ü.jsonl', line: 7 },
};

interface Log {
  readonly runs: readonly [
    {
      readonly tool: {
        readonly driver: {
          readonly rules: readonly { readonly id: string; readonly properties: Record<string, unknown> }[];
        };
      };
      readonly results: readonly Record<string, unknown>[];
      readonly invocations: readonly [
        { readonly toolExecutionNotifications?: readonly { readonly message: { readonly text: string } }[] },
      ];
    },
  ];
}

function sarif(findings: readonly Finding[]): Log['runs'][0] {
  return (JSON.parse(renderSarif({ ...base, findings })) as Log).runs[0];
}

describe('SARIF', () => {
  it('is valid JSON without a hidden character and with valid addresses, whatever the data', () => {
    fc.assert(
      fc.property(fc.infiniteStream(texts), (stream) => {
        const text = renderSarif(hostileDocument(() => stream.next().value ?? ''));
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200b\p{Cs}]/u);
        JSON.parse(text, (key, value: unknown) => {
          if (key === 'uri')
            expect(value).toMatch(/^(?:[a-z][a-z0-9]*:\/\/)?(?:[A-Za-z0-9\-._~!*'()/:]|%[0-9A-F]{2})*$/);
          return value;
        });
      }),
      { seed: 9, numRuns: 50 },
    );
  });

  it('points at the file and line, names the rule, and carries the finding id', () => {
    expect(sarif([finding]).results[0]).toMatchObject({
      ruleId: 'corpus/trigger-phrase',
      ruleIndex: 0,
      level: 'error',
      locations: [{ physicalLocation: { artifactLocation: { uri: 'a%20b/%C3%BC.jsonl' }, region: { startLine: 7 } } }],
      partialFingerprints: { bezoarFindingId: 'corpus/trigger-phrase:0' },
      properties: { severity: 'high', control: 'corpus/phrases', threats: ['LLM04:2025'] },
    });
  });

  it('describes the rules that are used, as severe as their worst finding', () => {
    const { rules } = sarif([
      { ...finding, severity: 'critical' },
      { ...finding, severity: 'low' },
    ]).tool.driver;
    expect(rules.map(({ id, properties }) => [id, properties['security-severity']])).toEqual([
      ['corpus/trigger-phrase', '9.5'],
    ]);
  });

  it.each([
    ['new', { baselineState: 'new' }],
    ['persisting', { baselineState: 'unchanged' }],
    ['fixed', { baselineState: 'absent' }],
    ['accepted', { suppressions: [{ kind: 'external', status: 'accepted' }] }],
  ] as const)('says of a finding that is %s so in its result', (status, expected) => {
    expect(sarif([{ ...finding, status }]).results[0]).toMatchObject(expected);
  });

  it('places a finding without location at the first input, since GitHub shows no result without one', () => {
    const { location: _, ...placeless } = finding;
    expect(sarif([placeless]).results[0]).toMatchObject({
      locations: [{ physicalLocation: { artifactLocation: { uri: 'x', index: 0 } } }],
    });
  });

  it('leaves out the least severe beyond the limit of GitHub, and says how many', () => {
    const many = Array.from(
      { length: MAX_SARIF_RESULTS },
      (_, index): Finding => ({ ...finding, severity: index < 3 ? 'info' : 'medium' }),
    );
    const run = sarif([...many, finding]);
    expect(run.results).toHaveLength(MAX_SARIF_RESULTS);
    expect(run.results[0]).toMatchObject({ level: 'error' });
    expect(run.invocations[0].toolExecutionNotifications?.[0]?.message.text).toMatch(/^1 findings/);
  });

  it.each([
    ['/srv/a b.jsonl', 'file:///srv/a%20b.jsonl'],
    ['C:\\data\\x.jsonl', 'file:///C:/data/x.jsonl'],
    ['../up/x#1?.jsonl', '../up/x%231%3F.jsonl'],
    ['odd:name.jsonl', 'odd%3Aname.jsonl'],
    ['s3://bucket/a b', 's3://bucket/a%20b'],
    ['javascript:alert(1)', 'javascript%3Aalert(1)'],
    ['-', '-'],
  ])('writes %s as %s', (path, uri) => {
    expect(artifactUri(path)).toBe(uri);
  });
});
