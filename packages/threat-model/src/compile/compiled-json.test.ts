import { sha256 } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { EXAMPLE_DOCUMENT } from '../testing/example-document.ts';
import { FULL_DOCUMENT } from '../testing/full-document.ts';
import { compiledDigest, compiledJson, policyDigest } from './compiled-json.ts';
import { loadThreatModel } from './parse-threat-model.ts';

const { model } = loadThreatModel(EXAMPLE_DOCUMENT, 'T.md');

describe('compiledJson', () => {
  it('is JSON that carries maps as objects, lists in one order, and no lines', () => {
    const compiled = JSON.parse(compiledJson(loadThreatModel(FULL_DOCUMENT, 'T.md').model));
    expect(compiled.actions.lookups.map(({ expect: fields }: { expect: unknown }) => fields)).toEqual([
      { eligible: true, state: 'open' },
      { level: 2 },
    ]);
    expect(compiled.artifact.formats).toEqual(['gguf', 'safetensors']);
    const credit = compiled.actions.actions.find(({ name }: { name: string }) => name === 'issue_credit');
    expect(credit.transcript).toEqual({ after: ['verify_user', 'lookup_order'], where: { eligible: true, tries: 2 } });
    expect(JSON.stringify(compiled)).not.toContain('"line"');
  });

  it('keeps a field of a result that is named `line`', () => {
    const text = EXAMPLE_DOCUMENT.replace('where: { eligible: true }', 'where: { line: 7 }');
    expect(compiledJson(loadThreatModel(text, 'T.md').model)).toContain('"where":{"line":7}');
  });

  it('is the same for another layout, and another for another policy', () => {
    const prose = EXAMPLE_DOCUMENT.replace('## Caps\n', '## Caps\n\nMore about caps.\n\n').replace(
      'window: 30d',
      'window: "30d" # a month',
    );
    expect(compiledDigest(loadThreatModel(prose, 'T.md').model)).toBe(compiledDigest(model));
    expect(policyDigest(prose)).not.toBe(policyDigest(EXAMPLE_DOCUMENT));
    const other = loadThreatModel(EXAMPLE_DOCUMENT.replace('account: 5', 'account: 6'), 'T.md').model;
    expect(compiledDigest(other)).not.toBe(compiledDigest(model));
  });

  it('has the digest of its own text, and a document that of its bytes', () => {
    expect(compiledDigest(model)).toBe(sha256(compiledJson(model)));
    expect(policyDigest(new TextEncoder().encode(EXAMPLE_DOCUMENT))).toBe(sha256(EXAMPLE_DOCUMENT));
  });
});
