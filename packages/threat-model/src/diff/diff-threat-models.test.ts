import { MAX_DURATION_MS, type ThreatModel } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadThreatModel } from '../compile/parse-threat-model.ts';
import { EXAMPLE_DOCUMENT } from '../testing/example-document.ts';
import { FULL_DOCUMENT } from '../testing/full-document.ts';
import { GUARD_EDITS } from '../testing/guard-edits.ts';
import { POLICY_EDITS } from '../testing/policy-edits.ts';
import { diffThreatModels } from './diff-threat-models.ts';

const FULL = modelOf(FULL_DOCUMENT);

function modelOf(text: string): ThreatModel {
  return loadThreatModel(text, 'T.md').model;
}

/** `tighten corpus/caps window` for each change. */
function changes(before: ThreatModel, after: ThreatModel): string[] {
  return diffThreatModels(before, after).map(({ change, path }) => `${change} ${path}`);
}

describe('diffThreatModels', () => {
  it.each([...POLICY_EDITS, ...GUARD_EDITS])(
    'knows what it means that `%s` becomes `%s`',
    (find, replacement, there, back) => {
      expect(FULL_DOCUMENT).toContain(find);
      const other = modelOf(FULL_DOCUMENT.replace(find, () => replacement));
      expect(changes(FULL, other)).toEqual(there);
      expect(changes(other, FULL)).toEqual(back);
    },
  );

  it('says both values as a document would, and why', () => {
    const other = modelOf(
      FULL_DOCUMENT.replace('50.00 USD / 30d', '60.00 USD / 30d').replace('loosen: 3', 'loosen: 2'),
    );
    expect(diffThreatModels(FULL, other)).toEqual([
      {
        path: 'actions actions.issue_credit.ceilings.account',
        control: 'actions',
        change: 'loosen',
        before: '[50.00 USD / 30d, 5 / 1d]',
        after: '[60.00 USD / 30d, 5 / 1d]',
        why: 'more is possible within a window',
      },
      {
        path: 'policy/document change.loosen',
        control: 'policy/document',
        change: 'loosen',
        before: '3 signatures',
        after: '2 signatures',
        why: 'fewer people must agree',
      },
    ]);
  });

  it('calls an action that disappears a loosening where the scan or the gate watched for it', () => {
    const without = FULL_DOCUMENT.replace('  delete_account:\n    requires: { transcript: never }\n', '').replace(
      ', delete_account]',
      ']',
    );
    expect(changes(FULL, modelOf(without))).toEqual([
      'loosen evaluate/gate hazards',
      'loosen actions actions.delete_account',
    ]);
  });

  it('does not let a change of the whole hide a change of a part', () => {
    const other = modelOf(
      FULL_DOCUMENT.replace('send_summary: {}', 'send_summary: { requires: { transcript: never } }').replace(
        '5 / 1d]',
        '6 / 1d]',
      ),
    );
    expect(changes(FULL, other)).toContain('loosen actions actions.issue_credit.ceilings.account');
  });

  it('keeps a name with a dot apart from a path', () => {
    const dotted = modelOf(FULL_DOCUMENT.replace('  send_summary: {}', '  issue_credit.claims: {}'));
    expect(changes(FULL, dotted)).toContain('loosen actions actions."issue_credit.claims"');
  });

  it('calls the first document a loosening, and finds no change between equal ones', () => {
    expect(diffThreatModels(undefined, FULL)).toEqual([expect.objectContaining({ change: 'loosen' })]);
    for (const text of [FULL_DOCUMENT, EXAMPLE_DOCUMENT]) {
      expect(
        diffThreatModels(modelOf(text), modelOf(text.replaceAll('\n', '\r\n').replace('## ', 'Prose.\n\n## '))),
      ).toEqual([]);
    }
  });

  it('finds no change in another order of blocks, keys and items', () => {
    const parts = FULL_DOCUMENT.split(/\n(?=```yaml bezoar\n)/);
    const reordered = [...parts.slice(0, 2), ...parts.slice(2).reverse()]
      .join('\n')
      .replace('[device, ip]', '[ip, device]')
      .replace('[50.00 USD / 30d, 5 / 1d]', '[5 / 1d, 50.00 USD / 30d]')
      .replace('{ eligible: true, tries: 2 }', '{ tries: 2, eligible: true }');
    expect(reordered).not.toBe(FULL_DOCUMENT);
    expect(diffThreatModels(FULL, modelOf(reordered))).toEqual([]);
  });

  it('sees a change of every value of a compiled model, by a rule of its own', () => {
    const seen = mutations(FULL);
    expect(seen.length).toBeGreaterThan(200);
    const unknown = ['what the document asks for changed in an unknown way', 'its effect is not known'];
    const unseen = seen.filter(({ model }) => {
      const found = diffThreatModels(FULL, model);
      return found.length === 0 || found.some(({ why }) => unknown.includes(why));
    });
    expect(unseen.map(({ path }) => path)).toEqual([]);
  });

  it('calls what it does not know a loosening', () => {
    const strange = { ...FULL, corpus: { ...FULL.corpus, novelty: 'x' } } as ThreatModel;
    expect(diffThreatModels(FULL, strange)).toEqual([expect.objectContaining({ change: 'loosen' })]);
    expect(diffThreatModels(strange, FULL)).toEqual([expect.objectContaining({ change: 'loosen' })]);
  });

  it('turns every direction round on the way back, for numbers', () => {
    const caps = fc.record({
      windowMs: fc.integer({ min: 1, max: MAX_DURATION_MS }),
      account: fc.integer({ min: 1, max: 1000 }),
      tenant: fc.integer({ min: 1, max: 1000 }),
      slice: fc.integer({ min: 1, max: 1000 }),
      approvers: fc.integer({ min: 1, max: 9 }),
      loosen: fc.integer({ min: 1, max: 9 }),
      evidence: fc.integer({ min: 1, max: MAX_DURATION_MS }),
    });
    const model = caps.map(
      ({ windowMs, account, tenant, slice, approvers, loosen, evidence }): ThreatModel => ({
        ...FULL,
        change: { ...FULL.change, loosenSignatures: loosen },
        controls: FULL.controls.map((control) => ({ ...control, evidenceMs: evidence })),
        corpus: {
          ...FULL.corpus,
          caps: { ...FULL.corpus.caps!, windowMs, records: { account, tenant }, slice: { account: slice } },
        },
        actions: {
          ...FULL.actions!,
          actions: FULL.actions!.actions.map((action) =>
            action.approval === undefined ? action : { ...action, approval: { ...action.approval, approvers } },
          ),
        },
      }),
    );
    const opposite = { tighten: 'loosen', loosen: 'tighten', neutral: 'neutral' } as const;
    fc.assert(
      fc.property(model, model, (a, b) => {
        const [there, back] = [diffThreatModels(a, b), diffThreatModels(b, a)];
        expect(back.map(({ path, change }) => [path, change])).toEqual(
          there.map(({ path, change }) => [path, opposite[change]]),
        );
        expect(diffThreatModels(a, a)).toEqual([]);
      }),
      { seed: 31, numRuns: 30 },
    );
  });
});

/** Another text, or another kind of rule where the text names one. */
function otherText(value: string): unknown {
  if (value === 'never') return { after: ['look'], where: new Map() };
  return value === 'USD' ? 'EUR' : `${value}x`;
}

/** Copies of a model in each of which one value is another, or one part is gone. */
function mutations(model: ThreatModel): { path: string; model: ThreatModel }[] {
  const found: { path: string; model: ThreatModel }[] = [];
  const visit = (value: unknown, path: string, put: (root: ThreatModel, next: unknown) => void): void => {
    const keep = (next: unknown, label: string): void => {
      const root = structuredClone(model) as ThreatModel;
      put(root, next);
      found.push({ path: label, model: root });
    };
    if (typeof value === 'number') keep(value + 1, path);
    if (typeof value === 'boolean') keep(!value, path);
    if (typeof value === 'string') keep(otherText(value), path);
    if (value instanceof Map) {
      for (const key of value.keys())
        keep(new Map([...value].filter(([name]) => name !== key)), `${path} without ${key}`);
    } else if (Array.isArray(value)) {
      value.forEach((item, index) => {
        keep(
          value.filter((_, other) => other !== index),
          `${path} without ${index}`,
        );
        visit(item, `${path}.${index}`, (root, next) =>
          put(
            root,
            value.map((one, other) => (other === index ? next : one)),
          ),
        );
      });
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        if (key === 'line') continue;
        visit(item, `${path}.${key}`, (root, next) => put(root, { ...value, [key]: next }));
      }
    }
  };
  for (const [key, item] of Object.entries(model)) {
    visit(item, key, (root, next) => Object.assign(root, { [key]: next }));
  }
  return found;
}
