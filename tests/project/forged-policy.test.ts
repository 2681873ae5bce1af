import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '@bezoar/core';
import {
  createDecision,
  DECISION_NAMESPACE,
  EMPTY_ROOT,
  type LedgerEntry,
  openLedger,
  openLedgerReader,
  putEvidence,
  statementBytes,
} from '@bezoar/ledger';
import { DRIFT_CHECKS, diffPolicy, drift, scan, signPolicy, status } from '@bezoar/operations';
import { describe, expect, it } from 'vitest';
import type { SoftwareKey } from '../../packages/ledger/src/attest/sshsig/testing/software-key.ts';
import { type DocumentChoices, documentText } from './document.test-support.ts';
import {
  errorOf,
  evidencePath,
  KEYS,
  ledgerSigner,
  REASON,
  SUBMITTER,
  signatureFiles,
  signersFile,
  signOptions,
  type TestProject,
  withProject,
} from './project.test-support.ts';

const { alice, bob, mallory } = KEYS;
const SIGNED_CHECK = DRIFT_CHECKS.filter(({ name }) => name === 'document signed');

/** What somebody with the ledger's key would have it say. */
interface Forgery {
  readonly document: DocumentChoices;
  readonly keys: readonly SoftwareKey[];
  readonly signers?: string;
  readonly before?: string;
  readonly subject?: string;
  readonly size?: number;
  readonly root?: string;
  readonly isPayloadKept?: boolean;
}

/** Appends a `policy.set` past every check of the application, and leaves its document in place. */
async function forge(project: TestProject, forgery: Forgery): Promise<void> {
  const { document, keys } = forgery;
  const signer = await ledgerSigner(project);
  const reader = await openLedgerReader(project.at('.bezoar/ledger'));
  const store = project.at('.bezoar/cas');
  const text = Buffer.from(documentText(document));
  const signers = Buffer.from(forgery.signers ?? (await project.read('keys/allowed_signers')));
  const before = forgery.before ?? sha256(await project.read('THREATMODEL.md'));
  await project.write('THREATMODEL.md', text);
  await putEvidence(store, text);
  const statement = statementBytes(
    createDecision([{ name: 'THREATMODEL.md', digest: { sha256: sha256(text) } }], {
      action: 'policy-set',
      scope: { digest: sha256(text), count: 1 },
      reason: REASON,
      evidence: [{ name: 'allowed_signers', digest: { sha256: await putEvidence(store, signers) } }],
      policy: { name: 'THREATMODEL.md', digest: { sha256: before } },
      decidedAt: '2026-11-05T12:00:00Z',
      ledger: {
        origin: reader.origin,
        size: forgery.size ?? reader.size,
        root: forgery.root ?? Buffer.from(await reader.rootAt(forgery.size ?? reader.size)).toString('hex'),
      },
      submitter: SUBMITTER,
    }),
  );
  const signatures = keys.map((key) => key.sign(statement, DECISION_NAMESPACE));
  const payload = Buffer.from(JSON.stringify({ statement: Buffer.from(statement).toString('utf8'), signatures }));
  if (forgery.isPayloadKept !== false) await putEvidence(store, payload);
  await append(project, signer, {
    v: 1,
    kind: 'policy.set',
    at: new Date(project.clock()).toISOString(),
    actor: 'alice@larkfield.example, bob@larkfield.example',
    subject: [{ name: 'THREATMODEL.md', digest: { sha256: forgery.subject ?? sha256(text) } }],
    payload: { mediaType: 'application/vnd.bezoar.decision+json', sha256: sha256(payload), size: payload.length },
    policy: sha256(text),
    refs: [],
    detail: { controls: ['policy/document', 'policy/keys'], verdict: 'set' },
  });
}

async function append(
  project: TestProject,
  signer: Awaited<ReturnType<typeof ledgerSigner>>,
  entry: LedgerEntry,
): Promise<void> {
  const ledger = await openLedger({ storage: project.at('.bezoar/ledger'), signer });
  await ledger.append([entry]);
  await ledger.close();
}

const driftOf = ({ location, clock }: TestProject): ReturnType<typeof drift> =>
  drift({ location, clock, checks: SIGNED_CHECK });

describe('a `policy.set` that was appended past the application', () => {
  const LOOSE: DocumentChoices = { failOn: 'critical' };
  const WELL_SIGNED: Forgery = { document: LOOSE, keys: [alice, bob] };

  it.each<readonly [string, Forgery, string]>([
    ['too few people signed', { document: LOOSE, keys: [alice] }, 'decision/too-few-signatures'],
    ['nobody signed', { document: LOOSE, keys: [] }, 'decision/too-few-signatures'],
    ['one person signed twice', { document: LOOSE, keys: [alice, KEYS.aliceToo] }, 'decision/duplicate-signer'],
    [
      'only those signed whom its own signers file names',
      { document: LOOSE, keys: [mallory], signers: signersFile(['mallory']) },
      'decision/unknown-signer',
    ],
    ['it cites another version', { ...WELL_SIGNED, before: sha256('another') }, 'decision/stale-policy'],
    ['it has seen another ledger', { ...WELL_SIGNED, root: sha256('another') }, 'decision/unknown-checkpoint'],
    ['it has seen the future', { ...WELL_SIGNED, size: 9, root: sha256('future') }, 'did not exist yet'],
    ['its entry names another document', { ...WELL_SIGNED, subject: sha256('another') }, 'another document'],
    ['its signatures are not there', { ...WELL_SIGNED, isPayloadKept: false }, 'no document has the digest'],
  ])('is not obeyed: %s', async (_, forgery, reason) => {
    await withProject({}, async (project) => {
      await project.sign([alice, bob]);
      const digest = sha256(await project.read('THREATMODEL.md'));
      await forge(project, forgery);
      const { location, clock } = project;
      const { signature, findings } = await status({ location, clock });
      expect(signature).toMatchObject({ state: 'loosened', signedBy: [expect.any(String), expect.any(String)] });
      expect(findings.map(({ code }) => code)).toEqual(['policy/document-loosened', 'policy/decision-refused']);
      expect((await diffPolicy({ location, clock })).before.digest).toBe(digest);
      const document = await driftOf(project);
      expect(document).toMatchObject({ verdict: 'drift', outcome: 'adverse', exit: 1 });
      const refused = document.findings.find(({ code }) => code === 'policy/decision-refused');
      expect(refused).toMatchObject({ severity: 'high', subject: 'entry 1', control: 'policy/keys' });
      expect(refused?.message).toContain(reason);
    });
  });

  it('is obeyed where it lacks nothing: the refusals above are not for the way it was made', async () => {
    await withProject({}, async (project) => {
      await project.sign([alice, bob]);
      await forge(project, WELL_SIGNED);
      expect(await driftOf(project)).toMatchObject({ verdict: 'none', drifts: [], exit: 0 });
    });
  });

  it('fails a scan in the project, whatever is scanned', async () => {
    await withProject({}, async (project) => {
      await project.sign([alice, bob]);
      await forge(project, { document: { failOn: 'low' }, keys: [] });
      const { document } = await scan({
        files: ['months/clean.jsonl'],
        project: project.location,
        clock: project.clock,
      });
      expect(document.findings.map(({ code }) => code)).toEqual(['policy/decision-refused']);
      expect(document).toMatchObject({ outcome: 'adverse', exit: 1 });
    });
  });

  it('does not keep the team from signing the next version', async () => {
    await withProject({}, async (project) => {
      await project.sign([alice, bob]);
      await forge(project, { document: LOOSE, keys: [mallory] });
      await project.edit({ failOn: 'medium' });
      expect(await project.sign([alice])).toMatchObject({ verdict: 'set', isFirst: false });
      expect((await status({ location: project.location })).signature.state).toBe('signed');
    });
  });

  it('does not count as the version that the next one is judged by', async () => {
    await withProject({}, async (project) => {
      await project.sign([alice, bob]);
      await forge(project, { document: { loosen: 1 }, keys: [mallory], signers: signersFile(['mallory']) });
      await project.write('keys/allowed_signers', signersFile(['mallory']));
      await project.edit({ loosen: 1, title: 'Mine now' });
      expect((await errorOf(project.sign([mallory]))).message).toContain('decision/unknown-signer');
    });
  });
});

describe('a decision that was good once', () => {
  it('does not quietly give way to the version before it once its evidence is gone', async () => {
    await withProject({}, async (project) => {
      const { location, clock } = project;
      await project.sign([alice, bob]);
      const loose = await project.read('THREATMODEL.md');
      await project.edit({ failOn: 'low', loosen: 3 });
      await project.sign([alice]);
      await rm(project.at(evidencePath(sha256(await project.read('THREATMODEL.md')))));
      await project.write('THREATMODEL.md', loose);
      expect((await driftOf(project)).verdict).not.toBe('none');
      expect((await status({ location, clock })).verdict).not.toBe('enforced');
      const { document } = await scan({ files: ['months/clean.jsonl'], project: location, clock, workers: 1 });
      expect(document.outcome).not.toBe('ok');
      await project.edit({ failOn: 'critical' });
      const taken = await project.sign([alice, bob]).catch(() => undefined);
      expect(taken?.verdict).not.toBe('set');
    });
  });

  it('cannot be played again after the team went back to the version before it', async () => {
    await withProject({}, async (project) => {
      const { location, clock } = project;
      await project.sign([alice, bob]);
      const strict = await project.read('THREATMODEL.md');
      await project.edit({ failOn: 'critical' });
      const loose = await project.read('THREATMODEL.md');
      await project.sign([alice, bob]);
      await project.write('THREATMODEL.md', strict);
      await project.sign([alice]);
      expect((await status({ location, clock })).signature.state).toBe('signed');
      const reader = await openLedgerReader(project.at('.bezoar/ledger'));
      const entries: LedgerEntry[] = [];
      for await (const entry of reader.entries()) entries.push(entry);
      await append(project, await ledgerSigner(project), entries[1]!);
      await project.write('THREATMODEL.md', loose);
      const { signature } = await status({ location, clock });
      expect(signature.state).toBe('loosened');
      expect((await driftOf(project)).findings.map(({ code }) => code)).toContain('policy/decision-refused');
    });
  });

  it('does not let strangers set a first document once its evidence is gone', async () => {
    await withProject({}, async (project) => {
      const { location, clock } = project;
      await project.sign([alice, bob]);
      await rm(project.at(evidencePath(sha256(await project.read('THREATMODEL.md')))));
      expect((await driftOf(project)).verdict).not.toBe('none');
      await project.write('keys/allowed_signers', signersFile(['mallory']));
      await project.edit({ loosen: 1, failOn: 'critical' });
      const taken = await project.sign([mallory]).catch(() => undefined);
      expect(taken?.verdict).not.toBe('set');
      expect((await status({ location, clock })).signature.state).not.toBe('signed');
    });
  });

  it('does not count on another ledger', async () => {
    let statement: Buffer | undefined;
    await withProject({ failOn: 'medium' }, async (project) => {
      const { pending } = await signPolicy(signOptions(project));
      statement = await readFile(join(pending!.folder, 'statement.json'));
    });
    await withProject({ failOn: 'medium' }, async (project) => {
      const { pending } = await signPolicy(signOptions(project));
      const files = await signatureFiles(pending!.folder, [alice, bob], { bytes: statement! });
      const refused = await errorOf(signPolicy(signOptions(project, { files })));
      expect(refused.message).toContain('decision/bad-signature');
      expect(JSON.parse(statement!.toString()).predicate.ledger.root).toBe(Buffer.from(EMPTY_ROOT).toString('hex'));
    });
  });
});
