import { spawnSync } from 'node:child_process';
import { createTestResult } from '@bezoar/ledger';
import {
  type AttestTrainDocument,
  attestTrain,
  type DecideDocument,
  type DecideOptions,
  decide,
  digestArtifact,
  type GateDocument,
  type GateLedgerReference,
  type PromoteDocument,
  promote,
  type VerifyDocument,
  verifyModel,
} from '@bezoar/operations';
import type { SoftwareKey } from '../../packages/ledger/src/attest/sshsig/testing/software-key.ts';
import { logRun } from '../../packages/operations/src/ledger/log-run.ts';
import { admitFiles, crowd, withAdmissions, writeRecords } from '../admission/admission.test-support.ts';
import { KEYS, SUBMITTER, signatureFiles, type TestProject } from '../project/project.test-support.ts';
import { type Gated, gated, opened } from './verdicts.test-support.ts';

/** The gate that documents of these tests declare. */
export const GATE = `control: evaluate/gate
evidence: 10d
references: [models/2026-10]
hazards: [issue_credit]
budget: standard`;

/** An action that billing authorizes, whatever a transcript says. */
export const ACTIONS = `control: actions
default: deny
evidence: 20d
actions:
  issue_credit:
    requires: { transcript: { after: lookup_order } }
    ceilings: { account: 5 / 30d, global: 200 / 1d }`;

/** What a test changes of the document. */
export interface PromotionBlocks {
  readonly gate?: string;
  readonly actions?: string | null;
  readonly isSigned?: boolean;
}

/** A project that declares a gate, signed by alice and bob, with a model of one file. */
export function withGate<T>(
  { gate = GATE, actions = ACTIONS, isSigned = true }: PromotionBlocks,
  use: (project: TestProject) => Promise<T>,
): Promise<T> {
  return withAdmissions(
    { actions, more: [gate] },
    async (project) => {
      await project.write('model.bin', 'weights');
      return use(project);
    },
    { isSigned },
  );
}

/** Gates what lies at a path now, with whatever verdict the test wants. */
export async function gatePath(project: TestProject, path: string, gate: Gated = {}): Promise<GateLedgerReference> {
  const place = { workingDirectory: project.folder, folder: project.folder };
  const artifact = { ...(await digestArtifact(path, place)), isLoaded: true };
  return gated(project, { artifact, ...gate });
}

/** `bezoar promote`. */
export function promotePath({ location, clock }: TestProject, model = 'model.bin'): Promise<PromoteDocument> {
  return promote({ location, clock, model });
}

/** `bezoar verify --require gate`. */
export function verifyPath({ location, clock }: TestProject, path = 'model.bin'): Promise<VerifyDocument> {
  return verifyModel({ location, clock, path, require: ['gate'] });
}

/** Reasons why something was not let through. */
export function reasonsOf({ findings }: Pick<GateDocument, 'findings'>): readonly string[] {
  return findings.map(({ evidence }) => (evidence as { readonly reason: string }).reason);
}

/** Asks for an override, then brings the signatures. */
export async function overrideWith(
  { location, clock }: TestProject,
  verdict: string,
  keys: readonly SoftwareKey[] = [KEYS.alice, KEYS.bob],
  options: Partial<DecideOptions> = {},
): Promise<DecideDocument> {
  const asked: DecideOptions = {
    location,
    clock,
    action: 'override',
    scope: [verdict],
    reason: 'The model of last month has to be replaced tonight, see incident 31.',
    evidence: [],
    expires: '5d',
    submitter: SUBMITTER,
    files: [],
    confirm: async () => false,
    ...options,
  };
  const { pending } = await decide(asked);
  if (pending === null) throw new Error('expected a decision that waits for signatures');
  return decide({ ...asked, files: await signatureFiles(pending.folder, keys) });
}

/** What the guard leaves in the ledger when it seals decisions that it enforced. */
export async function sealGuard(project: TestProject): Promise<void> {
  const subject = [{ name: 'receipts 0 to 9', digest: { sha256: 'e'.repeat(64) } }];
  await logRun(
    await opened(project),
    {
      kind: 'action.receipts',
      actor: 'bezoar guard',
      subject,
      statement: createTestResult(subject, {
        configuration: [],
        passedTests: ['receipts', 'actions'],
        warnedTests: [],
        failedTests: [],
      }),
      evidence: [],
      detail: { controls: ['actions'], store: 'guard.db', count: 10 },
    },
    project.clock,
  );
}

/** Admits a month and trains on it with a real command that writes a folder of two files. */
export async function trainedModel(project: TestProject, path: string): Promise<AttestTrainDocument> {
  const { location, clock } = project;
  await writeRecords(project, 'data/staff/s.jsonl', crowd('s', 4));
  await admitFiles(project, ['data/staff/s.jsonl'], { out: 'admitted/month' });
  const script = `const fs = require('node:fs'); fs.mkdirSync('${path}', { recursive: true });
    fs.writeFileSync('${path}/config.json', '{"hidden_size":64}'); fs.writeFileSync('${path}/model.bin', 'trained weights');`;
  return attestTrain({
    location,
    clock,
    corpora: ['admitted/month/admitted.jsonl'],
    outputs: [path],
    command: [process.execPath, '-e', script],
    run: async ([program = '', ...args]) => {
      const { status, signal } = spawnSync(program, args, { cwd: project.folder });
      return { code: status, signal };
    },
  });
}
