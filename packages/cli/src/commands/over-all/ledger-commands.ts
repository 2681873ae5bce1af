import {
  ledgerAnchor,
  ledgerCosign,
  ledgerProve,
  ledgerShow,
  ledgerShowBlocks,
  ledgerVerify,
  ledgerVerifyBlocks,
} from '@bezoar/operations/ledger';
import type { CommandIo } from '../../terminal/io.ts';
import { startProgress } from '../../terminal/progress.ts';
import { locationOf } from '../location.ts';
import { printResult } from '../output/print.ts';

interface LedgerFlags {
  readonly config?: string;
  readonly json: boolean;
}

/** Runs `bezoar ledger verify`. Returns the exit code. */
export async function ledgerVerifyCommand(
  io: CommandIo,
  flags: LedgerFlags & {
    readonly checkpoint: readonly string[];
    readonly ledger?: string;
    readonly verifierKey?: string;
  },
): Promise<number> {
  const progress = startProgress(io, () => performance.now());
  let document: Awaited<ReturnType<typeof ledgerVerify>>;
  try {
    document = await ledgerVerify({
      location: locationOf(io, flags),
      checkpoints: flags.checkpoint,
      signal: io.signal,
      onProgress: (done, total) => progress.update('verifying', done, total),
      ...(flags.ledger === undefined ? {} : { folder: flags.ledger }),
      ...(flags.verifierKey === undefined ? {} : { verifierKey: flags.verifierKey }),
    });
  } finally {
    progress.clear();
  }
  return printResult(io, document, flags.json, () => ledgerVerifyBlocks(document));
}

/** Runs `bezoar ledger show`. Returns the exit code. */
export async function ledgerShowCommand(
  io: CommandIo,
  index: number | undefined,
  flags: LedgerFlags & { readonly last: number; readonly kind?: string },
): Promise<number> {
  const document = await ledgerShow({
    location: locationOf(io, flags),
    last: flags.last,
    ...(index === undefined ? {} : { index }),
    ...(flags.kind === undefined ? {} : { kind: flags.kind }),
  });
  return printResult(io, document, flags.json, () => ledgerShowBlocks(document, index !== undefined));
}

/** Runs `bezoar ledger prove`. Returns the exit code. */
export async function ledgerProveCommand(
  io: CommandIo,
  index: number,
  flags: LedgerFlags & { readonly out?: string },
): Promise<number> {
  const document = await ledgerProve({
    location: locationOf(io, flags),
    index,
    ...(flags.out === undefined ? {} : { out: flags.out }),
  });
  if (flags.json) io.out(`${JSON.stringify(document, undefined, 2)}\n`);
  else if (flags.out === undefined) io.out(document.text);
  else io.err(`proof of entry ${index}: ${flags.out}\n`);
  return document.exit;
}

/** Runs `bezoar ledger anchor`. Returns the exit code. */
export async function ledgerAnchorCommand(io: CommandIo, flags: LedgerFlags): Promise<number> {
  const document = await ledgerAnchor({ location: locationOf(io, flags) });
  return printResult(io, document, flags.json, () => [
    {
      kind: 'text',
      lines: [
        [
          { text: 'anchored  ', style: 'good' },
          { text: `${document.size} entries, commit ${document.commit} on ${document.branch}` },
        ],
      ],
    },
    {
      kind: 'command',
      command: `git push origin ${document.branch}`,
      note: 'so that not only this machine holds it',
    },
  ]);
}

/** Runs `bezoar ledger cosign`. Returns the exit code. */
export async function ledgerCosignCommand(
  io: CommandIo,
  flags: {
    readonly ledger: string;
    readonly verifierKey: string;
    readonly witnessKey: string;
    readonly out: string;
    readonly json: boolean;
  },
): Promise<number> {
  const { ledger: folder, verifierKey, witnessKey: keyFile, out } = flags;
  const document = await ledgerCosign({ folder, verifierKey, keyFile, out });
  const { verdict, size, origin, witness, findings } = document;
  return printResult(io, document, flags.json, () => [
    {
      kind: 'text',
      lines: [
        [
          { text: `${verdict}  `, style: verdict === 'cosigned' ? 'good' : 'bad' },
          { text: `${origin}, ${size} entries${verdict === 'cosigned' ? `: ${out}` : '; nothing was signed'}` },
        ],
        `your key, for \`witnesses:\`: ${witness}`,
      ],
    },
    ...(findings.length === 0 ? [] : [{ kind: 'list' as const, items: findings.map(({ message }) => message) }]),
  ]);
}
