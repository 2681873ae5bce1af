import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseModelName } from './parse-model-name.ts';

describe('the name of a model', () => {
  it.each([
    ['openai:http://127.0.0.1:8080/v1#tiny', { kind: 'openai', url: 'http://127.0.0.1:8080/v1', model: 'tiny' }],
    ['openai:https://a.example/v1/#org/m:7b#x', { kind: 'openai', url: 'https://a.example/v1', model: 'org/m:7b#x' }],
    ['openai:http://[::1]:1#m', { kind: 'openai', url: 'http://[::1]:1/', model: 'm' }],
    ['command:python3 serve.py --x "a b"', { kind: 'command', command: 'python3 serve.py --x "a b"' }],
    ['tiny:./models/a#b', { kind: 'tiny', folder: './models/a#b' }],
    ['tiny:C:\\models', { kind: 'tiny', folder: 'C:\\models' }],
  ])('%s says where it is', (text, expected) => {
    expect(parseModelName(text)).toEqual(expected);
  });

  it.each([
    ['', 'named `openai:'],
    ['gpt-4', 'named `openai:'],
    ['OPENAI:http://a.example#m', 'named `openai:'],
    ['ollama:llama3', 'named `openai:'],
    ['openai:http://a.example/v1', 'the name of a model'],
    ['openai:http://a.example/v1#', 'the name of a model'],
    ['openai:a.example#m', 'cannot be used'],
    ['openai:#m', 'cannot be used'],
    ['openai:ftp://a.example#m', 'is not http or https'],
    ['openai:https://user:hunter2@a.example/v1#m', 'the address holds credentials'],
    ['openai:https://a.example/v1?key=hunter2#m', 'without a query'],
    ['command:', 'a command after'],
    ['command:   ', 'a command after'],
    ['tiny:', 'a folder after'],
  ])('%j is refused in words, without what it may hold', (text, expected) => {
    let message = '';
    try {
      parseModelName(text);
    } catch (error) {
      expect(error).toMatchObject({ name: 'UsageError', code: 'evaluate/model-name' });
      message = (error as Error).message;
    }
    expect(message).toContain(expected);
    expect(message).not.toContain('hunter2');
  });

  it('is read, or refused with a usage error, whatever it is', () => {
    const name = fc.tuple(fc.constantFrom('openai:', 'command:', 'tiny:', 'openai:http://', ''), fc.string());
    fc.assert(
      fc.property(name, ([kind, rest]) => {
        try {
          expect(['openai', 'command', 'tiny']).toContain(parseModelName(kind + rest).kind);
        } catch (error) {
          expect(error).toMatchObject({ code: 'evaluate/model-name' });
        }
      }),
      { seed: 6, numRuns: 500 },
    );
  });
});
