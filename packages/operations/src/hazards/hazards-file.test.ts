import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHazards } from './hazards-file.ts';

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
    parseHazards(text, path);
  } catch (error) {
    expect(error).toMatchObject({ code: 'hazards/malformed' });
    return (error as Error).message.split('\n');
  }
  return [];
}

describe('parseHazards', () => {
  it('reads preconditions, expected results and claims, and leaves out actions without a transcript rule', () => {
    expect(parseHazards(YAML, 'h.yaml')).toEqual([
      {
        action: 'issue_credit',
        precondition: {
          after: ['lookup_order'],
          where: new Map<string, unknown>([
            ['eligible', true],
            ['tries', 2],
            ['state', 'paid'],
          ]),
        },
        claims: ['applied a * credit'],
        origin: 'declared',
      },
      {
        action: 'close_account',
        precondition: { after: ['verify', 'confirm'], where: new Map() },
        claims: [],
        origin: 'declared',
      },
    ]);
  });

  it('reads the same from JSON', () => {
    const json = '{"actions":{"pay":{"requires":{"transcript":{"after":"look","where":{"ok":true}}}}}}';
    const yaml = 'actions: {pay: {requires: {transcript: {after: look, where: {ok: true}}}}}';
    expect(parseHazards(json, 'h.json')).toEqual(parseHazards(yaml, 'h.yaml'));
  });

  it('reads the `yaml bezoar` blocks of a Markdown document and no other', () => {
    expect(parseHazards(MARKDOWN, 'T.md').map(({ action }) => action)).toEqual(['pay']);
    expect(parseHazards(MARKDOWN.replaceAll('\n', '\r\n'), 'T.md')).toHaveLength(1);
  });

  it('counts lines in the whole document, also for faults in a later block', () => {
    expect(faultsOf(MARKDOWN.replace('after: look', 'aftr: look'), 'T.md')[0]).toBe(
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
    expect(faultsOf(text)).toEqual([
      'h.yaml:1:1: unknown key `actoins`, did you mean `actions`?',
      'h.yaml:3:6: expected the rules of `a` to be a map',
      'h.yaml:5:5: unknown key `requirs`, did you mean `requires`?',
      'h.yaml:6:32: expected `after` of `c` to name the tool that must be called first',
      'h.yaml:6:57: expected a text, number, true or false in `where` of `c`',
      'h.yaml:7:59: expected claims of `d` to be a text or a list of texts',
    ]);
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
    expect(parseHazards(text, 'h.yaml')[0]).toMatchObject({
      action: '__proto__',
      precondition: { after: ['constructor'] },
    });
  });

  it('refuses a file that is larger than anyone reads', () => {
    expect(() => parseHazards(' '.repeat(1024 * 1024 + 1), 'h.yaml')).toThrow(
      expect.objectContaining({ code: 'hazards/too-large' }),
    );
  });

  it('throws nothing but located faults, whatever the text', () => {
    const piece = fc.constantFrom(
      'actions',
      ':',
      ' ',
      '\n',
      '  ',
      '- ',
      '{',
      '}',
      '[',
      ']',
      '*a',
      '&a ',
      'after',
      '!!x ',
      '"',
      '#',
      '```yaml bezoar\n',
      '\t',
      '? ',
      '%',
      '|',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(piece).map((all) => all.join('')),
        ),
        (text) => {
          for (const fault of faultsOf(text)) expect(fault).toMatch(/^h\.yaml:\d+:\d+: /);
        },
      ),
      { seed: 4, numRuns: 300 },
    );
  });
});
