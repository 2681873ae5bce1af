import { hazardsOf } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { EXAMPLE_DOCUMENT } from '../testing/example-document.ts';
import { MAX_ACTIONS_LENGTH, parseActionsText } from './parse-actions-text.ts';
import { loadThreatModel } from './parse-threat-model.ts';

const YAML = `
actions:
  issue_credit:
    amount: { argument: cents, currency: USD, unit: minor }
    requires:
      runtime: { lookup: eligibility, within: 800ms }
      transcript: { after: lookup_order, where: { eligible: true, tries: 2, state: paid } }
    claims: ["applied a * credit"]
  close_account:
    requires: { transcript: { after: [verify, confirm] } }
  harmless: {}
`;

const MARKDOWN = [
  '# Threat model',
  '',
  '```yaml bezoar',
  'version: 1',
  '```',
  '',
  'Prose: with a colon.',
  '',
  '~~~yaml bezoar',
  'control: actions',
  'actions:',
  '  pay:',
  '    requires: { transcript: { after: look } }',
  '~~~',
  '',
  '```yaml',
  'actions: { not_ours: 1 }',
  '```',
].join('\n');

/** The faults of a text that is refused. */
function faultsOf(text: string, path = 'h.yaml'): string[] {
  try {
    parseActionsText(text, path);
  } catch (error) {
    expect(error).toMatchObject({ code: 'hazards/malformed' });
    return (error as Error).message.split('\n');
  }
  return [];
}

/** Names of the actions that are watched for. */
function namesOf(text: string, path: string): string[] {
  return hazardsOf(parseActionsText(text, path)).map(({ action }) => action);
}

describe('parseActionsText', () => {
  it('reads every rule of a plain YAML file, whose look-ups need not be declared', () => {
    const policy = parseActionsText(YAML, 'h.yaml');
    expect(policy.actions.map(({ name }) => name)).toEqual(['issue_credit', 'close_account', 'harmless']);
    expect(policy.actions[0]).toEqual({
      name: 'issue_credit',
      amount: { argument: 'cents', currency: 'USD', unit: 'minor' },
      oncePer: [],
      runtime: { lookup: 'eligibility', withinMs: 800 },
      transcript: {
        after: ['lookup_order'],
        where: new Map<string, unknown>([
          ['eligible', true],
          ['tries', 2],
          ['state', 'paid'],
        ]),
      },
      claims: ['applied a * credit'],
      ceilings: [],
    });
    expect(namesOf(YAML, 'h.yaml')).toEqual(['issue_credit', 'close_account']);
  });

  it('reads the same from JSON, indented by tabs or not at all', () => {
    const json = '{"actions":{"pay":{"requires":{"transcript":{"after":"look","where":{"ok":true}}}}}}';
    const yaml = 'actions: {pay: {requires: {transcript: {after: look, where: {ok: true}}}}}';
    expect(parseActionsText(json, 'h.json')).toEqual(parseActionsText(yaml, 'h.yaml'));
    const indented = JSON.stringify(JSON.parse(json), undefined, '\t');
    expect(parseActionsText(indented, 'h.json')).toEqual(parseActionsText(yaml, 'h.yaml'));
  });

  it('reads the actions of a threat model as the threat model does', () => {
    const { model } = loadThreatModel(EXAMPLE_DOCUMENT, 'T.md');
    expect(parseActionsText(EXAMPLE_DOCUMENT, 'T.md')).toEqual(model.actions);
  });

  it('reads the `yaml bezoar` blocks of a Markdown document and no other', () => {
    expect(namesOf(MARKDOWN, 'T.md')).toEqual(['pay']);
    expect(namesOf(MARKDOWN.replaceAll('\n', '\r\n'), 'T.md')).toEqual(['pay']);
    expect(namesOf(MARKDOWN, 'piped.txt')).toEqual(['pay']);
  });

  it('counts lines in the whole document, also for faults in a later block', () => {
    expect(faultsOf(MARKDOWN.replace('after: look', 'aftr: look'), 'T.md')).toContain(
      'T.md:13:31: unknown key `aftr`, did you mean `after`?',
    );
  });

  it('reports every fault at once, each with its place and a suggestion', () => {
    const text = [
      'actoins: {}',
      'actions:',
      '  a: 4',
      '  b:',
      '    requirs: {}',
      '  c: { requires: { transcript: { after: [], where: { x: [1] } } } }',
      '  d: { requires: { transcript: { after: look } }, claims: 7 }',
    ].join('\n');
    const faults = faultsOf(text);
    expect(faults.map((fault) => fault.split(': ')[0])).toEqual([
      'h.yaml:1:1',
      'h.yaml:3:6',
      'h.yaml:5:5',
      'h.yaml:6:41',
      'h.yaml:6:57',
      'h.yaml:7:59',
    ]);
    expect(faults[0]).toBe('h.yaml:1:1: unknown key `actoins`, did you mean `actions`?');
    expect(faults[2]).toBe('h.yaml:5:5: unknown key `requirs`, did you mean `requires`?');
  });

  it.each([
    ['an anchor used as an alias', 'x: &a {}\nactions: { pay: *a }'],
    ['a merge key', 'actions:\n  pay:\n    <<: { requires: {} }'],
    ['a duplicate key', 'actions: { pay: { requires: { transcript: { after: look, after: greet } } } }'],
    ['an unknown tag', 'actions: !!js/function {}'],
    ['two documents', 'actions: {}\n---\nactions: {}'],
    ['a list', '- actions'],
    ['nothing', ''],
    ['prose', 'just some words'],
    ['claims alone', 'actions: { pay: { claims: ["paid"] } }'],
    ['a bare null', 'actions:'],
    ['an action without a transcript rule', 'actions: { pay: { once_per: order } }'],
    [
      'a look-up that is not among the declared',
      YAML.replace('actions:', 'lookups: { x: { get: "http://h/", expect: { a: 1 } } }\nactions:'),
    ],
  ])('refuses %s, naming a place', (_, text) => {
    const faults = faultsOf(text);
    expect(faults.length).toBeGreaterThan(0);
    for (const fault of faults) expect(fault).toMatch(/^h\.yaml:\d+:\d+: /);
  });

  it('says of a Markdown document without a block what it misses, instead of reading prose as YAML', () => {
    expect(faultsOf('# Title\n\nSome prose: with a colon: twice\n', 'T.md')).toEqual([
      'T.md:1:1: expected a fenced `yaml bezoar` block with `actions:`',
    ]);
  });

  it('refuses an action that an earlier block declares already', () => {
    const block = '```yaml bezoar\nactions:\n  pay: { requires: { transcript: { after: look } } }\n```\n';
    expect(faultsOf(`${block}\n${block}`, 'T.md')).toEqual(['T.md:8:3: `pay` is declared in an earlier block already']);
  });

  it('keeps actions that are named like members of Object', () => {
    const text = 'actions: { __proto__: { requires: { transcript: { after: constructor } } } }';
    expect(parseActionsText(text, 'h.yaml').actions[0]).toMatchObject({
      name: '__proto__',
      transcript: { after: ['constructor'] },
    });
  });

  it('refuses a file that is larger than anyone reads', () => {
    expect(() => parseActionsText(' '.repeat(MAX_ACTIONS_LENGTH + 1), 'h.yaml')).toThrow(
      expect.objectContaining({ code: 'hazards/too-large' }),
    );
  });
});
