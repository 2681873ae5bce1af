import { execFileSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createNoteSigner, DECISION_NAMESPACE, parseVerifierKey } from '@bezoar/ledger';
import { type ProjectLocation, type SignPolicyDocument, type SignPolicyOptions, signPolicy } from '@bezoar/operations';
import { type SoftwareKey, softwareKey } from '../../packages/ledger/src/attest/sshsig/testing/software-key.ts';
import { type DocumentChoices, documentText } from './document.test-support.ts';
import { cleanMonth, jsonLines, trustedMonth } from './months.test-support.ts';

/** Noon of the day on which these tests begin. */
export const NOON: number = Date.UTC(2026, 10, 5, 12);
export const DAY_MS = 86_400_000;
export const REASON = 'The document says what we do since the review of November.';
/** Asks for every change; never signs one. */
export const SUBMITTER = 'dora@larkfield.example';

/** People, and a machine that is named among them. */
export const KEYS: Readonly<Record<'alice' | 'aliceToo' | 'bob' | 'carol' | 'mallory' | 'pipeline', SoftwareKey>> = {
  alice: softwareKey('ssh-ed25519'),
  aliceToo: softwareKey('ssh-ed25519'),
  bob: softwareKey('ecdsa-sha2-nistp256'),
  carol: softwareKey('ssh-ed25519'),
  mallory: softwareKey('ssh-ed25519'),
  pipeline: softwareKey('ssh-ed25519'),
};

/** Lines of an allowed-signers file; `aliceToo` is a second key of alice. */
export function signersFile(names: readonly (keyof typeof KEYS)[]): string {
  return names
    .map(
      (name) => `${name.replace('Too', '')}@larkfield.example namespaces="${DECISION_NAMESPACE}" ${KEYS[name].line}\n`,
    )
    .join('');
}

/** A clock that stands still until it is moved. */
export interface TestClock {
  (): number;
  now: number;
}

/** A project in a folder of its own. */
export interface TestProject {
  readonly folder: string;
  readonly location: ProjectLocation;
  readonly clock: TestClock;
  /** An absolute path inside. */
  at(path: string): string;
  write(path: string, content: string | Uint8Array): Promise<void>;
  read(path: string): Promise<Buffer>;
  /** Writes another document. */
  edit(choices: DocumentChoices): Promise<void>;
  /** Signs the document as it stands: one call that asks, one that brings the signatures. */
  sign(keys: readonly SoftwareKey[], options?: Partial<SignPolicyOptions>): Promise<SignPolicyDocument>;
  git(...args: string[]): string;
}

/** What a test's project is made of. */
export interface ProjectChoices extends DocumentChoices {
  readonly signers?: readonly (keyof typeof KEYS)[];
}

/** A fresh project, with months to scan, for as long as `use` runs; the process stands in its folder meanwhile. */
export async function withProject<T>(choices: ProjectChoices, use: (project: TestProject) => Promise<T>): Promise<T> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'bezoar-project-')));
  const before = process.cwd();
  try {
    const project = projectIn(folder);
    const { signers = ['alice', 'aliceToo', 'bob', 'carol', 'pipeline'] } = choices;
    await project.edit(choices);
    await project.write('keys/allowed_signers', signersFile(signers));
    await project.write('months/trusted.jsonl', jsonLines(trustedMonth()));
    await project.write('months/clean.jsonl', jsonLines(cleanMonth()));
    process.chdir(folder);
    return await use(project);
  } finally {
    process.chdir(before);
    await rm(folder, { recursive: true, force: true });
  }
}

function projectIn(folder: string): TestProject {
  const clock: TestClock = Object.assign((): number => clock.now, { now: NOON });
  const location = { workingDirectory: folder };
  const at = (path: string): string => join(folder, path);
  const write: TestProject['write'] = async (path, content) => {
    await mkdir(dirname(at(path)), { recursive: true });
    await writeFile(at(path), content);
  };
  return {
    folder,
    location,
    clock,
    at,
    write,
    read: (path) => readFile(at(path)),
    edit: (choices) => write('THREATMODEL.md', documentText(choices)),
    sign: (keys, options = {}) => signAsItStands({ location, clock, ...options }, keys),
    git: (...args) => gitIn(folder, args),
  };
}

type OwnOptions = Required<Pick<SignPolicyOptions, 'location' | 'clock'>>;

/** Options of `signPolicy` that sign nothing by themselves. */
export function signOptions(
  { location, clock }: OwnOptions,
  options: Partial<SignPolicyOptions> = {},
): SignPolicyOptions {
  return { location, clock, reason: REASON, submitter: SUBMITTER, files: [], confirm: async () => false, ...options };
}

async function signAsItStands(
  options: OwnOptions & Partial<SignPolicyOptions>,
  keys: readonly SoftwareKey[],
): Promise<SignPolicyDocument> {
  const asked = await signPolicy(signOptions(options, options));
  if (asked.pending === null) return asked;
  const files = await signatureFiles(asked.pending.folder, keys);
  return signPolicy(signOptions(options, { ...options, files }));
}

/** Signs what waits in a folder, as people do on machines of their own. */
export async function signatureFiles(
  pending: string,
  keys: readonly SoftwareKey[],
  { namespace = DECISION_NAMESPACE, bytes }: { readonly namespace?: string; readonly bytes?: Uint8Array } = {},
): Promise<string[]> {
  const statement = bytes ?? (await readFile(join(pending, 'statement.json')));
  const folder = await mkdtemp(join(dirname(dirname(dirname(pending))), 'signatures-'));
  const files: string[] = [];
  for (const [i, key] of keys.entries()) {
    const file = join(folder, `${i}.sig`);
    await writeFile(file, key.sign(statement, namespace));
    files.push(file);
  }
  return files;
}

/** The ledger's own key: what its operator, and whoever broke in there, can sign with. */
export async function ledgerSigner(project: TestProject): Promise<ReturnType<typeof createNoteSigner>> {
  const verifierKey = (await project.read('.bezoar/keys/ledger.vkey')).toString('utf8').trim();
  const privateKey = createPrivateKey(await project.read('.bezoar/keys/ledger.pem'));
  return createNoteSigner(parseVerifierKey(verifierKey).name, privateKey);
}

/** Where the evidence store of a project keeps a document. */
export function evidencePath(digest: string): string {
  return `.bezoar/cas/sha256/${digest.slice(0, 2)}/${digest}`;
}

/** Runs git with an identity of its own, whatever this machine is configured to. */
export function gitIn(folder: string, args: readonly string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@larkfield.example', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...identity, ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** What an asynchronous call throws. */
export async function errorOf(promise: Promise<unknown>): Promise<Error & { readonly code: string }> {
  try {
    await promise;
  } catch (error) {
    return error as Error & { readonly code: string };
  }
  throw new Error('expected an error, got none');
}
