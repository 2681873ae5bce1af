import { decide } from '@bezoar/operations';
import type { Block } from '@bezoar/report';
import type { CommandIo } from '../../terminal/io.ts';
import { locationOf } from '../location.ts';
import { printResult } from '../output/print.ts';
import { confirmSigning } from './confirm.ts';
import { pendingBlocks, signedLine } from './signing-blocks.ts';

/** Flags of `bezoar decide`. */
export interface DecideFlags {
  readonly from?: string;
  readonly to?: string;
  readonly reason?: string;
  readonly evidence: readonly string[];
  readonly expires: string;
  readonly submitter?: string;
  readonly key?: string;
  readonly signature: readonly string[];
  readonly config?: string;
  readonly json: boolean;
}

/** Runs `bezoar decide`. Returns the exit code: 4 while more people must sign. */
export async function decideCommand(
  io: CommandIo,
  action: string,
  scope: readonly string[],
  flags: DecideFlags,
): Promise<number> {
  const { key, signature, evidence, expires, from, to, reason, submitter } = flags;
  const document = await decide({
    location: locationOf(io, flags),
    action,
    scope,
    evidence,
    expires,
    files: signature,
    confirm: (rendered) => confirmSigning(io, flags.json, rendered),
    ...(key === undefined ? {} : { key }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(reason === undefined ? {} : { reason }),
    ...(submitter === undefined ? {} : { submitter }),
  });
  const { verdict, entry, pending } = document;
  const { sha256, records } = document.scope;
  const matter =
    document.action === 'override' ? `of the verdict on sha256 ${sha256}` : `over ${records} records, sha256 ${sha256}`;
  return printResult(io, document, flags.json, (): Block[] => [
    {
      kind: 'text',
      lines: [
        [
          { text: `${verdict}  `, style: verdict === 'made' ? 'good' : 'warn' },
          { text: `${document.action} ${matter}; ${signedLine(document)}` },
        ],
        ...(entry === null ? [] : [`entry ${entry.index}, root ${entry.root}`]),
      ],
    },
    ...pendingBlocks(pending, `bezoar decide ${document.action} …`),
  ]);
}
