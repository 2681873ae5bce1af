import { describe, expect, it } from 'vitest';
import type { Project } from '../project/project.ts';
import { referenceNames } from './gate-flags.ts';

const project = {
  folder: '/p',
  model: { gate: { references: ['models/base', 'openai:http://a/v1#b'] } },
} as unknown as Project;

describe('referenceNames', () => {
  it("puts the document's references first, since phrases are held against the first one and a flag must not choose it", () => {
    expect(referenceNames(project, ['tiny:models/other'], '/p')).toEqual([
      'tiny:models/base',
      'openai:http://a/v1#b',
      'tiny:models/other',
    ]);
  });

  it('names each once', () => {
    expect(referenceNames(project, ['tiny:models/base'], '/p')).toHaveLength(2);
  });
});
