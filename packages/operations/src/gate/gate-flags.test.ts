import { GATE_BUDGETS, type GateBudget, type GatePolicy } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import type { Project } from '../project/project.ts';
import { budgetOf, modelAccess, referenceNames } from './gate-flags.ts';

function project(gate: Partial<GatePolicy>): Project {
  return { folder: '/team/desk', model: { gate }, state: { root: '/team/desk/.bezoar' } } as unknown as Project;
}

describe('the budget of a gate', () => {
  it('may be more than the document asks for, and never less', () => {
    for (const [declaredAt, declared] of GATE_BUDGETS.entries()) {
      for (const [at, flag] of GATE_BUDGETS.entries()) {
        const chosen = () => budgetOf(project({ budget: declared }), flag);
        if (at >= declaredAt) expect(chosen()).toBe(flag);
        else expect(chosen).toThrow(expect.objectContaining({ code: 'policy/flag-loosens' }));
      }
    }
  });

  it.each<[Project | undefined, GateBudget | undefined, GateBudget]>([
    [undefined, undefined, 'standard'],
    [undefined, 'smoke', 'smoke'],
    [project({}), undefined, 'standard'],
    [project({ budget: 'deep' }), undefined, 'deep'],
  ])('of %o with the flag %o is %s', (own, flag, budget) => {
    expect(budgetOf(own, flag)).toBe(budget);
  });
});

describe('the references of a gate', () => {
  const documented = (names: readonly string[], flags: readonly string[], cwd = '/team/desk') =>
    referenceNames(project({ references: names }), flags, cwd);

  it('are all of the document first, since phrases are held against the first one, then those of the flags, each once', () => {
    expect(documented(['openai:http://127.0.0.1/v1#base', 'models/old'], ['tiny:mine', 'tiny:models/old'])).toEqual([
      'openai:http://127.0.0.1/v1#base',
      'tiny:models/old',
      'tiny:mine',
    ]);
  });

  it.each([
    ['models/base', '/team/desk', 'tiny:models/base'],
    ['./models/base', '/team/desk', 'tiny:models/base'],
    ['tiny:models/base', '/team/desk', 'tiny:models/base'],
    ['models/base', '/team', 'tiny:desk/models/base'],
    ['tiny:models/base', '/team', 'tiny:desk/models/base'],
    ['models/base', '/team/desk/src', 'tiny:/team/desk/models/base'],
    ['tiny:models/base', '/team/desk/src', 'tiny:/team/desk/models/base'],
    ['tiny:/models/base', '/team/desk', 'tiny:/models/base'],
    ['command:./ask models/base', '/team', 'command:./ask models/base'],
  ])('named `%s` in the document are, from %s, `%s`: paths begin where the document lies', (name, cwd, shown) => {
    expect(documented([name], [], cwd)).toEqual([shown]);
  });

  it('must be named by someone', () => {
    for (const own of [undefined, project({}), project({ references: [] })]) {
      expect(() => referenceNames(own, [], '/team')).toThrow(expect.objectContaining({ code: 'gate/no-reference' }));
    }
  });
});

describe('the cache of replies', () => {
  const options = { location: { workingDirectory: '/team' }, candidate: '', references: [], probes: [], quality: [] };
  const folderOf = (own: Project | undefined, cache?: string) =>
    modelAccess(own, { ...options, concurrency: 1, ...(cache === undefined ? {} : { cache }) }).cacheFolder;

  it('lies where the flag says, else in the state of the project, else nowhere', () => {
    expect(folderOf(project({}), 'replies')).toBe('/team/replies');
    expect(folderOf(project({}))).toBe('/team/desk/.bezoar/gate');
    expect(folderOf(undefined)).toBeUndefined();
  });
});
