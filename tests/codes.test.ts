import { readFileSync } from 'node:fs';
import { FINDING_CATALOGUE, FINDING_CODES } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { codesPage } from '../tools/build-codes.mjs';

const PAGE = readFileSync(new URL('../docs/codes.md', import.meta.url), 'utf8');

describe('docs/codes.md', () => {
  it('is what `node tools/build-codes.mjs` makes of the catalogue', () => {
    expect(PAGE).toBe(codesPage());
  });

  it('has every code, with what it means and what to do', () => {
    for (const code of FINDING_CODES) {
      const { why, how, remedy } = FINDING_CATALOGUE[code];
      for (const text of [`## \`${code}\``, why, how, remedy]) expect(PAGE).toContain(text);
    }
    expect(PAGE.match(/^## /gm)).toHaveLength(FINDING_CODES.length);
  });
});
