import { describe, expect, it } from 'vitest';
import { withSamples } from './sample-files.test-support.ts';
import { parseTranscript, playTranscript } from './transcript.test-support.ts';
import { transcriptNames, transcriptText } from './transcript-files.test-support.ts';

describe('the command line', () => {
  it.concurrent.each(transcriptNames('fast'))('behaves as in %s', async (name) => {
    const faults = await withSamples((folder) => playTranscript(transcriptText(name), folder));
    expect(faults.join('\n')).toBe('');
  });

  it('would fail a transcript that expects something else', async () => {
    const text = '$ bezoar scan nope.jsonl\nexit 0\nout clean\nerr! exist\nfile few.jsonl nowhere\nfile! few.jsonl';
    const faults = await withSamples((folder) => playTranscript(text, folder));
    expect(faults.filter((fault) => fault.includes(': expected '))).toHaveLength(5);
  });
});

describe('a transcript', () => {
  it.each([
    ['a line that is neither', '$ bezoar\nexit 0\nwhatever'],
    ['a command without an exit code', '$ bezoar scan a\nout b'],
    ['an expectation before any command', 'exit 0'],
  ])('is refused for %s', (_, text) => {
    expect(() => parseTranscript(text)).toThrow();
  });
});
