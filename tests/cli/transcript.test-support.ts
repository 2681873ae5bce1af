import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Run, runBezoar } from './command-line.test-support.ts';

/**
 * A transcript is a text file. `#` begins a comment; `$ bezoar …` runs the local command line in the sample folder
 * (quotes as in a shell, `NAME=value` before it, `< FILE` after it); the lines that follow say what must be true:
 *
 * - `exit N`
 * - `out TEXT`, `err TEXT`: stdout or stderr holds the text; `…` stands for anything, and white space is white space
 * - `out! TEXT`, `err! TEXT`: it does not
 * - `out=`, `err=`: it is empty; `\\e` stands for the escape character
 * - `file NAME TEXT`, `file! NAME`: the file exists and holds the text; there is no such file
 */
export interface TranscriptStep {
  readonly line: number;
  readonly command: string;
  readonly expectations: readonly { readonly line: number; readonly text: string }[];
}

/** Reads a transcript. Throws where a line is neither a command nor an expectation. */
export function parseTranscript(text: string): TranscriptStep[] {
  const steps: { line: number; command: string; expectations: { line: number; text: string }[] }[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = index + 1;
    const content = raw.trim();
    if (content === '' || content.startsWith('#')) continue;
    if (content.startsWith('$ ')) steps.push({ line, command: content.slice(2), expectations: [] });
    else if (/^(?:exit \d+|(?:out|err)(?:!? .+|=)|file! \S+|file \S+.*)$/.test(content) && steps.length > 0)
      steps.at(-1)!.expectations.push({ line, text: content });
    else throw new Error(`line ${line} is neither a command nor an expectation: ${content}`);
  }
  for (const { line, expectations } of steps) {
    if (!expectations.some(({ text: expected }) => expected.startsWith('exit ')))
      throw new Error(`the command of line ${line} expects no exit code`);
  }
  return steps;
}

/** Plays a transcript in a folder and returns what was not as expected. */
export async function playTranscript(text: string, folder: string): Promise<string[]> {
  const faults: string[] = [];
  for (const { line, command, expectations } of parseTranscript(text)) {
    const { args, env, stdin } = parseCommand(command);
    const run = await runBezoar(args, { cwd: folder, env, ...(stdin === undefined ? {} : { stdin }) });
    let isRight = true;
    for (const expected of expectations) {
      const fault = await faultOf(expected.text, run, folder);
      if (fault === undefined) continue;
      isRight = false;
      faults.push(`line ${expected.line}: expected ${expected.text}: ${fault}`);
    }
    if (!isRight) faults.push(`line ${line}: $ ${command}\n${run.stdout.slice(0, 3000)}\n${run.stderr.slice(0, 2000)}`);
  }
  return faults;
}

/** Splits a command as a shell would, as far as transcripts and the README need it. */
export function parseCommand(command: string): {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly stdin?: string;
} {
  const words = Array.from(
    command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g),
    (match) => match[1] ?? match[2] ?? match[3]!,
  );
  const env: Record<string, string> = {};
  while (/^[A-Z_]+=/.test(words[0] ?? '')) {
    const [name, value] = words.shift()!.split('=');
    env[name!] = value!;
  }
  if (words[0] === 'npx') words.shift();
  if (words.shift() !== 'bezoar') throw new Error(`not a command of bezoar: ${command}`);
  const at = words.indexOf('<');
  return at < 0 ? { args: words, env } : { args: words.slice(0, at), env, stdin: words[at + 1]! };
}

async function faultOf(expected: string, run: Run, folder: string): Promise<string | undefined> {
  if (expected.startsWith('exit ')) return String(run.exit) === expected.slice(5) ? undefined : `got ${run.exit}`;
  const [kind, name] = expected.split(' ', 2) as [string, string];
  if (kind.startsWith('file')) {
    const path = join(folder, name);
    const exists = await access(path).then(
      () => true,
      () => false,
    );
    if (kind === 'file!') return exists ? 'the file exists' : undefined;
    if (!exists) return 'there is no such file';
    return holds(await readFile(path, 'utf8'), expected.slice(`file ${name}`.length))
      ? undefined
      : 'the text is not in it';
  }
  const text = kind.startsWith('out') ? run.stdout : run.stderr;
  if (kind.endsWith('=')) return text === '' ? undefined : `got ${text.slice(0, 200)}`;
  const isThere = holds(text, expected.slice(kind.length));
  if (kind.endsWith('!')) return isThere ? 'it is there' : undefined;
  return isThere ? undefined : 'it is not there';
}

/** Whether the parts between `…` stand in the text in this order, white space counting as one space. */
function holds(text: string, pattern: string): boolean {
  const plain = text.replace(/\s+/g, ' ');
  let at = 0;
  for (const part of pattern.split('…')) {
    const wanted = part.trim().replace(/\s+/g, ' ').replaceAll('\\e', '\u001b');
    const found = plain.indexOf(wanted, at);
    if (found < 0) return false;
    at = found + wanted.length;
  }
  return true;
}
