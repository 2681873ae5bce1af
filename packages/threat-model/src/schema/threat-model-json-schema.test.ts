import type { JsonValue } from '@bezoar/core';
import { CONTROL_IDS } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { parseThreatModel } from '../compile/parse-threat-model.ts';
import { findBlocks } from '../document/blocks.ts';
import { faultList } from '../document/fault.ts';
import { profileDocument } from '../profiles/profile-document.ts';
import { EXAMPLE_DOCUMENT } from '../testing/example-document.ts';
import { FULL_DOCUMENT } from '../testing/full-document.ts';
import { isValid } from '../testing/json-schema-check.ts';
import { HEAD_AND_CORPUS_CASES, LATER_BLOCKS_CASES } from '../testing/malformed-cases.ts';
import { threatModelJsonSchema } from './threat-model-json-schema.ts';

const SCHEMA = threatModelJsonSchema();

/** Whether the schema accepts every block of a document, read as any editor reads it. */
function isAccepted(text: string): boolean {
  const faults = faultList();
  const blocks = findBlocks(text.split('\n'), faults.report);
  expect(blocks.length).toBeGreaterThan(0);
  return blocks.every(({ text: yaml }) => isValid(parseDocument(yaml).toJS() as JsonValue, SCHEMA));
}

describe('threatModelJsonSchema', () => {
  it.each([
    ['the example', EXAMPLE_DOCUMENT],
    ['a document that writes every key', FULL_DOCUMENT],
    ['a profile', profileDocument('fine-tuner', { title: 'T', action: { name: 'pay', amountArgument: 'cents' } })],
  ])('accepts %s', (_, text) => {
    expect(parseThreatModel(text, 'T.md').faults).toEqual([]);
    expect(isAccepted(text)).toBe(true);
  });

  it('is JSON, and describes each control and every key', () => {
    expect(JSON.parse(JSON.stringify(SCHEMA))).toEqual(SCHEMA);
    const blocks = SCHEMA.oneOf as readonly { title: string; properties: Record<string, { description: string }> }[];
    expect(blocks).toHaveLength(CONTROL_IDS.length + 2);
    for (const { title, properties } of blocks) {
      expect(title).not.toBe('');
      for (const { description } of Object.values(properties)) expect(description).toMatch(/^[A-Z].*\.$/);
    }
  });

  it.each([
    ['a rule', 'order_id: text, verbose', 'order_id: string, verbose'],
    ['a key of a rule', 'max_length: 64', 'maxlength: 64'],
    ['a method', '[GET, POST]', '[GET, post]'],
    ['a host', 'https://orders.internal/', 'https://*.internal/'],
    ['a query', 'query: [q, page]', 'query: ["q=1"]'],
    ['a key of a tool', 'secrets: [', 'secret: ['],
    ['a threshold', 'accounts: 4', 'accounts: 1'],
    ['an approver', 'bob, carol]', '"bob b", carol]'],
    ['a principal', 'tenant: tenant_id }', 'org: tenant_id }'],
    ['what is ignored', 'ignore: any', 'ignore: all'],
    ['the placeholder of a canary', 'example/refunds"', 'example/{account}"'],
    ['the header of a canary', 'arguments: { account: canary-1', 'headers: { account: canary-1'],
    ['an argument of a canary', 'account: canary-1', 'account: [canary-1]'],
  ])('rejects %s of the guard that cannot be read', (_, find, replacement) => {
    expect(FULL_DOCUMENT).toContain(find);
    expect(isAccepted(FULL_DOCUMENT.replace(find, () => replacement))).toBe(false);
  });

  it('rejects most of what cannot be obeyed, and leaves to the parser what needs two values at once', () => {
    const cases = [...HEAD_AND_CORPUS_CASES, ...LATER_BLOCKS_CASES];
    const missed = cases.filter(({ find, replacement }) => {
      const text = EXAMPLE_DOCUMENT.replace(find, () => replacement);
      return parsesAsYaml(text) && isAccepted(text);
    });
    expect(missed.map(({ title }) => title)).toEqual(MISSED);
  });
});

/** Whether the blocks are YAML at all; an editor says so by itself where they are not. */
function parsesAsYaml(text: string): boolean {
  return findBlocks(text.split('\n'), faultList().report).every(
    ({ text: yaml }) => parseDocument(yaml).errors.length === 0,
  );
}

/** What no schema of a single value sees: spellings that YAML has read already, relations, calendars, other blocks. */
const MISSED: readonly string[] = [
  'a version with a decimal point',
  'a tightening that needs more than a loosening',
  'a signal that is required and never alone',
  'a cap in scientific notation',
  'a cap in hexadecimal',
  'a cap in octal',
  'a cap with a leading zero',
  'a cap with a plus sign',
  'a cap with a decimal point',
  'a cap of one account above that of a cluster',
  'a cap of one cluster above that of a tenant',
  'a cap of one account above that of a tenant',
  'a slice cap above the overall one',
  'a slice whose account cap is above its cluster cap',
  'a cluster cap without attributes',
  'lineage in capitals',
  'a window of more than ten years',
  'a confidence without its zero',
  'a control that is declared twice',
  'a look-up with two methods',
  'a look-up without a URL',
  'a look-up that expects `yes`',
  'a look-up that expects a plain date',
  'a look-up that expects a number in octal',
  'a look-up with an open brace',
  'a look-up with a port that is none',
  'a look-up that is not declared',
  'a deadline of minutes',
  'a look-up that ignores what it expects',
  'a principal whose argument names two things',
  'a transcript rule that compares with `yes`',
  'claims without a transcript rule',
  'an amount in another currency than its ceilings',
  'a ceiling in another currency',
  'a threshold in another currency',
  'ceilings of money without an amount',
  'an amount with one decimal',
  'a ceiling of nothing',
  'a hazard that is no action',
  'a gate that watches for nothing',
  'a reference outside the folder',
  'an accepted risk on a day that does not exist',
  'an accepted risk with an unknown code',
];
