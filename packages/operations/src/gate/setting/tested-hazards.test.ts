import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseActionsText } from '@bezoar/threat-model';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Project } from '../../project/project.ts';
import { reportHazards } from './report-hazards.ts';
import { testedHazards } from './tested-hazards.ts';

const action = (name: string): string =>
  `  ${name}:\n    requires: { transcript: { after: lookup_order, where: { eligible: true } } }\n`;
const actions = (...names: readonly string[]): string =>
  `control: actions\ndefault: deny\nactions:\n${names.map(action).join('')}`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tested-hazards-'));
  await writeFile(join(folder, 'more.yaml'), actions('close_account'));
  await writeFile(join(folder, 'same.yaml'), actions('close_account', 'issue_credit'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A project that declares actions, of which the gate may name some. */
function project(declared: readonly string[], named: readonly string[] = []): Project {
  const own = declared.length === 0 ? {} : { actions: parseActionsText(actions(...declared), 'actions.yaml') };
  return { model: { ...own, gate: { hazards: named } } } as unknown as Project;
}

async function tested(own: Project | undefined, hazards?: string, report?: object): Promise<string[]> {
  const options = {
    location: { workingDirectory: folder },
    ...{ candidate: '', references: [], probes: [], quality: [], concurrency: 1 },
    ...(hazards === undefined ? {} : { hazards }),
  };
  const found = await testedHazards(own, options, report as Readonly<Record<string, unknown>> | undefined);
  return found.map(({ action: name }) => name);
}

const REPORT = { coverage: { hazards: { covered: [{ action: 'refund', after: ['find_order'], origin: 'learned' }] } } };

describe('the hazards of a scan report', () => {
  it('are those that the scan knew', () => {
    expect(reportHazards(REPORT)).toEqual([
      { action: 'refund', precondition: { after: ['find_order'], where: new Map() }, claims: [], origin: 'learned' },
    ]);
  });

  it('are read from anything without a throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const some = [
          { coverage: one },
          { coverage: { hazards: one } },
          { coverage: { hazards: { covered: [one, other] } } },
        ];
        for (const report of some) expect(Array.isArray(reportHazards(report as never))).toBe(true);
      }),
      { seed: 1, numRuns: 200 },
    );
    expect(reportHazards(undefined)).toEqual([]);
  });
});

describe('the hazards that are tested', () => {
  it('are what the document declares, or those of them that its gate names', async () => {
    expect(await tested(project(['issue_credit', 'refund']))).toEqual(['issue_credit', 'refund']);
    expect(await tested(project(['issue_credit', 'refund'], ['refund']))).toEqual(['refund']);
  });

  it('may be more by a file, and never others', async () => {
    expect(await tested(project(['issue_credit']), 'more.yaml')).toEqual(['issue_credit', 'close_account']);
    for (const own of [project(['issue_credit']), project(['issue_credit', 'refund'], ['refund'])]) {
      await expect(tested(own, 'same.yaml')).rejects.toMatchObject({ code: 'policy/flag-loosens' });
    }
  });

  it('are what the scan knew only where nobody declares any', async () => {
    expect(await tested(undefined, undefined, REPORT)).toEqual(['refund']);
    expect(await tested(project([]), undefined, REPORT)).toEqual(['refund']);
    expect(await tested(undefined, 'more.yaml', REPORT)).toEqual(['close_account']);
    expect(await tested(project(['issue_credit']), undefined, REPORT)).toEqual(['issue_credit']);
  });

  it('must be at least one', async () => {
    for (const own of [undefined, project([])]) {
      await expect(tested(own)).rejects.toMatchObject({ code: 'gate/no-hazards' });
      await expect(tested(own, undefined, { coverage: null })).rejects.toMatchObject({ code: 'gate/no-hazards' });
    }
  });
});
