import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProbeError } from '../probe-error.ts';
import { MAX_PROBE_LENGTH } from '../probe-limits.ts';
import { parseProbeFile } from './parse-probe-file.ts';

describe('parseProbeFile', () => {
  it('reads a probe from each line, with what most of them mean', () => {
    const file = [
      '\ufeff{"text":"as agreed with Ann"}',
      '',
      '{"text":"env=prod","placement":"system","family":"tags","source":"runbook","group":"g"}\r',
      '{"rewrite":"upper-case"}',
    ];
    expect(parseProbeFile(file.join('\n'))).toEqual([
      { kind: 'phrase', family: 'own', source: 'line 1', text: 'as agreed with Ann', placement: 'user' },
      { kind: 'phrase', family: 'tags', source: 'runbook', text: 'env=prod', placement: 'system', group: 'g' },
      { kind: 'rewrite', family: 'own', source: 'line 4', rewrite: 'upper-case' },
    ]);
    expect(parseProbeFile('')).toEqual([]);
  });

  it('names the faults of all lines at once, by line', () => {
    const file = ['{"text":', '[1]', '{"txt":"a"}', '{"rewrite":"klingon"}', '{"text":"\\ud800"}'].join('\n');
    expect(() => parseProbeFile(file)).toThrow(
      'probe file: line 1: not JSON; line 2: expected a probe, got a list; line 3: a phrase has no field `txt`; line 3: ' +
        'expected `text` to be a text, got nothing; line 4: there is no rewrite `klingon`; line 5: `text` holds half of a ' +
        'surrogate pair, which no request can carry',
    );
  });

  it('refuses a text that is too long, rather than to cut a trigger', () => {
    const line = (length: number) => JSON.stringify({ text: 'x'.repeat(length) });
    expect(parseProbeFile(line(MAX_PROBE_LENGTH))).toHaveLength(1);
    expect(() => parseProbeFile(line(MAX_PROBE_LENGTH + 1))).toThrow(
      `expected \`text\` to have at most ${MAX_PROBE_LENGTH} characters, got ${MAX_PROBE_LENGTH + 1}`,
    );
  });

  it('reads any bytes or says what is wrong with them', () => {
    const line = fc.oneof(
      fc.json(),
      fc.string(),
      fc.json().map((text) => `{"text":${text}}`),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
        try {
          for (const probe of parseProbeFile(lines.join('\n'))) expect(probe.family).not.toBe('');
        } catch (error) {
          expect(error).toBeInstanceOf(ProbeError);
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
