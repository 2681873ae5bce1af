import { changeBlocks, signPolicy } from '@bezoar/operations/policy';
import type { Block } from '@bezoar/report';
import type { CommandIo } from '../../terminal/io.ts';
import { locationOf } from '../location.ts';
import { printResult } from '../output/print.ts';
import { confirmSigning } from '../signing/confirm.ts';
import { pendingBlocks, signedLine } from '../signing/signing-blocks.ts';

/** Flags of `bezoar policy sign`. */
export interface PolicySignFlags {
  readonly key?: string;
  readonly signature: readonly string[];
  readonly reason?: string;
  readonly submitter?: string;
  readonly config?: string;
  readonly json: boolean;
}

/** Runs `bezoar policy sign`. Returns the exit code: 4 while more people must sign. */
export async function policySignCommand(io: CommandIo, flags: PolicySignFlags): Promise<number> {
  const { key, signature, reason, submitter } = flags;
  const document = await signPolicy({
    location: locationOf(io, flags),
    files: signature,
    confirm: (rendered) => confirmSigning(io, flags.json, rendered),
    ...(key === undefined ? {} : { key }),
    ...(reason === undefined ? {} : { reason }),
    ...(submitter === undefined ? {} : { submitter }),
  });
  const { verdict, entry, isFirst, changes, pending } = document;
  return printResult(io, document, flags.json, (): Block[] => [
    {
      kind: 'text',
      lines: [
        [
          { text: `${verdict}  `, style: verdict === 'pending' ? 'warn' : 'good' },
          {
            text:
              verdict === 'unchanged'
                ? 'this version is signed already'
                : `${signedLine(document)}${entry === null ? '' : `; entry ${entry.index}, root ${entry.root}`}`,
          },
        ],
      ],
    },
    ...(isFirst && verdict !== 'unchanged'
      ? [
          {
            kind: 'text' as const,
            tone: 'note' as const,
            lines: ['The first version: signed by whoever it names itself.'],
          },
        ]
      : []),
    ...(isFirst || verdict === 'unchanged' ? [] : changeBlocks(changes)),
    ...pendingBlocks(pending, 'bezoar policy sign'),
  ]);
}
