import { describe, expect, it } from 'vitest';
import { withSamples } from './sample-files.test-support.ts';
import { playTranscript } from './transcript.test-support.ts';
import { transcriptNames, transcriptText } from './transcript-files.test-support.ts';

describe('the command line, at length', () => {
  it.each(transcriptNames('slow'))('behaves as in %s', async (name) => {
    const faults = await withSamples((folder) => playTranscript(transcriptText(name), folder));
    expect(faults.join('\n')).toBe('');
  });
});
