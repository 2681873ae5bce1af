import { PROFILES, type Profile, UsageError } from '@bezoar/core';
import { type InitAnswers, init } from '@bezoar/operations';
import type { CommandIo } from '../../terminal/io.ts';
import { printResult } from '../output/print.ts';

/** Flags of `bezoar init`. */
export interface InitFlags {
  readonly profile?: Profile;
  readonly title?: string;
  readonly source?: string;
  readonly trusted: readonly string[];
  readonly action?: string;
  readonly after?: string;
  readonly signers?: string;
  readonly signatures?: number;
  readonly json: boolean;
}

/** Runs `bezoar init`: asks on a terminal, silent with `--profile`. Returns the exit code. */
export async function initCommand(io: CommandIo, flags: InitFlags): Promise<number> {
  const answers = flags.profile === undefined ? await askAnswers(io, flags) : { ...flags, profile: flags.profile };
  const document = await init({ location: io.location, answers });
  return printResult(io, document, flags.json, () => [
    {
      kind: 'text',
      lines: [
        [
          { text: 'written  ', style: 'good' },
          { text: `${document.policy?.path ?? ''}, profile ${document.profile}, ${document.controls.length} controls` },
        ],
        `ledger key: ${document.verifierKey} (private part in .bezoar/keys, not for git)`,
      ],
    },
    { kind: 'heading', level: 2, text: 'Next' },
    { kind: 'command', command: 'bezoar policy check', note: 'after every change that you make by hand' },
    { kind: 'command', command: 'bezoar status', note: 'what is enforced, and what is not yet' },
    {
      kind: 'command',
      command: 'bezoar policy sign --key ~/.ssh/id_ed25519 --reason "…"',
      note: 'once the signers file names who may',
    },
  ]);
}

const PROFILE_QUESTIONS: Readonly<Record<Profile, string>> = {
  'fine-tuner': "you fine-tune on your users' content",
  'open-weights': 'you run open-weight models that others published',
  'api-consumer': "you use a provider's model through its API",
  agent: 'your model calls tools that move money, data or permissions',
};

async function askAnswers(io: CommandIo, flags: InitFlags): Promise<InitAnswers> {
  if (!io.isInteractive || flags.json) {
    throw new UsageError('init/no-profile', `name a profile: \`--profile ${PROFILES.join('|')}\``);
  }
  io.out(`${PROFILES.map((profile, i) => `  ${i + 1}  ${profile}: ${PROFILE_QUESTIONS[profile]}`).join('\n')}\n`);
  const profile = await askProfile(io);
  const answer = async (given: string | undefined, question: string): Promise<string | undefined> =>
    given ?? ((await io.ask(`${question} (empty: none) `)) || undefined);
  const title = flags.title ?? ((await io.ask('What is protected? (empty: the name of this folder) ')) || undefined);
  const trains = profile === 'fine-tuner';
  const source = trains
    ? await answer(flags.source, 'Where do exported training records lie? A path or glob')
    : flags.source;
  const earlier =
    trains && flags.trusted.length === 0
      ? await answer(undefined, 'An earlier corpus that you believe clean?')
      : undefined;
  const action = await answer(flags.action, 'A tool that moves money, data or permissions?');
  const after =
    action === undefined ? undefined : await answer(flags.after, `Which tool must be called before \`${action}\`?`);
  const signers = await answer(flags.signers, 'An OpenSSH allowed-signers file that names who may sign changes?');
  return {
    profile,
    trusted: earlier === undefined ? flags.trusted : [earlier],
    ...(title === undefined ? {} : { title }),
    ...(source === undefined ? {} : { source }),
    ...(action === undefined ? {} : { action }),
    ...(after === undefined ? {} : { after }),
    ...(signers === undefined ? {} : { signers }),
    ...(flags.signatures === undefined ? {} : { signatures: flags.signatures }),
  };
}

/** Asks until the answer is a profile or its number. */
async function askProfile(io: CommandIo): Promise<Profile> {
  for (;;) {
    io.signal.throwIfAborted();
    const text = await io.ask(`Which one are you? [1-${PROFILES.length}] `);
    const profile = PROFILES.find((one, i) => one === text || String(i + 1) === text);
    if (profile !== undefined) return profile;
  }
}
