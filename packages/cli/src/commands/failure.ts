import { BezoarError, describeError, EXIT_CODES } from '@bezoar/core';
import type { CommandIo } from '../terminal/io.ts';
import { VERSION } from '../version.ts';

/** Runs a command; whatever it throws becomes one message, or one JSON document, and an exit code. */
export async function runCommand(
  io: CommandIo,
  name: string,
  isJson: boolean,
  command: () => Promise<number>,
): Promise<number> {
  try {
    return await command();
  } catch (error) {
    return await reportFailure(io, name, isJson, error);
  }
}

async function reportFailure(io: CommandIo, name: string, isJson: boolean, error: unknown): Promise<number> {
  const { visibleText } = await import('@bezoar/report');
  const isInterrupted = io.signal.aborted;
  const outcome = isInterrupted ? 'interrupted' : 'error';
  const code = isInterrupted ? 'cli/interrupted' : error instanceof BezoarError ? error.code : 'cli/internal';
  const message = isInterrupted ? 'interrupted; no report was written' : describeError(error);
  if (isJson) {
    const document = {
      schema: `bezoar.${name}/v1`,
      tool: { version: VERSION },
      policy: null,
      inputs: [],
      verdict: 'undecided',
      outcome,
      exit: EXIT_CODES[outcome],
      findings: [],
      error: { code, message },
    };
    io.out(`${JSON.stringify(document, undefined, 2)}\n`);
  }
  const shown = message.split('\n').map((line) => visibleText(line));
  io.err(`bezoar ${name}: ${shown.join('\n  ')}\n`);
  if (code === 'cli/internal' && error instanceof Error)
    io.err(`${visibleText(error.stack ?? '', { newline: 'keep' })}\n`);
  return EXIT_CODES[outcome];
}
