import { readFileSync } from 'node:fs';
import { FINDING_CATALOGUE, FINDING_CODES } from '@bezoar/core';
import { DECISION_CODES } from '@bezoar/guard';
import { ALLOWED_CODE, HTTP_CODES, openApiDocument } from '@bezoar/guard/http';
import { GUARD_ANSWER_CODES, GUARD_ANSWERS } from '@bezoar/operations';
import { describe, expect, it } from 'vitest';
import { codesPage } from '../tools/build-codes.mjs';

const PAGE = readFileSync(new URL('../docs/codes.md', import.meta.url), 'utf8');

describe('docs/codes.md', () => {
  it('is what `node tools/build-codes.mjs` makes of the catalogues', () => {
    expect(PAGE).toBe(codesPage());
  });

  it('has every code, with what it means and what to do', () => {
    for (const code of FINDING_CODES) {
      const { why, how, remedy } = FINDING_CATALOGUE[code];
      for (const text of [`### \`${code}\``, why, how, remedy]) expect(PAGE).toContain(text);
    }
    for (const code of GUARD_ANSWER_CODES) {
      const { why, how, remedy } = GUARD_ANSWERS[code];
      for (const text of [`### \`${code}\``, why, how, remedy]) expect(PAGE).toContain(text);
    }
    expect(PAGE.match(/^### /gm)).toHaveLength(FINDING_CODES.length + GUARD_ANSWER_CODES.length);
  });
});

describe("the catalogue of the guard's answers", () => {
  it('has every code that a guard answers with over HTTP, as its OpenAPI document lists them, and no other', () => {
    const listed = new Set<string>(JSON.stringify(openApiDocument({ version: '0.0.0' })).match(/guard\/[a-z-]+/g));
    expect([...listed].sort()).toEqual([...GUARD_ANSWER_CODES]);
  });

  it('has the codes of all decisions and of HTTP', () => {
    expect(GUARD_ANSWER_CODES).toEqual(expect.arrayContaining([...DECISION_CODES, ...HTTP_CODES, ALLOWED_CODE]));
  });

  it('is in whole sentences, under a title of its own each', () => {
    for (const code of GUARD_ANSWER_CODES) {
      const { title, why, how, remedy } = GUARD_ANSWERS[code];
      expect(title, code).not.toMatch(/\.$/);
      for (const text of [why, how, remedy]) expect(text, code).toMatch(/^[A-Z`].{20,}[.?]$/s);
    }
    expect(new Set(GUARD_ANSWER_CODES.map((code) => GUARD_ANSWERS[code].title)).size).toBe(GUARD_ANSWER_CODES.length);
  });
});
