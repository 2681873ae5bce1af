import type { GuardControls } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { formatFault } from '../document/fault.ts';
import { FULL_DOCUMENT } from '../testing/full-document.ts';
import { compiledJson } from './compiled-json.ts';
import { loadThreatModel, parseThreatModel } from './parse-threat-model.ts';

/** A document of a head and further blocks; the first of them begins on line 10. */
function documentOf(...blocks: string[]): string {
  const head = 'version: 1\nprofile: agent\nchange: { loosen: 1 signature }';
  return ['# Title', ...[head, ...blocks].map((block) => `\`\`\`yaml bezoar\n${block}\n\`\`\``)].join('\n\n');
}

function guardOf(...blocks: string[]): GuardControls | undefined {
  return loadThreatModel(documentOf(...blocks), 'T.md').model.guard;
}

/** The faults of a document of these blocks, from their places on. */
function faultsOf(...blocks: string[]): string[] {
  return parseThreatModel(documentOf(...blocks), 'T.md').faults.map((fault) => formatFault(fault, 'T').slice(2));
}

/** The faults of one tool, whose keys begin on line 12, column 6. */
function faultsOfTool(keys: string): string[] {
  return faultsOf(`control: guard/least-privilege\ntools:\n  t: ${keys}`);
}

const ACTIONS = `control: actions
lookups: { due: { get: "https://billing.internal/orders/{order_id}", expect: { due: true } } }
actions:
  pay:
    amount: { argument: cents, currency: USD, unit: minor }
    principal: { account: account_id, tenant: [tenant_id] }
    once_per: [order_id]
    requires: { runtime: { lookup: due, within: 60s } }
    approval: { expires: 15m, approvers: 2 }`;

const NO_ARGUMENT = 'control: guard/least-privilege\ntools: { pay: { arguments: {} } }';

describe('the blocks of layer 4', () => {
  it('say nothing where they are bare, telemetry apart, which has thresholds', () => {
    expect(guardOf('control: guard/least-privilege', 'control: guard/approvals')).toBeUndefined();
    expect(guardOf('control: guard/telemetry')).toEqual({ telemetry: { accounts: 3, tenants: 2 } });
    expect(guardOf('control: guard/telemetry\naccounts: 64\ntenants: 1')).toEqual({
      telemetry: { accounts: 64, tenants: 1 },
    });
  });

  it('compile every key of the full document', () => {
    const { model } = loadThreatModel(FULL_DOCUMENT, 'T.md');
    const [order, credit, time] = model.guard!.leastPrivilege!.tools;
    expect(order).toEqual({
      name: 'lookup_order',
      arguments: new Map([
        ['order_id', { type: 'text', optional: false }],
        ['verbose', { type: 'boolean', optional: true }],
      ]),
      destinations: [
        { url: 'https://orders.internal/v1/orders/*', methods: ['GET'], query: [] },
        { url: 'http://127.0.0.1:7070/search', methods: ['GET', 'POST'], query: ['q', 'page'] },
      ],
      secrets: ['orders-api-key', 'tenant-salt'],
    });
    expect(credit?.arguments?.get('rate')).toEqual({ type: 'number', optional: true, min: -0.5, max: 0.5 });
    expect(credit?.arguments?.get('order_id')).toEqual({ type: 'text', optional: false, maxLength: 64 });
    expect(credit?.arguments?.get('reason')).toMatchObject({ oneOf: ['goodwill', 'late delivery'] });
    expect(time).toEqual({ name: 'current_time', destinations: [], secrets: [] });
    expect(model.guard?.approvals).toEqual({ approvers: ['alice@larkfield.example', 'bob', 'carol'] });
    expect(model.guard?.telemetry).toEqual({ accounts: 4, tenants: 3 });
    expect(model.actions?.actions[0]).toMatchObject({
      principal: { account: ['account_id', 'payee_id'], tenant: ['tenant_id'] },
      reversible: false,
    });
    expect(model.actions?.lookups.map(({ ignore }) => ignore)).toEqual([['id', 'updated_at'], 'any']);
  });

  it('tell a list of no tool, and a tool without arguments, from none said', () => {
    expect(guardOf('control: guard/least-privilege\ntools: {}')).toEqual({ leastPrivilege: { tools: [] } });
    const [tool] = guardOf('control: guard/least-privilege\ntools: { t: { arguments: {} } }')!.leastPrivilege!.tools;
    expect(tool?.arguments).toEqual(new Map());
  });

  it('compile to one text whatever the order, with maps as objects', () => {
    const one = documentOf(
      'control: guard/least-privilege\ntools: { a: { secrets: [k1, k2] }, line: { arguments: { line: text, b: any? } } }',
    );
    const other = documentOf(
      'control: guard/least-privilege\ntools: { line: { arguments: { b: any?, line: { type: text } } }, a: { secrets: [k2, k1], destinations: [] } }',
    );
    const compiled = compiledJson(loadThreatModel(one, 'T.md').model);
    expect(compiledJson(loadThreatModel(other, 'T.md').model)).toBe(compiled);
    expect(JSON.parse(compiled).guard.leastPrivilege.tools).toEqual([
      {
        arguments: { b: { optional: true, type: 'any' }, line: { optional: false, type: 'text' } },
        destinations: [],
        name: 'line',
        secrets: [],
      },
      { destinations: [], name: 'a', secrets: ['k1', 'k2'] },
    ]);
  });

  it('keep tools and arguments that are named like members of Object', () => {
    const block =
      'control: guard/least-privilege\ntools: { __proto__: { arguments: { constructor: text, __proto__: any } } }';
    const { model } = loadThreatModel(documentOf(block), 'T.md');
    expect([...model.guard!.leastPrivilege!.tools[0]!.arguments!.keys()]).toEqual(['constructor', '__proto__']);
    expect(compiledJson(model)).toContain('"__proto__":{"optional":false,"type":"any"}');
  });
});

describe('an argument rule', () => {
  it.each([
    [
      'string',
      '12:22: expected `x` of `arguments` to be a type such as `text` or `integer?`, or a map with `type`, got `string`, did you mean `text`?',
    ],
    [
      'int?',
      '12:22: expected `x` of `arguments` to be a type such as `text` or `integer?`, or a map with `type`, got `int?`, did you mean `integer?`?',
    ],
    [
      'integr',
      '12:22: expected `x` of `arguments` to be a type such as `text` or `integer?`, or a map with `type`, got `integr`, did you mean `integer`?',
    ],
    [
      '[text]',
      '12:22: expected `x` of `arguments` to be a type such as `text` or `integer?`, or a map with `type`, got a list',
    ],
    ['{ optional: true }', '12:22: expected `x` of `arguments` to have the key `type`'],
    [
      '{ type: text? }',
      '12:30: expected `type` to be one of `text`, `integer`, `number`, `boolean`, `any`, got `text?`, did you mean `text`?',
    ],
    [
      '{ type: text, optional: yes }',
      '12:46: expected `optional` to be `true` or `false`, got `yes`, did you mean `true`?',
    ],
    ['{ type: text, max: 5 }', '12:41: `x` of `arguments` is `text`, for which `max` means nothing'],
    [
      '{ type: integer, max_length: 5 }',
      '12:51: `x` of `arguments` is `integer`, for which `max_length` means nothing',
    ],
    ['{ type: boolean, one_of: [a] }', '12:47: `x` of `arguments` is `boolean`, for which `one_of` means nothing'],
    ['{ type: any, min: 1 }', '12:40: `x` of `arguments` is `any`, for which `min` means nothing'],
    [
      '{ type: text, max_length: 0 }',
      '12:48: expected `max_length` to be a whole number from 1 to 1000000000, in plain digits, got the number `0`',
    ],
    ['{ type: integer, min: 2, max: 1 }', '12:44: expected `min` to be at most `max`, got 2 and 1'],
    ['{ type: integer, min: 0.5 }', '12:44: expected `min` of an integer to be a whole number, got 0.5'],
    [
      '{ type: number, min: 1e3 }',
      '12:43: expected `min` to be a number in plain digits such as `12` or `-0.5`, got the number `1e3`',
    ],
    [
      '{ type: number, min: .5 }',
      '12:43: expected `min` to be a number in plain digits such as `12` or `-0.5`, got the number `.5`',
    ],
    ['{ type: text, one_of: [] }', '12:44: expected `one_of` to have 1 to 500 items, got 0'],
    [
      '{ type: text, one_of: [a, 1] }',
      '12:48: expected an item of `one_of` to be `text` as `x` of `arguments` is, got `1`',
    ],
    [
      '{ type: integer, one_of: [1, 1.5] }',
      '12:51: expected an item of `one_of` to be `integer` as `x` of `arguments` is, got `1.5`',
    ],
    [
      '{ type: text, one_of: [true] }',
      '12:45: expected an item of `one_of` to be a text, or a number in plain digits, got the truth value `true`',
    ],
    [
      '{ type: text, one_of: [yes] }',
      '12:45: expected an item of `one_of` to be a text, a number in plain digits, `true` or `false`; a text that looks like something else stands in quotes, got `yes`, did you mean `true`?',
    ],
    ['{ type: text, one_of: [a, a] }', '12:48: `one_of` has `a` twice'],
    [
      '{ type: text, one_of: [a, bbb], max_length: 2 }',
      '12:48: expected an item of `one_of` to be at most `max_length`, got 3 and 2',
    ],
    [
      '{ type: integer, one_of: [-3], min: 0 }',
      '12:48: expected an item of `one_of` to lie between `min` and `max`, got -3',
    ],
  ])('is refused as `%s`', (rule, fault) => {
    expect(faultsOfTool(`{ arguments: { x: ${rule} } }`)).toEqual([
      fault.replace(/^12:(\d+)/, (_, column) => `12:${Number(column) + 2}`),
    ]);
  });

  it('takes negative whole numbers where they are meant', () => {
    expect(faultsOfTool('{ arguments: { x: { type: integer, one_of: [-3, 0, 4], min: -3, max: 4 } } }')).toEqual([]);
  });
});

describe('a tool of least privilege', () => {
  it.each([
    [
      '{ destinations: [{ url: "https://h/x", methods: [get] }] }',
      'expected an item of `methods` to be one of `GET`, `HEAD`, `OPTIONS`, `POST`, `PUT`, `PATCH`, `DELETE`, got `get`, did you mean `GET`?',
    ],
    ['{ destinations: [{ url: "https://h/x", methods: [CONNECT] }] }', 'expected an item of `methods` to be one of'],
    ['{ destinations: [{ url: "https://h/x", methods: [] }] }', 'expected `methods` to have 1 to 500 items, got 0'],
    [
      '{ destinations: [{ url: "https://h/x", query: ["a=b"] }] }',
      'expected an item of `query` to be the name of a query parameter',
    ],
    ['{ destinations: [{ methods: [GET] }] }', 'expected an item of `destinations` to have the key `url`'],
    [
      '{ destinations: ["https://h/x", { url: "https://h/x", methods: [POST] }] }',
      '`destinations` has `https://h/x` twice: its methods stand in one entry',
    ],
    [
      '{ destinations: ["http://h/x"] }',
      'expected an item of `destinations` to be an https URL, since its host is not loopback, got `http://h/x`, did you mean `https://h/x`?',
    ],
    ['{ destinations: [["https://h/x"]] }', 'expected an item of `destinations` to be an http or https URL'],
    ['{ secrets: ["the key"] }', 'expected an item of `secrets` to be the handle of a secret, never its value, got'],
    ['{ secret: [k] }', 'unknown key `secret`, did you mean `secrets`?'],
    ['{ arguments: [x] }', 'expected `arguments` to be a map from the name of an argument to a type such as'],
    [
      'true',
      'expected `t` of `tools` to be a map with `arguments`, `destinations`, `secrets`, got the truth value `true`',
    ],
  ])('is refused as `%s`', (keys, fault) => {
    const faults = faultsOfTool(keys);
    expect(faults).toHaveLength(1);
    expect(faults[0]?.replace(/^12:\d+: /, '').startsWith(fault)).toBe(true);
  });
});

describe('blocks of layer 4 beside the actions', () => {
  it('name every argument that an action reads and its tool may not be called with', () => {
    const where = 'which the `arguments` of `pay` in `guard/least-privilege` do not list';
    expect(faultsOf(ACTIONS, NO_ARGUMENT)).toEqual([
      `14:25: \`amount.argument\` of \`pay\` names the argument \`cents\`, ${where}`,
      `15:27: \`principal.account\` of \`pay\` names the argument \`account_id\`, ${where}`,
      `15:48: \`principal.tenant\` of \`pay\` names the argument \`tenant_id\`, ${where}`,
      `16:16: \`once_per\` of \`pay\` names the argument \`order_id\`, ${where}`,
      `17:36: \`requires.runtime.lookup\` of \`pay\` names the argument \`order_id\`, ${where}`,
    ]);
    const near = NO_ARGUMENT.replace('{} }', '{ cents: integer, account_id: text, tenant_id: text, orderid: text } }');
    expect(faultsOf(ACTIONS, near)[0]).toBe(
      `16:16: \`once_per\` of \`pay\` names the argument \`order_id\`, ${where}, did you mean \`orderid\`?`,
    );
  });

  it('say nothing of arguments where any are allowed, where the tool is not listed, or where its list cannot be read', () => {
    expect(faultsOf(ACTIONS, 'control: guard/least-privilege\ntools: { pay: {} }')).toEqual([]);
    expect(faultsOf(ACTIONS, 'control: guard/least-privilege\ntools: { other: { arguments: {} } }')).toEqual([]);
    const broken = NO_ARGUMENT.replace(
      '{} }',
      '{ cents: interger, account_id: text, tenant_id: text, order_id: text } }',
    );
    expect(faultsOf(ACTIONS, broken)).toEqual([expect.stringContaining('did you mean `integer`?')]);
  });

  it('refuse an action that needs more approvers than there are', () => {
    expect(faultsOf(ACTIONS, 'control: guard/approvals\napprovers: [alice]')).toEqual([
      '18:42: expected `approvers` of `pay` to be at most the number of approvers that `guard/approvals` names, got 2 and 1',
    ]);
    expect(faultsOf(ACTIONS, 'control: guard/approvals\napprovers: [alice, bob]')).toEqual([]);
    expect(faultsOf(ACTIONS, 'control: guard/approvals')).toEqual([]);
  });

  it.each([
    ['control: guard/approvals\napprovers: []', 'expected `approvers` to have 1 to 500 items, got 0'],
    ['control: guard/approvals\napprovers: [alice, alice]', '`approvers` has `alice` twice'],
    [
      'control: guard/approvals\napprovers: ["alice smith"]',
      'expected an item of `approvers` to be the name of an approver',
    ],
    [
      'control: guard/telemetry\naccounts: 1',
      'expected `accounts` to be a whole number from 2 to 64, in plain digits, got the number `1`',
    ],
    [
      'control: guard/telemetry\ntenants: 65',
      'expected `tenants` to be a whole number from 1 to 64, in plain digits, got the number `65`',
    ],
    ['control: guard/telemetry\naccount: 3', 'unknown key `account`, did you mean `accounts`?'],
  ])('refuse `%s`', (block, fault) => {
    expect(faultsOf(block)[0]).toContain(fault);
  });
});
