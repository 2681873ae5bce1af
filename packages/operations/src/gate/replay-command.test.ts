import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GateCommandOptions } from './gate-options.ts';
import { replayCommand } from './replay-command.ts';

const OPTIONS: GateCommandOptions = {
  location: { workingDirectory: '.' },
  candidate: 'tiny:models/candidate',
  references: ['tiny:models/base'],
  probes: [],
  quality: [],
  concurrency: 4,
};

/** The words that a shell reads each line of a script as. */
function shellWords(commands: readonly string[]): string[][] {
  const script = commands.map((command) => `printf '%s\\0' ${command}; printf '\\0'`).join('\n');
  const out = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
  return out
    .slice(0, -2)
    .split('\0\0')
    .map((words) => words.split('\0'));
}

describe('the command that asks again', () => {
  it('names everything that decides what is asked, and nothing else', () => {
    expect(replayCommand(OPTIONS, '5f')).toBe(
      'bezoar gate --candidate tiny:models/candidate --reference tiny:models/base --seed 5f',
    );
    const all = {
      ...OPTIONS,
      candidate: 'openai:http://127.0.0.1:8080/v1#tiny one',
      references: ['tiny:a', "command:./ask 'x'"],
      scan: 'scan.json',
      hazards: 'hazards.yaml',
      budget: 'deep',
      artifact: 'model.gguf',
      probes: ['a.jsonl', 'b.jsonl'],
    } as const;
    expect(replayCommand(all, '5f')).toBe(
      "bezoar gate --candidate 'openai:http://127.0.0.1:8080/v1#tiny one' --reference tiny:a --reference 'command:./ask '\\''x'\\''' --scan scan.json --hazards hazards.yaml --budget deep --artifact model.gguf --probes a.jsonl --probes b.jsonl --seed 5f",
    );
  });

  it('is read by a shell as exactly these words, whatever is in them', () => {
    const mark = fc.constantFrom(
      "'",
      '"',
      '$',
      '`',
      '\\',
      ' ',
      '\n',
      '*',
      '~',
      '!',
      ';',
      '&',
      '|',
      '#',
      '(',
      '=',
      '-',
      'é',
    );
    const word = fc
      .array(fc.oneof(mark, fc.string({ maxLength: 4, unit: 'grapheme' })), { minLength: 1, maxLength: 8 })
      .map((parts) => parts.join('').replaceAll('\0', ''))
      .filter((text) => text !== '');
    const samples = fc.sample(fc.tuple(word, fc.array(word, { maxLength: 2 }), word, word), { seed: 1, numRuns: 300 });
    const commands = samples.map(([candidate, references, scan, seed]) =>
      replayCommand({ ...OPTIONS, candidate, references, scan }, seed),
    );
    const expected = samples.map(([candidate, references, scan, seed]) => [
      ...['bezoar', 'gate', '--candidate', candidate],
      ...references.flatMap((one) => ['--reference', one]),
      ...['--scan', scan, '--seed', seed],
    ]);
    expect(shellWords(commands)).toEqual(expected);
  });
});
