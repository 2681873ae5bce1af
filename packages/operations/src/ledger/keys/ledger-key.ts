import { type KeyObject, randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describeError, UsageError } from '@bezoar/core';
import { createNoteSigner, generateNoteKey, type NoteSigner, parseVerifierKey } from '@bezoar/ledger';
import type { Project, StateFolders } from '../../project/project.ts';
import { PRIVATE_MODE, parsePrivateKey } from './private-key.ts';

/** The key that signs a ledger's checkpoints and statements. */
export interface LedgerKey {
  readonly signer: NoteSigner;
  readonly privateKey: KeyObject;
}

/**
 * The ledger's key; made on first use where the document pins none. Throws `ledger/no-key` where the document pins a key
 * whose private part is not here, and `ledger/key-mismatch` where it is another one.
 */
export async function openLedgerKey(project: Project): Promise<LedgerKey> {
  return openKey(project.state, project.model.title, project.model.keys.ledger, project.shownPath);
}

/** The key of a ledger that no document pins yet; one that lies there already is kept. Throws as `openLedgerKey` does. */
export async function openOrCreateKey(state: StateFolders, title: string): Promise<LedgerKey> {
  return openKey(state, title, undefined, '');
}

async function openKey(
  state: StateFolders,
  title: string,
  pinned: string | undefined,
  shownPath: string,
): Promise<LedgerKey> {
  const pem = await readFile(state.ledgerKey, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new UsageError('ledger/no-key', `cannot read \`${state.ledgerKey}\`: ${describeError(error)}`, {
      cause: error,
    });
  });
  if (pem === undefined) {
    if (pinned !== undefined) {
      throw new UsageError(
        'ledger/no-key',
        `${shownPath} pins the ledger key \`${pinned}\`, and its private key is not at \`${state.ledgerKey}\`; name it in BEZOAR_LEDGER_KEY`,
      );
    }
    return createLedgerKey(state, title);
  }
  const privateKey = parsePrivateKey(pem, state.ledgerKey);
  const text = pinned ?? (await readVerifierKeyFile(state));
  if (text === undefined) {
    throw new UsageError(
      'ledger/no-key',
      `expected the verifier key beside \`${state.ledgerKey}\`, or \`ledger:\` in the document`,
    );
  }
  const signer = createNoteSigner(parseVerifierKey(text).name, privateKey);
  if (signer.verifierKey !== text) {
    throw new UsageError(
      'ledger/key-mismatch',
      `expected the private key of \`${text}\`, got that of \`${signer.verifierKey}\``,
    );
  }
  return { signer, privateKey };
}

/** Makes a key for a new ledger and keeps it. The name is the log's origin: a slug of the title, and chance. */
async function createLedgerKey(state: StateFolders, title: string): Promise<LedgerKey> {
  const privateKey = generateNoteKey();
  const signer = createNoteSigner(`${slugOf(title)}/${randomBytes(4).toString('hex')}`, privateKey);
  await prepareStateFolder(state);
  await mkdir(dirname(state.ledgerKey), { recursive: true, mode: 0o700 });
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' });
  await writeFile(state.ledgerKey, pem, { mode: PRIVATE_MODE, flag: 'wx' });
  await chmod(state.ledgerKey, PRIVATE_MODE);
  await writeFile(verifierKeyFile(state), `${signer.verifierKey}\n`);
  return { signer, privateKey };
}

/** The key that verifies the ledger, and whether the document pins it: a key that lies beside the log proves little. */
export async function ledgerVerifierKey(
  project: Project,
): Promise<{ readonly text: string; readonly isPinned: boolean } | undefined> {
  const pinned = project.model.keys.ledger;
  if (pinned !== undefined) return { text: pinned, isPinned: true };
  const text = await readVerifierKeyFile(project.state);
  return text === undefined ? undefined : { text, isPinned: false };
}

/** Makes `.bezoar/`, with a rule that keeps private keys out of git. */
export async function prepareStateFolder(state: StateFolders): Promise<void> {
  await mkdir(state.root, { recursive: true });
  const ignore = join(state.root, '.gitignore');
  const former = await readFile(ignore, 'utf8').catch(() => undefined);
  // Somebody's own rules are left alone.
  if (former === undefined || former === FIRST_RULES || former === SECOND_RULES) await writeFile(ignore, RULES);
}

/** What version 0.1.0 wrote. */
const FIRST_RULES =
  '# Private keys, locks, and what can be made again.\n/keys/*.pem\n/ledger/lock*\n/start/\n/index/\n';
const SECOND_RULES = `# Private keys, locks, what can be made again, and the side tables, which hold ids of records.
/keys/*.pem
/keys/*.key
/ledger/lock*
/start/
/index/
/staging/
/shards/
`;
const RULES: string = `${SECOND_RULES}/guard.db*
/telemetry.state*
`;

function verifierKeyFile(state: StateFolders): string {
  return state.ledgerKey.replace(/(?:\.pem)?$/, '.vkey');
}

async function readVerifierKeyFile(state: StateFolders): Promise<string | undefined> {
  const text = await readFile(verifierKeyFile(state), 'utf8').catch(() => '');
  return text.trim() || undefined;
}

function slugOf(title: string): string {
  const slug = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
  return `bezoar/${slug || 'project'}`;
}
