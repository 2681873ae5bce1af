import { describe, expect, it } from 'vitest';
import { compiledJson } from '../../compile/compiled-json.ts';
import { parseThreatModel } from '../../compile/parse-threat-model.ts';

const CANARY = 'post: "https://billing.internal/credits", arguments: { account: canary-1 }';

interface Pieces {
  readonly canary?: string;
  readonly amount?: string;
  readonly ceilings?: string;
  /** Arguments of the tool in `guard/least-privilege`. */
  readonly listed?: string;
}

function documentOf({
  canary = CANARY,
  amount = 'amount: { argument: cents, currency: USD, unit: minor }',
  ceilings = 'ceilings: { account: 50.00 USD / 30d }',
  listed,
}: Pieces): string {
  const blocks = [
    'version: 1\nprofile: agent\nchange: { loosen: 1 signature }',
    `control: actions\nactions:\n  issue_credit:\n    canary: { ${canary} }\n    ${amount}\n    ${ceilings}`,
    ...(listed === undefined
      ? []
      : [`control: guard/least-privilege\ntools:\n  issue_credit: { arguments: { ${listed} } }`]),
  ];
  return ['# T', ...blocks.map((block) => `\`\`\`yaml bezoar\n${block}\n\`\`\``)].join('\n\n');
}

function faultsOf(pieces: Pieces): string[] {
  return parseThreatModel(documentOf(pieces), 'T.md').faults.map(
    ({ line, column, message }) => `${line}:${column}: ${message}`,
  );
}

describe('the canary of an action', () => {
  it('compiles to the request that it describes, without the amount', () => {
    const { model, faults } = parseThreatModel(
      documentOf({
        canary: 'put: "http://[::1]:7070/credits?dry=no", arguments: { account: "7", rush: true, weight: 0.5 }',
      }),
      'T.md',
    );
    expect(faults).toEqual([]);
    expect(model?.actions?.actions[0]?.canary).toEqual({
      method: 'PUT',
      url: 'http://[::1]:7070/credits?dry=no',
      arguments: new Map<string, unknown>([
        ['account', '7'],
        ['rush', true],
        ['weight', 0.5],
      ]),
    });
  });

  it('compiles to the same JSON in whatever order its arguments stand', () => {
    const json = (values: string): string =>
      compiledJson(
        parseThreatModel(documentOf({ canary: `post: "https://h/", arguments: { ${values} }` }), 'T.md').model!,
      );
    expect(json('b: 2, a: 1')).toBe(json('a: 1, b: 2'));
    expect(json('a: 1')).toContain('"canary":{"arguments":{"a":1},"method":"POST","url":"https://h/"}');
  });

  it.each<readonly [string, Pieces, string]>([
    [
      'two methods',
      { canary: `put: "https://h/", ${CANARY}` },
      '13:13: expected `canary` to have either `post` or `put`',
    ],
    ['no method', { canary: 'arguments: {}' }, '13:13: expected `canary` to have either `post` or `put`'],
    ['no arguments', { canary: 'post: "https://h/"' }, '13:13: expected `canary` to have the key `arguments`'],
    ['a header, which the environment has', { canary: `${CANARY}, headers: { a: b }` }, '13:91: unknown key `headers`'],
    ['a placeholder', { canary: 'post: "https://h/{id}", arguments: {}' }, '13:21: expected `post` to be an absolute'],
    ['a user', { canary: 'post: "https://u:p@h/", arguments: {}' }, '13:21: expected `post` to be an absolute'],
    ['a fragment', { canary: 'post: "https://h/#x", arguments: {}' }, '13:21: expected `post` to be an absolute'],
    ['a backslash', { canary: "post: 'https://h\\x/', arguments: {}" }, '13:21: expected `post` to be an absolute'],
    [
      'a port that is none',
      { canary: 'post: "https://h:99999/", arguments: {}' },
      '13:21: expected `post` to be an absolute',
    ],
    ['a file', { canary: 'post: "file:///x", arguments: {}' }, '13:21: expected `post` to be an absolute'],
    ['no encryption', { canary: 'post: "http://h/x", arguments: {}' }, '13:21: expected `post` to be an https URL'],
    [
      'a host like loopback',
      { canary: 'put: "http://127.0.0.1.h/x", arguments: {}' },
      '13:20: expected `put` to be an https URL',
    ],
    [
      'an argument that is a list',
      { canary: 'post: "https://h/", arguments: { a: [1] }' },
      '13:51: expected `a` of `arguments` to be',
    ],
    [
      'an argument that is `yes`',
      { canary: 'post: "https://h/", arguments: { a: yes }' },
      '13:51: expected `a` of `arguments` to be',
    ],
    [
      'an argument without a name',
      { canary: 'post: "https://h/", arguments: { "a b": 1 }' },
      '13:48: expected a key of `arguments`',
    ],
    [
      'the amount',
      { canary: 'post: "https://h/", arguments: { cents: 1 }' },
      '13:55: the canary of `issue_credit` of `actions` sets `cents`',
    ],
    [
      'nothing to exceed',
      { ceilings: 'ceilings: { account: 5 / 30d }' },
      '13:13: the canary of `issue_credit` of `actions` has nothing to exceed',
    ],
    [
      'no ceiling at all',
      { ceilings: 'reversible: false' },
      '13:13: the canary of `issue_credit` of `actions` has nothing to exceed',
    ],
    [
      'nothing to ask for',
      { amount: 'reversible: false', ceilings: 'ceilings: { account: 5 / 30d }' },
      '13:13: the canary of `issue_credit` of `actions` has nothing to ask for',
    ],
    [
      'no larger amount',
      { ceilings: 'ceilings: { account: 90071992547409.91 USD / 30d }' },
      '13:13: the canary of `issue_credit` of `actions` has nothing to ask for',
    ],
    [
      'an argument that the tool has not',
      { listed: 'cents: integer' },
      '13:79: `canary.arguments` of `issue_credit` names the argument `account`',
    ],
    [
      'less than the tool asks for',
      { listed: 'cents: integer, account: text, order: text' },
      '13:13: the canary of `issue_credit` lacks the argument `order`',
    ],
  ])('is refused with %s', (_, pieces, fault) => {
    const faults = faultsOf(pieces);
    expect(faults).toHaveLength(1);
    expect(faults[0]?.slice(0, fault.length)).toBe(fault);
  });

  it('may leave out what the tool does not need, and need not be there', () => {
    expect(faultsOf({ listed: 'cents: integer, account: text, order: text?' })).toEqual([]);
    const without = documentOf({}).replace(/ {4}canary: .*\n/, '');
    expect(parseThreatModel(without, 'T.md').model?.actions?.actions[0]).not.toHaveProperty('canary');
  });
});
