import { changeBlocks, checkPolicy, compilePolicy, diffPolicy, policySchema } from '@bezoar/operations/policy';
import type { Line } from '@bezoar/report';
import type { CommandIo } from '../../terminal/io.ts';
import { locationOf } from '../location.ts';
import { printResult } from '../output/print.ts';

interface PolicyFlags {
  readonly config?: string;
  readonly json: boolean;
}

/** Runs `bezoar policy check`. Returns the exit code. */
export async function policyCheckCommand(io: CommandIo, file: string | undefined, flags: PolicyFlags): Promise<number> {
  const document = await checkPolicy({ location: locationOf(io, flags), ...(file === undefined ? {} : { file }) });
  const { policy, faults, remarks, verdict, controls } = document;
  const place = ({ line, column, message, suggestion }: (typeof faults)[number]): string =>
    `${policy?.path ?? ''}:${line}:${column}: ${message}${suggestion === undefined ? '' : `, did you mean \`${suggestion}\`?`}`;
  return printResult(io, document, flags.json, () => [
    {
      kind: 'text',
      lines: [
        verdict === 'valid'
          ? [
              { text: 'valid  ', style: 'good' },
              { text: `${controls.length} controls, sha256 ${policy?.digest ?? ''}` },
            ]
          : [
              { text: 'malformed  ', style: 'bad' },
              { text: `${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}` },
            ],
      ],
    },
    ...(faults.length === 0 ? [] : [{ kind: 'text' as const, lines: faults.map(place) }]),
    ...(remarks.length === 0
      ? []
      : [{ kind: 'text' as const, tone: 'note' as const, lines: remarks.map((one): Line => `remark: ${place(one)}`) }]),
  ]);
}

/** Runs `bezoar policy compile`. Returns the exit code. */
export async function policyCompileCommand(
  io: CommandIo,
  flags: PolicyFlags & { readonly out?: string },
): Promise<number> {
  const document = await compilePolicy({
    location: locationOf(io, flags),
    ...(flags.out === undefined ? {} : { out: flags.out }),
  });
  if (flags.json) io.out(`${JSON.stringify(document, undefined, 2)}\n`);
  else if (flags.out === undefined) io.out(`${JSON.stringify(document.compiled, undefined, 2)}\n`);
  else io.err(`compiled policy: ${flags.out} (sha256 of its meaning ${document.compiledSha256})\n`);
  return document.exit;
}

/** Runs `bezoar policy diff`. Returns the exit code. */
export async function policyDiffCommand(
  io: CommandIo,
  before: string | undefined,
  after: string | undefined,
  flags: PolicyFlags,
): Promise<number> {
  const document = await diffPolicy({
    location: locationOf(io, flags),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  });
  const { verdict, changes, signersChanged } = document;
  return printResult(io, document, flags.json, () => [
    {
      kind: 'text',
      lines: [
        [
          { text: `${verdict}  `, style: verdict === 'loosened' ? 'bad' : 'good' },
          { text: `${document.before.path} to ${document.after.path}` },
        ],
      ],
    },
    ...changeBlocks(changes),
    ...(signersChanged ? [{ kind: 'text' as const, lines: ['The signers file differs, which loosens.'] }] : []),
  ]);
}

/** Runs `bezoar policy schema`. Returns the exit code. */
export async function policySchemaCommand(io: CommandIo): Promise<number> {
  io.out(`${JSON.stringify(policySchema(), undefined, 2)}\n`);
  return 0;
}
