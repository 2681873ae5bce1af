import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { type Clock, describeError, systemClock, UsageError } from '@bezoar/core';
import {
  type Cosigner,
  createCosigner,
  formatNote,
  generateNoteKey,
  parseNote,
  parseVerifierKey,
  verifyLedger,
} from '@bezoar/ledger';
import { type CommandDocument, startDocument } from '../document/command-document.ts';
import { writeAtomically } from '../report-files/write-atomically.ts';
import { PRIVATE_MODE, parsePrivateKey } from './keys/private-key.ts';
import { problemFindings } from './verification/problem-findings.ts';

/** Options of `ledgerCosign`. */
export interface LedgerCosignOptions {
  /** A copy of the ledger, on the witness's own machine. */
  readonly folder: string;
  /** The log's verifier key, from where the log's owner cannot replace it. */
  readonly verifierKey: string;
  /** The witness's private key; made where there is none. */
  readonly keyFile: string;
  /** The co-signed checkpoint. What lies there already is what the witness signed last: the log must extend it. */
  readonly out: string;
  readonly clock?: Clock;
}

/** The document of `bezoar ledger cosign --json`. */
export interface LedgerCosignDocument extends CommandDocument {
  readonly verdict: 'cosigned' | 'refused';
  readonly origin: string;
  readonly size: number;
  readonly root: string;
  /** What goes under `witnesses:` in the document. */
  readonly witness: string;
}

/**
 * Co-signs a log as its witness (C2SP tlog-cosignature): only after the whole copy was verified, and only if it extends
 * what this witness signed before. Anything wrong is adverse, and nothing is signed. Throws `ledger/no-key`.
 */
export async function ledgerCosign(options: LedgerCosignOptions): Promise<LedgerCosignDocument> {
  const { folder, verifierKey, out } = options;
  const clock = options.clock ?? systemClock;
  const finish = startDocument(clock);
  parseVerifierKey(verifierKey);
  const cosigner = await openWitnessKey(options.keyFile);
  const former = await readFile(out, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new UsageError('ledger/no-checkpoint', `cannot read \`${out}\`: ${describeError(error)}`, { cause: error });
  });
  const verification = await verifyLedger(folder, {
    verifierKey,
    keptCheckpoints: former === undefined ? [] : [former],
  });
  const { origin, size, rootHex, problems, checkpoint } = verification;
  const isRefused = problems.length > 0;
  if (!isRefused) {
    const { text, signatures } = parseNote(checkpoint);
    const own = cosigner.cosign(text, Math.floor(clock() / 1000));
    await writeAtomically(out, formatNote({ text, signatures: [...signatures, own] }));
  }
  return {
    ...finish({
      command: 'ledger-cosign',
      policy: null,
      verdict: isRefused ? 'refused' : 'cosigned',
      outcome: isRefused ? 'adverse' : 'ok',
      findings: problemFindings(problems),
      read: size,
    }),
    origin,
    size,
    root: rootHex,
    witness: cosigner.verifierKey,
  };
}

/** The witness's key; its name lies beside it. Made where there is none. */
async function openWitnessKey(keyFile: string): Promise<Cosigner> {
  const nameFile = `${keyFile}.name`;
  const pem = await readFile(keyFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new UsageError('ledger/no-key', `cannot read \`${keyFile}\`: ${describeError(error)}`, { cause: error });
  });
  if (pem !== undefined) {
    const name = (await readFile(nameFile, 'utf8').catch(() => '')).trim();
    if (name === '') throw new UsageError('ledger/no-key', `expected the witness's name in \`${nameFile}\``);
    return createCosigner(name, parsePrivateKey(pem, keyFile));
  }
  const privateKey = generateNoteKey();
  const name = `bezoar-witness/${randomBytes(4).toString('hex')}`;
  await writeFile(keyFile, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: PRIVATE_MODE, flag: 'wx' });
  await writeFile(nameFile, `${name}\n`);
  return createCosigner(name, privateKey);
}
