import type { ChatModel } from '../../model/chat-model.ts';
import { ModelError } from '../../model/model-error.ts';
import { DEFAULT_TIMEOUT_MS } from '../http/http-limits.ts';
import { checkChatReply, checkCompletionReply } from '../reading/check-reply.ts';
import { type Sleep, systemSleep } from '../waiting/sleep.ts';
import { within } from '../waiting/within.ts';
import type { CommandQuestion } from './command-protocol.ts';
import { type CommandSession, openCommandSession } from './command-session.ts';

/** A shell command as a model. */
export interface CommandModelOptions {
  /** Runs in the shell, with the environment of this process. Printed and recorded: keys belong in the environment. */
  readonly command: string;
  /** For a question, milliseconds; default `DEFAULT_TIMEOUT_MS`. The first one includes the start of the command. */
  readonly timeoutMs?: number;
  /** How long the command may take to end after its input ended, milliseconds; default `DEFAULT_CLOSE_MS`. */
  readonly closeMs?: number;
  readonly sleep?: Sleep;
}

/** Milliseconds in which a command may put its things in order when nothing more is asked. */
export const DEFAULT_CLOSE_MS = 2_000;

/**
 * A model behind a command that reads questions and writes replies, one JSON document a line (`CommandQuestion`,
 * `CommandReply`). It is started once, with the first question. Output that is no reply to an open question is the end of
 * it: whose reply it was meant to be, nobody can tell. `close` ends the command and what it started.
 */
export function commandModel(options: CommandModelOptions): ChatModel {
  const { command, timeoutMs = DEFAULT_TIMEOUT_MS, closeMs = DEFAULT_CLOSE_MS, sleep = systemSleep } = options;
  let session: CommandSession | undefined;
  let isClosed = false;

  const ask = <T>(
    question: DistributiveOmit<CommandQuestion, 'id'>,
    check: (value: unknown) => T,
    signal: AbortSignal | undefined,
  ): Promise<T> =>
    within({ ms: timeoutMs, sleep, signal, what: 'no answer' }, async (given) => {
      if (isClosed) throw new ModelError('evaluate/model-unreachable', 'the command was closed');
      session ??= openCommandSession(command);
      return check(await session.ask(question, given));
    });

  return {
    name: `command:${command}`,
    identity: { kind: 'command', command },
    capabilities: { tools: true, logprobs: true, seed: true, completions: true },
    chat: (request, signal) => ask({ kind: 'chat', ...request }, checkChatReply, signal),
    complete: (request, signal) => ask({ kind: 'completion', ...request }, checkCompletionReply, signal),
    close: async () => {
      isClosed = true;
      await session?.close((signal) => sleep(closeMs, signal));
    },
  };
}

type DistributiveOmit<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never;
