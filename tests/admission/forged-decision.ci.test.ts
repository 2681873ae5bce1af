import { rm } from 'node:fs/promises';
import { canonicalJson, type JsonValue, sha256 } from '@bezoar/core';
import { DECISION_NAMESPACE, type LedgerEntry, openLedger, putEvidence } from '@bezoar/ledger';
import { decide } from '@bezoar/operations';
import { describe, expect, it } from 'vitest';
import type { SoftwareKey } from '../../packages/ledger/src/attest/sshsig/testing/software-key.ts';
import {
  DAY_MS,
  evidencePath,
  KEYS,
  ledgerSigner,
  REASON,
  SUBMITTER,
  type TestProject,
} from '../project/project.test-support.ts';
import { admitFiles, admittedIds, crowd, decideWith, withAdmissions, writeRecords } from './admission.test-support.ts';

const { alice, aliceToo, bob, mallory, pipeline } = KEYS;
const STAFF = 'data/staff/s.jsonl';
const CHATS = 'data/chats/c.jsonl';

/** What somebody with the ledger's key would have it say. */
interface Forgery {
  readonly keys: readonly SoftwareKey[];
  /** Changes of the statement's predicate, before it is signed. */
  readonly predicate?: Readonly<Record<string, unknown>>;
  readonly kind?: LedgerEntry['kind'];
}

type Statement = Readonly<Record<string, unknown>> & { readonly predicate: Readonly<Record<string, unknown>> };

/** Appends an admission of the chats to the base model past every check of the application. */
async function forge(project: TestProject, { keys, predicate = {}, kind = 'decision.admit' }: Forgery): Promise<void> {
  const { location, clock } = project;
  const asked = await decide({
    location,
    clock,
    action: 'admit-to-base',
    from: 'customer-owned',
    scope: [CHATS],
    reason: REASON,
    evidence: ['review.txt'],
    expires: '90d',
    submitter: SUBMITTER,
    files: [],
    confirm: async () => false,
  });
  const folder = `.bezoar/decisions/${asked.pending!.folder.split('/').at(-1)}`;
  const honest = JSON.parse((await project.read(`${folder}/statement.json`)).toString('utf8')) as Statement;
  await rm(project.at(folder), { recursive: true });
  const statement = canonicalJson({ ...honest, predicate: { ...honest.predicate, ...predicate } } as JsonValue);
  const signatures = keys.map((key) => key.sign(statement, DECISION_NAMESPACE));
  const payload = Buffer.from(JSON.stringify({ statement, signatures }));
  const ledger = await openLedger({ storage: project.at('.bezoar/ledger'), signer: await ledgerSigner(project) });
  await ledger.append([
    {
      v: 1,
      kind,
      at: new Date(clock()).toISOString(),
      actor: 'alice@larkfield.example, bob@larkfield.example',
      subject: [{ name: 'records', digest: { sha256: asked.scope.sha256 } }],
      payload: {
        mediaType: 'application/vnd.bezoar.decision+json',
        sha256: await putEvidence(project.at('.bezoar/cas'), payload),
        size: payload.length,
      },
      policy: sha256(await project.read('THREATMODEL.md')),
      refs: [0],
      detail: { controls: ['policy/keys', 'corpus/sources'], records: 2 },
    },
  ]);
  await ledger.close();
}

/** A project whose document names a machine, with a decision over the chats that has expired. */
function withExpired<T>(use: (project: TestProject, admitted: () => Promise<string[]>) => Promise<T>): Promise<T> {
  const more = [`control: policy/keys\npipeline: ["${pipeline.fingerprint}"]`];
  return withAdmissions({ more }, async (project) => {
    await writeRecords(project, STAFF, crowd('s', 1));
    await writeRecords(project, CHATS, crowd('c', 2));
    await decideWith(project, { expires: '1d' }, [alice, bob]);
    project.clock.now += 2 * DAY_MS;
    return use(project, async () => admittedIds(project, await admitFiles(project, [STAFF, CHATS])));
  });
}

const FORGERIES: readonly (readonly [string, Forgery])[] = [
  ['nobody signed', { keys: [] }],
  ['one of two signed', { keys: [alice] }],
  ['one person signed twice', { keys: [alice, aliceToo] }],
  ['a stranger signed', { keys: [alice, mallory] }],
  ['a machine signed', { keys: [alice, pipeline] }],
  ['the submitter signed', { keys: [alice, bob], predicate: { submitter: 'alice@larkfield.example' } }],
  ['it has expired', { keys: [alice, bob], predicate: { expires: '2026-11-06T00:00:00Z' } }],
  ['it cites another document', { keys: [alice, bob], predicate: { policy: policyNamed('b') } }],
  ['it was made in the future', { keys: [alice, bob], predicate: { decidedAt: '2027-06-01T00:00:00Z' } }],
  ['it is logged as another kind', { keys: [alice, bob], kind: 'decision.tier' }],
];

function policyNamed(digit: string): object {
  return { name: 'THREATMODEL.md', digest: { sha256: digit.repeat(64) } };
}

describe('a decision that was appended past the application', () => {
  it('admits nothing, whatever is wrong with it, and does so where nothing is', async () => {
    await withExpired(async (project, admitted) => {
      for (const [name, forgery] of FORGERIES) {
        await forge(project, forgery);
        expect(await admitted(), name).toEqual(['s0']);
      }
      await forge(project, { keys: [alice, bob] });
      expect(await admitted()).toEqual(['c0', 'c1', 's0']);
    });
  });
});

describe('the records of a decision', () => {
  it('are those that were signed for, whatever the evidence store says later', async () => {
    await withExpired(async (project, admitted) => {
      const { scope } = await decideWith(project, {}, [alice, bob]);
      await writeRecords(project, CHATS, crowd('d', 2));
      const wider = await decideWith(project, { action: 'review' }, [alice]);
      const path = evidencePath(scope.sha256);
      const list = await project.read(path);
      await project.write(path, Buffer.concat([list, await project.read(evidencePath(wider.scope.sha256))]));
      const now = await admitted().catch(({ code }: { readonly code: string }) => [code]);
      expect(now).not.toContain('d0');
      await project.write(path, list);
      expect(await admitted()).toEqual(['s0']);
    });
  });
});
