import { BezoarError, describeError, EXIT_CODES, systemClock } from '@bezoar/core';
import type { CommandIo } from '../terminal/io.ts';
import { VERSION } from '../version.ts';

/** Runs a command; whatever it throws becomes one message, or one JSON document, and an exit code. */
export async function runCommand(
  io: CommandIo,
  name: string,
  isJson: boolean,
  command: () => Promise<number>,
): Promise<number> {
  const startedAt = systemClock();
  try {
    return await command();
  } catch (error) {
    return await reportFailure(io, name, isJson, error, startedAt);
  }
}

async function reportFailure(
  io: CommandIo,
  name: string,
  isJson: boolean,
  error: unknown,
  startedAt: number,
): Promise<number> {
  const { visibleText } = await import('@bezoar/report');
  const isInterrupted = io.signal.aborted;
  const outcome = isInterrupted ? 'interrupted' : 'error';
  const code = isInterrupted ? 'cli/interrupted' : error instanceof BezoarError ? error.code : 'cli/internal';
  const message = isInterrupted ? 'interrupted; no report was written' : describeError(error);
  if (isJson) {
    const document = failureDocument(name, outcome, { code, message }, startedAt);
    io.out(`${JSON.stringify(document, undefined, 2)}\n`);
  }
  const shown = message.split('\n').map((line) => visibleText(line));
  io.err(`bezoar ${name.replace(/^(policy|ledger|attest|guard)-/, '$1 ')}: ${shown.join('\n  ')}\n`);
  if (code === 'cli/internal' && error instanceof Error)
    io.err(`${visibleText(error.stack ?? '', { newline: 'keep' })}\n`);
  return EXIT_CODES[outcome];
}

/** The document of a command that could not do its job: every field that any document has, and nothing that was found. */
export function failureDocument(
  name: string,
  outcome: 'error' | 'interrupted',
  error: { readonly code: string; readonly message: string },
  startedAt: number,
): Readonly<Record<string, unknown>> {
  return {
    schema: `bezoar.${name}/v1`,
    tool: { version: VERSION },
    policy: null,
    inputs: [],
    verdict: 'undecided',
    outcome,
    exit: EXIT_CODES[outcome],
    findings: [],
    coverage: { read: 0, unreadable: [] },
    timing: { startedAt: new Date(startedAt).toISOString(), totalMs: systemClock() - startedAt },
    error,
  };
}
