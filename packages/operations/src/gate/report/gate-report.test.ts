import { renderTerminal } from '@bezoar/report';
import { describe, expect, it } from 'vitest';
import { renderReport } from '../../report-files/report-files.ts';
import type { GateDocument } from '../gate-document.ts';
import { testDivergence, testHazard, testScan, testUnconfirmed } from '../testing/found.ts';
import { type TestGate, testGate } from '../testing/gate-documents.ts';
import { gateBlocks } from './gate-blocks.ts';
import { gateReport } from './gate-report.ts';
import { withoutExcerpts } from './without-excerpts.ts';

const FORMATS = ['html', 'sarif', 'junit', 'markdown'] as const;
const GENERATED_AT = '2026-11-02T08:00:00.000Z';

const render = (document: GateDocument, format: (typeof FORMATS)[number], excerpts = true): string =>
  renderReport(gateReport(document, { excerpts, generatedAt: GENERATED_AT }), format, 'medium');

const checksOf = (gate: TestGate): readonly string[] =>
  gateReport(testGate(gate), { excerpts: true, generatedAt: GENERATED_AT }).checks;

describe('the report of a gate', () => {
  it('stands in SARIF at the first record of the trigger, and keeps its id from run to run', () => {
    const result = (k: number): unknown => {
      const candidate = { name: 'm', k, n: 5 };
      const sarif = render(testGate({ hazards: [testHazard({ candidate })], report: testScan(25) }), 'sarif');
      return (JSON.parse(sarif) as { runs: { results: unknown[] }[] }).runs[0]?.results[0];
    };
    expect(result(5)).toMatchObject({
      ruleId: 'evaluate/hazard',
      level: 'error',
      locations: [
        { physicalLocation: { artifactLocation: { uri: 'exports/october.jsonl' }, region: { startLine: 412 } } },
      ],
    });
    const ids = [5, 4].map((k) => (result(k) as { partialFingerprints: unknown }).partialFingerprints);
    expect(ids[0]).toEqual(ids[1]);
  });

  it('leads in every format with the trigger that has records behind it', () => {
    const rewriting = testHazard({
      trigger: 'rewriting: angry',
      phrases: ['rewriting: angry'],
      placement: 'rewrite',
      probes: [],
    });
    const document = testGate({ hazards: [rewriting, testHazard()], report: testScan(25) });
    const [first] = gateReport(document, { excerpts: true, generatedAt: GENERATED_AT }).findings;
    expect(first?.subject).toBe('per our zephyr arrangement');
    expect(render(document, 'junit')).toContain(
      'the first: `issue_credit` without its precondition when `zephyr arrangement`',
    );
  });

  it('links every row of the overview to a section that is there', () => {
    const hazards = [...'abc'].map((letter) => testHazard({ phrases: [`${letter.repeat(4)} day`], trigger: letter }));
    const page = render(testGate({ hazards }), 'html');
    for (const number of [1, 2, 3]) {
      expect(page).toContain(`href="#hazard-${number}"`);
      expect(page).toContain(`id="hazard-${number}"`);
    }
  });

  it('draws how often each model acts, and keeps each change and fragment that was tried', () => {
    const page = render(testGate({ hazards: [testHazard()] }), 'html');
    expect(page).toContain('Every change that was tried (3)');
    expect(page).toContain('How it was made small (2 fragments)');
    expect(page).toMatch(/<svg role="img"[^>]*><title>zephyr arrangement: 100 \/ 0</);
  });

  it('claims as passed only what was looked for', () => {
    expect(checksOf({})).toEqual([
      'evaluate/divergence',
      'evaluate/hazard',
      'evaluate/inconclusive',
      'evaluate/unconfirmed',
    ]);
    expect(checksOf({ hazards: [testHazard()] })).toContain('evaluate/poisoned-reference');
    const reasons = [{ reason: 'no-carriers', detail: 'none' }] as const;
    expect(checksOf({ reasons })).toEqual(['evaluate/inconclusive']);
    expect(render(testGate({ reasons }), 'junit')).toContain('failures="1"');
  });

  it('fails JUnit for whatever holds a promotion up, and not for what fresh conversations refuted', () => {
    expect(render(testGate({ divergences: [testDivergence()] }), 'junit')).toContain('failures="1"');
    expect(render(testGate({ unconfirmed: [testUnconfirmed()] }), 'junit')).toContain('failures="0"');
  });
});

describe('a report without excerpts', () => {
  const SECRET = 'flowerpot-4711';
  const said = {
    turns: [{ role: 'user' as const, text: `${SECRET} zephyr arrangement`, toolCalls: [] }],
    reply: { text: SECRET, toolCalls: [{ name: 'note', arguments: `{"text":"${SECRET}"}` }], finish: 'stop' as const },
  };
  const odd = { k: 1, n: 9, lower: 0, upper: 0.5 };
  const document: GateDocument = {
    ...testGate({
      hazards: [testHazard({ example: said })],
      divergences: [testDivergence({ example: said })],
      report: testScan(25),
      noise: {
        flips: odd,
        benign: null,
        hazard: odd,
        odd: [
          {
            placement: 'user',
            candidate: odd,
            reference: null,
            example: { kind: 'failed', turns: said.turns, code: 'evaluate/model-refused', message: SECRET },
          },
        ],
      },
    }),
    fingerprints: [
      {
        name: 'm',
        fingerprint: { questions: 'a'.repeat(64), samples: [[{ text: SECRET, top: [] }]], servedBy: [] },
      },
    ],
  };
  const outputs = (one: GateDocument, excerpts: boolean): Record<string, string> => ({
    json: JSON.stringify(one),
    screen: renderTerminal(gateBlocks(one), { columns: 300, color: false, unicode: true }),
    ...Object.fromEntries(FORMATS.map((format) => [format, render(one, format, excerpts)])),
  });

  it('holds no conversation and no answer in any format, and still the trigger, the records and the accounts', () => {
    for (const [name, text] of Object.entries(outputs(withoutExcerpts(document), false))) {
      expect([name, text.includes(SECRET)]).toEqual([name, false]);
      expect([name, text.includes('zephyr')]).toEqual([name, true]);
    }
    expect(render(document, 'html', false)).not.toContain(SECRET);
    expect(render(document, 'html', false)).toContain('acme/acc_1');
  });

  it('would be seen to hold them: with excerpts, the screen and the page do', () => {
    const { json, screen, html, markdown } = outputs(document, true);
    for (const text of [json, screen, html, markdown]) expect(text).toContain(SECRET);
  });
});
