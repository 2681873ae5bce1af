import { ModelError } from '../../model/model-error.ts';
import { malformed } from '../reading/malformed.ts';
import type { Fields } from '../reading/read-fields.ts';
import { shownText } from '../reading/shown-text.ts';
import { MAX_COMMAND_LINE_BYTES } from './command-protocol.ts';
import { parseCommandLine, throwReportedError } from './parse-command-line.ts';
import { startShellProcess } from './shell-process.ts';
import { createLineSplitter } from './split-lines.ts';

/** A command that runs and is asked. */
export interface CommandSession {
  /** The reply to a question. Throws a `ModelError`; when the signal aborts, a reply that still comes is dropped. */
  ask(question: object, signal: AbortSignal): Promise<Fields>;
  /** Ends the input, and the command and what it started at the latest when `patience` resolves. */
  close(patience: (signal: AbortSignal) => Promise<void>): Promise<void>;
}

interface OpenQuestion {
  readonly resolve: (reply: Fields) => void;
  readonly reject: (error: unknown) => void;
}

/** Starts a command and keeps track of what it was asked. */
export function openCommandSession(command: string): CommandSession {
  /** Undefined: given up, so that a late reply is not taken for an unknown one. */
  const open = new Map<string, OpenQuestion | undefined>();
  let asked = 0;
  let failure: ModelError | undefined;

  const fail = (error: ModelError): void => {
    if (failure !== undefined) return;
    failure = error;
    for (const question of open.values()) question?.reject(error);
    open.clear();
  };
  const split = createLineSplitter(
    MAX_COMMAND_LINE_BYTES,
    () => new ModelError('evaluate/model-too-large', `expected lines of at most ${MAX_COMMAND_LINE_BYTES} bytes`),
  );
  const takeLine = (line: Uint8Array): void => {
    const { id, reply } = parseCommandLine(line);
    if (!open.has(id)) throw malformed(`expected a reply to an open question, got one to \`${shownText(id, 40)}\``);
    const question = open.get(id);
    open.delete(id);
    try {
      throwReportedError(reply);
      question?.resolve(reply);
    } catch (error) {
      question?.reject(error);
    }
  };
  const child = startShellProcess(command, (chunk) => {
    if (failure !== undefined) return;
    try {
      for (const line of split(chunk)) takeLine(line);
    } catch (error) {
      fail(error as ModelError);
      child.kill();
    }
  });
  const ended = child.ended.then((why) => {
    fail(new ModelError('evaluate/model-unreachable', `the command is gone, ${why}${child.diagnostics()}`));
  });

  return {
    ask: (question, signal) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) throw failure;
        const id = String(++asked);
        open.set(id, { resolve, reject });
        signal.addEventListener('abort', () => {
          if (open.has(id)) open.set(id, undefined);
        });
        child.write(`${JSON.stringify({ id, ...question })}\n`);
      }),
    close: async (patience) => {
      const stop = new AbortController();
      child.endInput();
      await Promise.race([ended, patience(stop.signal).catch(() => undefined)]);
      stop.abort();
      child.kill();
      await ended;
    },
  };
}
