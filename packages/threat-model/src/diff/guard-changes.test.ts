import type { ArgumentRule, Destination, ThreatModel, ToolPrivilege } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadThreatModel } from '../compile/parse-threat-model.ts';
import { FULL_DOCUMENT } from '../testing/full-document.ts';
import { diffThreatModels } from './diff-threat-models.ts';

const FULL = loadThreatModel(FULL_DOCUMENT, 'T.md').model;
const SMALL = loadThreatModel(
  '# T\n\n```yaml bezoar\nversion: 1\nprofile: agent\nchange: { loosen: 1 signature }\n```\n',
  'T.md',
).model;

/** `tighten guard/telemetry accounts` for each change that an edit of the full document makes. */
function changesOf(edit: (text: string) => string): string[] {
  const { model } = loadThreatModel(edit(FULL_DOCUMENT), 'T.md');
  return diffThreatModels(FULL, model).map(({ change, path }) => `${change} ${path}`);
}

/** A small model with these tools, none of them an action. */
function withTools(tools: readonly ToolPrivilege[]): ThreatModel {
  return { ...SMALL, guard: { leastPrivilege: { tools } } };
}

describe('a change of what the model may reach', () => {
  it('is a loosening where the list of tools comes or goes, whatever stands in it', () => {
    const bare = FULL_DOCUMENT.replace(/(control: guard\/least-privilege\n)[^`]*/, '$1');
    const model = loadThreatModel(bare, 'T.md').model;
    expect(diffThreatModels(FULL, model)).toEqual([
      expect.objectContaining({ change: 'loosen', path: 'guard/least-privilege tools' }),
    ]);
    expect(diffThreatModels(model, FULL)).toEqual([
      expect.objectContaining({ change: 'loosen', path: 'guard/least-privilege tools' }),
    ]);
    const without = FULL_DOCUMENT.replace(/```yaml bezoar\ncontrol: guard\/least-privilege\n[^`]*```/, '');
    expect(changesOf(() => without)).toEqual(['loosen guard/least-privilege', 'loosen guard/least-privilege tools']);
  });

  it('is a loosening where a declared action leaves the list, since it loses its limits and stays possible', () => {
    expect(changesOf((text) => text.replace(/ {2}issue_credit:\n {4}arguments:\n(?: {6}.*\n)*/, ''))).toEqual([
      'loosen guard/least-privilege tools.issue_credit',
    ]);
  });

  it('is a loosening where a listed tool is no declared action any more, since its rules go and it stays', () => {
    const listed = (text: string): string => text.replace('current_time: {}', 'send_summary: {}');
    const before = loadThreatModel(listed(FULL_DOCUMENT), 'T.md').model;
    const after = loadThreatModel(listed(FULL_DOCUMENT).replace('  send_summary: {}\n', ''), 'T.md').model;
    expect(after.guard).toEqual(before.guard);
    expect(diffThreatModels(before, after)).toEqual([
      expect.objectContaining({
        change: 'loosen',
        path: 'actions actions.send_summary',
        why: 'the tool stays listed, without the rules of the action',
      }),
    ]);
  });

  it('is none where only the order of lists and keys is another', () => {
    const reordered = FULL_DOCUMENT.replace('[orders-api-key, tenant-salt]', '[tenant-salt, orders-api-key]')
      .replace('[GET, POST]', '[POST, GET]')
      .replace('{ order_id: text, verbose: boolean? }', '{ verbose: boolean?, order_id: { type: text } }')
      .replace('[alice@larkfield.example, bob, carol]', '[carol, bob, alice@larkfield.example]')
      .replace('[goodwill, "late delivery"]', '["late delivery", goodwill]');
    expect(changesOf(() => reordered)).toEqual([]);
  });

  it('tells the number 1 from the text "1"', () => {
    const rule = (oneOf: readonly (string | number)[]): ThreatModel => {
      const type = typeof oneOf[0] === 'number' ? 'integer' : 'text';
      return withTools([{ ...TOOL, arguments: new Map([['x', { type, optional: false, oneOf }]]) }]);
    };
    const found = diffThreatModels(rule([1]), rule(['1']));
    expect(found.map(({ path }) => path)).toContain('guard/least-privilege tools.t.arguments.x.one_of');
    expect(found.every(({ change }) => change === 'loosen')).toBe(true);
  });

  // The guard's own reading is not used here: what is asked is whether the rules of change hold for the plain meaning.
  it('is a tightening only where no call passes that was denied', () => {
    let tightened = 0;
    fc.assert(
      fc.property(privileges, privileges, fc.constantFrom(undefined, ...KEYS), (a, other, key) => {
        const b = key === undefined ? other : withKeyOf(a, other, key);
        const found = diffThreatModels(withTools(a), withTools(b));
        if (found.length === 0 || found.some(({ change }) => change === 'loosen')) return;
        tightened++;
        expect(CALLS.filter((call) => passes(b, call) && !passes(a, call))).toEqual([]);
        expect(REQUESTS.filter((request) => reaches(b, request) && !reaches(a, request))).toEqual([]);
      }),
      { seed: 61, numRuns: 1500 },
    );
    expect(tightened).toBeGreaterThan(50);
  });
});

const TOOL: ToolPrivilege = { name: 't', destinations: [], secrets: [] };

const rule: fc.Arbitrary<ArgumentRule> = fc.oneof(
  fc.record({ type: fc.constantFrom('text', 'any', 'boolean'), optional: fc.boolean() }),
  fc.record(
    {
      type: fc.constantFrom('integer', 'number'),
      optional: fc.boolean(),
      min: fc.nat(2),
      max: fc.integer({ min: 2, max: 4 }),
    },
    { requiredKeys: ['type', 'optional'] },
  ),
  fc.record(
    {
      type: fc.constant('text' as const),
      optional: fc.boolean(),
      maxLength: fc.integer({ min: 1, max: 3 }),
      oneOf: fc.subarray(['a', 'bb', 'ccc'], { minLength: 1 }),
    },
    { requiredKeys: ['type', 'optional'] },
  ),
) as fc.Arbitrary<ArgumentRule>;

const destinations: fc.Arbitrary<readonly Destination[]> = fc.uniqueArray(
  fc.record({
    url: fc.constantFrom('https://h/a', 'https://h/*'),
    methods: fc.subarray(['GET', 'POST'], { minLength: 1 }),
    query: fc.subarray(['q', 'p']),
  }),
  { selector: ({ url }) => url, maxLength: 2 },
);

const privileges: fc.Arbitrary<readonly ToolPrivilege[]> = fc
  .record(
    {
      name: fc.constant('t'),
      arguments: fc.record({ x: rule, y: rule }, { requiredKeys: [] }).map((rules) => new Map(Object.entries(rules))),
      destinations,
      secrets: fc.constant([]),
    },
    { requiredKeys: ['name', 'destinations', 'secrets'] },
  )
  .chain((tool) =>
    fc.constantFrom([tool] as readonly ToolPrivilege[], [] as readonly ToolPrivilege[], [tool, { ...TOOL, name: 'u' }]),
  );

const KEYS = ['type', 'optional', 'oneOf', 'maxLength', 'min', 'max'] as const;

/** The first tools, with one key of the rule of `x` as the second ones have it: most random pairs differ in too much. */
function withKeyOf(tools: readonly ToolPrivilege[], other: readonly ToolPrivilege[], key: (typeof KEYS)[number]) {
  return tools.map((tool): ToolPrivilege => {
    const [one, two] = [tool.arguments?.get('x'), other[0]?.arguments?.get('x')];
    if (one === undefined || two === undefined) return tool;
    const { [key]: _, ...rest } = one;
    const mixed = { ...rest, ...(two[key] === undefined ? {} : { [key]: two[key] }) } as ArgumentRule;
    return { ...tool, arguments: new Map([...tool.arguments!, ['x', mixed]]) };
  });
}

const VALUES: readonly unknown[] = [undefined, 'a', 'bb', 'ccc', 'dddd', true, 0, 1, 1.5, 2, 3, 5, null];

interface Call {
  readonly tool: string;
  readonly x: unknown;
  readonly y: unknown;
}

const CALLS: readonly Call[] = ['t', 'u'].flatMap((tool) => VALUES.flatMap((x) => VALUES.map((y) => ({ tool, x, y }))));

function passes(tools: readonly ToolPrivilege[], { tool, x, y }: Call): boolean {
  const privilege = tools.find(({ name }) => name === tool);
  if (privilege?.arguments === undefined) return privilege !== undefined;
  const rules = privilege.arguments;
  return Object.entries({ x, y }).every(([name, value]) => {
    const one = rules.get(name);
    if (one === undefined) return value === undefined;
    return value === undefined ? one.optional : fits(value, one);
  });
}

function fits(value: unknown, { type, oneOf, maxLength, min, max }: ArgumentRule): boolean {
  const isOfType = {
    text: typeof value === 'string',
    integer: Number.isInteger(value),
    number: typeof value === 'number',
    boolean: typeof value === 'boolean',
    any: true,
  }[type];
  if (!isOfType || (oneOf !== undefined && !oneOf.includes(value as string))) return false;
  if (typeof value === 'string') return value.length <= (maxLength ?? value.length);
  return typeof value !== 'number' || (value >= (min ?? value) && value <= (max ?? value));
}

interface Request {
  readonly path: string;
  readonly method: string;
  readonly query: readonly string[];
}

const REQUESTS: readonly Request[] = ['/a', '/b'].flatMap((path) =>
  ['GET', 'POST'].flatMap((method) => [[], ['q'], ['p', 'q']].map((query) => ({ path, method, query }))),
);

function reaches(tools: readonly ToolPrivilege[], { path, method, query }: Request): boolean {
  return tools.some(({ destinations: allowed }) =>
    allowed.some(
      (one) =>
        ['/*', path].some((end) => one.url.endsWith(`h${end}`)) &&
        one.methods.includes(method) &&
        query.every((name) => one.query.includes(name)),
    ),
  );
}
