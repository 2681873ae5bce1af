import { describe, expect, it } from 'vitest';
import { CONTROL_SHAPES } from '../blocks/control-shapes.ts';
import { HEAD_BLOCK } from '../blocks/head-block.ts';
import { ACCEPTED_BLOCK } from '../blocks/policy-blocks.ts';
import { loadThreatModel } from '../compile/parse-threat-model.ts';
import { FULL_DOCUMENT } from '../testing/full-document.ts';
import { RULE_NAMES, ruleOf } from './change-rules.ts';
import { leafName } from './policy-leaf.ts';
import { policyLeaves } from './policy-leaves.ts';

/** Every leaf of every block, with its control. */
const SCHEMA_LEAVES = [
  ...[...HEAD_BLOCK.leaves, ...ACCEPTED_BLOCK.leaves].map((leaf) => ['policy/document', leaf] as const),
  ...[...CONTROL_SHAPES].flatMap(([control, { leaves }]) => leaves.map((leaf) => [control, leaf] as const)),
];

describe('the rules of change', () => {
  it('are there for every leaf of the schema', () => {
    expect(SCHEMA_LEAVES.length).toBeGreaterThan(150);
    const missing = SCHEMA_LEAVES.filter(([control, leaf]) => ruleOf(control, leaf) === undefined);
    expect(missing).toEqual([]);
  });

  it('are missing for what the schema does not have', () => {
    expect(ruleOf('corpus/caps', 'colour')).toBeUndefined();
    expect(ruleOf('corpus/sources', 'sources.*.colour')).toBeUndefined();
    expect(ruleOf('corpus/caps', '__proto__')).toBeUndefined();
  });

  it('are each of use: a leaf of the schema, the title, or what leaves are a part of', () => {
    const used = new Set(SCHEMA_LEAVES.map(([control, leaf]) => ruleOf(control, leaf)));
    const parts = policyLeaves(loadThreatModel(FULL_DOCUMENT, 'T.md').model).map(({ control, pattern }) =>
      leafName(control, pattern),
    );
    for (const name of RULE_NAMES) {
      const [control, pattern] = name.split(' ') as [Parameters<typeof ruleOf>[0], string];
      expect(used.has(ruleOf(control, pattern)) || parts.includes(name), name).toBe(true);
    }
  });

  it('are found for every leaf that a document has', () => {
    const leaves = policyLeaves(loadThreatModel(FULL_DOCUMENT, 'T.md').model);
    expect(leaves.filter(({ control, pattern }) => ruleOf(control, pattern) === undefined)).toEqual([]);
    const names = leaves.map(({ control, path }) => leafName(control, path));
    expect(new Set(names).size).toBe(names.length);
  });

  it('cover every leaf of the schema by a leaf of the full document, so that no key is compared by nothing', () => {
    const written = new Set(
      policyLeaves(loadThreatModel(FULL_DOCUMENT, 'T.md').model).flatMap(({ control, pattern }) => [
        leafName(control, pattern),
        leafName(control, pattern.replace(/^fields\.\*$/, 'fields.id')),
      ]),
    );
    const isWritten = (control: string, leaf: string): boolean => {
      if (leaf.startsWith('fields.') || ['control', 'answers', 'evidence'].includes(leaf)) return true;
      // The finding is the name of its entry.
      if (leaf === 'accepted.*.finding') return true;
      if (leaf.startsWith('selection.')) return written.has(`corpus/selection ${leaf.slice('selection.'.length)}`);
      return written.has(`${control} ${leaf}`);
    };
    const missing = SCHEMA_LEAVES.filter(([control, leaf]) => !isWritten(control, leaf)).map(([, leaf]) => leaf);
    // `corpus/selection` is written within the sources, and its keys are those above.
    expect(missing).toEqual([]);
  });
});
