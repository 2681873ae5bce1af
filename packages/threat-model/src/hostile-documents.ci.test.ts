import type { ThreatModel } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compiledJson } from './compile/compiled-json.ts';
import { loadThreatModel, parseThreatModel } from './compile/parse-threat-model.ts';
import { diffThreatModels } from './diff/diff-threat-models.ts';
import { FULL_DOCUMENT } from './testing/full-document.ts';
import { mutatedDocument } from './testing/mutated-document.test-support.ts';

const FULL: ThreatModel = loadThreatModel(FULL_DOCUMENT, 'T.md').model;
const UNKNOWN = ['what the document asks for changed in an unknown way', 'its effect is not known'];

describe('thousands of mutated documents', () => {
  it('compile or are refused with a place, and no change of policy goes unnoticed', () => {
    let changed = 0;
    fc.assert(
      fc.property(mutatedDocument, (text) => {
        const { model, faults } = parseThreatModel(text, 'T.md');
        expect(model === undefined).toBe(faults.length > 0);
        const lines = text.split(/\r\n|\n|\r/);
        const astray = faults.filter(({ line, column }) => column < 1 || column > (lines[line - 1]?.length ?? -1) + 1);
        expect(astray).toEqual([]);
        if (model === undefined) return;
        const changes = [...diffThreatModels(FULL, model), ...diffThreatModels(model, FULL)];
        const isChanged = compiledJson(model) !== compiledJson(FULL);
        expect(changes.length > 0).toBe(isChanged);
        expect(changes.filter(({ why }) => UNKNOWN.includes(why))).toEqual([]);
        if (isChanged) changed++;
      }),
      { seed: 41, numRuns: 4000 },
    );
    expect(changed).toBeGreaterThan(50);
  });
});
