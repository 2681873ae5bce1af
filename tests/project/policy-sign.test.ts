import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '@bezoar/core';
import { DECISION_NAMESPACE } from '@bezoar/ledger';
import { signPolicy, status } from '@bezoar/operations';
import { describe, expect, it } from 'vitest';
import {
  DAY_MS,
  errorOf,
  evidencePath,
  KEYS,
  SUBMITTER,
  signatureFiles,
  signersFile,
  signOptions,
  type TestProject,
  withProject,
} from './project.test-support.ts';

const { alice, aliceToo, bob, carol, mallory, pipeline } = KEYS;

/** A project whose first document alice and bob have signed. */
function withSigned<T>(
  choices: Parameters<typeof withProject>[0],
  use: (project: TestProject) => Promise<T>,
): Promise<T> {
  return withProject(choices, async (project) => {
    expect((await project.sign([alice, bob])).verdict).toBe('set');
    return use(project);
  });
}

/** Asks for the document as it stands; the folder where it waits. */
async function ask(project: TestProject): Promise<{ readonly folder: string; readonly need: number }> {
  const { verdict, pending, signatures } = await signPolicy(signOptions(project));
  expect(verdict).toBe('pending');
  return { folder: pending!.folder, need: signatures.need };
}

const stateOf = async ({ location, clock }: TestProject): Promise<string> =>
  (await status({ location, clock })).signature.state;

describe('signing the first document', () => {
  it('takes as many people as the document itself asks for, in as many calls as it needs', async () => {
    await withProject({ loosen: 3 }, async (project) => {
      const one = await project.sign([alice]);
      expect(one).toMatchObject({ verdict: 'pending', outcome: 'review', exit: 4, isFirst: true, entry: null });
      expect(one.signatures).toEqual({ have: 1, need: 3 });
      expect((await project.sign([bob])).signatures).toEqual({ have: 2, need: 3 });
      expect(await stateOf(project)).toBe('unsigned');
      const last = await project.sign([carol]);
      expect(last).toMatchObject({ verdict: 'set', outcome: 'ok', exit: 0, isFirst: true, pending: null });
      expect(last.signedBy.map(({ principal }) => principal.split('@')[0]).sort()).toEqual(['alice', 'bob', 'carol']);
      expect(last.entry).toMatchObject({ index: 0, size: 1 });
      expect(await stateOf(project)).toBe('signed');
      expect(await readdir(project.at('.bezoar/decisions'))).toEqual([]);
    });
  });

  it('is unchanged, asking nobody, when it was signed already', async () => {
    await withSigned({}, async (project) => {
      const again = await signPolicy(signOptions(project));
      expect(again).toMatchObject({ verdict: 'unchanged', outcome: 'ok', pending: null, entry: null, isFirst: false });
      expect(again.signedBy).toHaveLength(2);
      expect((await status({ location: project.location })).ledger.size).toBe(1);
    });
  });

  it('wants a reason, and says who is to sign where nobody is named', async () => {
    await withProject({ signers: [] }, async (project) => {
      expect((await errorOf(signPolicy(signOptions(project)))).code).toBe('policy/no-signers');
      await project.write('keys/allowed_signers', signersFile(['alice', 'bob']));
      const { reason: _, ...silent } = signOptions(project);
      expect((await errorOf(signPolicy(silent))).code).toBe('policy/no-reason');
      expect((await errorOf(signPolicy(signOptions(project, { reason: 'because' })))).code).toBe(
        'decision/reason-too-short',
      );
    });
  });
});

describe('signing a change', () => {
  it('takes one person for a tightening', async () => {
    await withSigned({}, async (project) => {
      await project.edit({ failOn: 'medium' });
      expect(await stateOf(project)).toBe('changed');
      const set = await project.sign([carol]);
      expect(set).toMatchObject({ verdict: 'set', isFirst: false, signatures: { have: 1, need: 1 } });
      expect(set.changes).toMatchObject([{ change: 'tighten', path: expect.stringContaining('fail_on') }]);
      expect(await stateOf(project)).toBe('signed');
    });
  });

  it('takes what the signed document asks for a loosening, not what the new one would', async () => {
    await withSigned({}, async (project) => {
      await project.edit({ loosen: 1, failOn: 'critical' });
      expect(await stateOf(project)).toBe('loosened');
      const one = await project.sign([alice]);
      expect(one).toMatchObject({ verdict: 'pending', signatures: { have: 1, need: 2 } });
      expect(await stateOf(project)).toBe('loosened');
      expect(await project.sign([bob])).toMatchObject({ verdict: 'set', signatures: { have: 2, need: 2 } });
      await project.edit({ loosen: 1, failOn: 'low' });
      await project.sign([alice]);
      await project.edit({ loosen: 1, failOn: 'high' });
      expect(await project.sign([bob])).toMatchObject({ verdict: 'set', signatures: { have: 1, need: 1 } });
    });
  });

  it('takes as many as for a loosening when one change tightens and another loosens', async () => {
    await withSigned({}, async (project) => {
      await project.edit({ failOn: 'low', after: 'greet' });
      expect((await project.sign([alice])).signatures).toEqual({ have: 1, need: 2 });
    });
  });

  it('refuses a key that only the new signers file names', async () => {
    await withProject({ signers: ['alice', 'bob', 'pipeline'] }, async (project) => {
      await project.sign([alice, bob]);
      await project.write('keys/allowed_signers', signersFile(['alice', 'bob', 'mallory']));
      await project.edit({ title: 'Larkfield support, second edition' });
      const refused = await errorOf(project.sign([mallory]));
      expect(refused).toMatchObject({ code: 'decide/refused' });
      expect(refused.message).toContain('decision/unknown-signer');
      expect(await project.sign([alice, bob])).toMatchObject({ verdict: 'set', signatures: { have: 2, need: 2 } });
      await project.edit({ title: 'Larkfield support, third edition' });
      expect(await project.sign([mallory])).toMatchObject({ verdict: 'set' });
    });
  });

  it('counts another signers file as a loosening, even one that only loses a name', async () => {
    await withSigned({}, async (project) => {
      await project.write('keys/allowed_signers', signersFile(['alice', 'bob']));
      expect(await stateOf(project)).toBe('loosened');
      expect((await project.sign([alice])).signatures).toEqual({ have: 1, need: 2 });
      expect((await project.sign([carol])).verdict).toBe('set');
      expect(await stateOf(project)).toBe('signed');
      await project.edit({ failOn: 'low' });
      expect((await errorOf(project.sign([carol]))).message).toContain('decision/unknown-signer');
    });
  });

  it('asks anew when the document changes while it waits', async () => {
    await withSigned({}, async (project) => {
      await project.edit({ failOn: 'critical' });
      expect((await project.sign([alice])).signatures.have).toBe(1);
      await project.edit({ failOn: 'critical', title: 'Another' });
      expect((await project.sign([bob])).signatures).toEqual({ have: 1, need: 2 });
      expect((await status({ location: project.location })).pending).toHaveLength(2);
    });
  });
});

describe('a signature that does not count', () => {
  it('is one by the person who asked, with whichever key', async () => {
    await withSigned({}, async (project) => {
      await project.edit({ failOn: 'medium' });
      for (const key of [alice, aliceToo]) {
        const refused = await errorOf(project.sign([key], { submitter: 'alice@larkfield.example' }));
        expect(refused.message).toContain('decision/signer-is-submitter');
      }
      expect((await project.sign([bob])).verdict).toBe('set');
    });
  });

  it('is one by a machine of the version before, whatever the new one says of it', async () => {
    await withSigned({ pipeline: [pipeline.fingerprint] }, async (project) => {
      await project.edit({ title: 'Without the machine', pipeline: [carol.fingerprint] });
      const refused = await errorOf(project.sign([pipeline]));
      expect(refused.message).toContain('decision/pipeline-key');
      expect((await project.sign([carol, bob])).verdict).toBe('set');
    });
  });

  it('is a machine of the first document', async () => {
    await withProject({ pipeline: [pipeline.fingerprint] }, async (project) => {
      expect((await errorOf(project.sign([alice, pipeline]))).message).toContain('decision/pipeline-key');
      expect((await project.sign([bob])).verdict).toBe('set');
    });
  });

  it.each([
    ['for another namespace', { namespace: 'git' }, 'decision/wrong-namespace'],
    ['over other bytes', { bytes: Buffer.from('{}') }, 'decision/bad-signature'],
  ] as const)('is one %s', async (_, how, code) => {
    await withSigned({}, async (project) => {
      await project.edit({ failOn: 'medium' });
      const { folder } = await ask(project);
      const files = await signatureFiles(folder, [alice], how);
      expect((await errorOf(signPolicy(signOptions(project, { files })))).message).toContain(code);
      expect(await stateOf(project)).toBe('changed');
    });
  });

  it('is a second one by the same person, by the same key or another', async () => {
    await withSigned({}, async (project) => {
      await project.edit({ failOn: 'critical' });
      expect((await errorOf(project.sign([alice, aliceToo]))).message).toContain('decision/duplicate-signer');
      expect((await errorOf(project.sign([alice]))).message).toContain('decision/duplicate-signer');
      expect(await signPolicy(signOptions(project))).toMatchObject({ verdict: 'pending', signatures: { have: 1 } });
      expect((await project.sign([bob])).verdict).toBe('set');
    });
  });

  it('is one by a stranger, and names every reason', async () => {
    await withSigned({}, async (project) => {
      await project.edit({ failOn: 'medium' });
      const refused = await errorOf(project.sign([mallory]));
      expect(refused).toMatchObject({ name: 'UsageError', code: 'decide/refused' });
      expect(refused.message).toContain(mallory.fingerprint);
    });
  });

  it('is none at all where the person does not confirm', async () => {
    await withSigned({}, async (project) => {
      await project.edit({ failOn: 'medium' });
      let shown = '';
      const confirm = async (rendered: string): Promise<boolean> => {
        shown = rendered;
        return false;
      };
      const refused = await errorOf(signPolicy(signOptions(project, { key: project.at('no-key'), confirm })));
      expect(refused.code).toBe('decide/not-confirmed');
      expect(shown).toContain(SUBMITTER);
    });
  });
});

describe('whoever may write to the folder of a waiting document', () => {
  it.each([
    ['garbage', () => 'not a signature at all'],
    ["a stranger's signature", (bytes: Uint8Array) => mallory.sign(bytes, DECISION_NAMESPACE)],
    ["a forgery of alice's", (bytes: Uint8Array) => alice.sign(Buffer.concat([bytes, bytes]), DECISION_NAMESPACE)],
  ] as const)('cannot block it with %s', async (_, forge) => {
    await withSigned({}, async (project) => {
      await project.edit({ failOn: 'critical' });
      expect((await project.sign([alice])).signatures).toEqual({ have: 1, need: 2 });
      const { folder } = await ask(project);
      for (const name of ['0.sig', 'zzz.sig']) {
        await writeFile(join(folder, name), forge(await readFile(join(folder, 'statement.json'))));
      }
      const { signatures } = await signPolicy(signOptions(project));
      expect(signatures).toEqual({ have: 1, need: 2 });
      expect((await project.sign([bob])).verdict).toBe('set');
    });
  });

  it('cannot have a document set whose evidence is gone', async () => {
    await withSigned({}, async (project) => {
      await project.edit({ failOn: 'medium' });
      const { folder } = await ask(project);
      const digest = sha256(await project.read('THREATMODEL.md'));
      await rm(project.at(evidencePath(digest)));
      const files = await signatureFiles(folder, [alice]);
      const result = await signPolicy(signOptions(project, { files })).catch(() => undefined);
      // It may put the text back or refuse; what it says is what holds.
      expect(await stateOf(project)).toBe(result?.verdict === 'set' ? 'signed' : 'changed');
    });
  });
});

describe('a version that waited', () => {
  it('cannot be completed by a person whose standing ended meanwhile', async () => {
    await withProject({}, async (project) => {
      const until = '20261110';
      const signers = signersFile(['alice', 'bob', 'carol']).replace(
        /^(carol\S* )namespaces/m,
        `$1valid-before="${until}",namespaces`,
      );
      await project.write('keys/allowed_signers', signers);
      await project.sign([alice, bob]);
      await project.edit({ failOn: 'medium' });
      const { folder } = await ask(project);
      project.clock.now += 10 * DAY_MS;
      const files = await signatureFiles(folder, [carol]);
      const refused = await errorOf(signPolicy(signOptions(project, { files })));
      expect(refused.message).toContain('decision/signer-not-valid-then');
    });
  });
});
