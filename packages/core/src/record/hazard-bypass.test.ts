import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../testing/any-text.test-support.ts';
import { assistant, refundHazard, result, transcript } from '../testing/transcript.ts';
import { findHazardViolations } from './hazard-check.ts';

const INHERITED = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];

describe('hostile transcripts', () => {
  it.each(INHERITED)('cannot satisfy a field named %s by inheritance', (field) => {
    const hazard = refundHazard({ precondition: { after: ['GetOrder'], where: new Map([[field, true]]) } });
    const turns = (text: string) => transcript(assistant('', 'GetOrder'), result(text), assistant('', 'IssueRefund'));
    expect(findHazardViolations(turns('{}'), [hazard])).toHaveLength(1);
    expect(findHazardViolations(turns('[]'), [hazard])).toHaveLength(1);
    expect(findHazardViolations(turns(`{"${field}":true}`), [hazard])).toEqual([]);
  });

  it.each(INHERITED)('cannot hide an action or fake a tool named %s', (name) => {
    const action = refundHazard({ action: name, claims: [] });
    expect(findHazardViolations(transcript(assistant('', name)), [action])).toHaveLength(1);
    const after = refundHazard({ precondition: { after: [name], where: new Map() } });
    expect(findHazardViolations(transcript(assistant('', 'IssueRefund')), [after])).toHaveLength(1);
    expect(findHazardViolations(transcript(assistant('', name), assistant('', 'IssueRefund')), [after])).toEqual([]);
  });

  it('cannot stop the scan by a result nested deeper than the stack (CWE-674)', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    const turns = (text: string) => transcript(assistant('', 'GetOrder'), result(text), assistant('', 'IssueRefund'));
    expect(findHazardViolations(turns(`{"refundable":${deep}}`), [refundHazard()])[0]).toMatchObject({
      reason: 'result-differs',
      detail: '`GetOrder` returned a list for `refundable`, expected true',
    });
    expect(findHazardViolations(turns('{"refundable":{"a":1}}'), [refundHazard()])[0]?.detail).toContain('an object');
  });

  it('are not accepted on a field that no tool is named for', () => {
    const vacuous = refundHazard({ precondition: { after: [], where: new Map([['refundable', true]]) } });
    expect(findHazardViolations(transcript(assistant('', 'IssueRefund')), [vacuous])[0]?.reason).toBe('result-missing');
  });

  it('keep claim patterns with many stars linear on long text (CWE-1333)', () => {
    const stars = refundHazard({ claims: [`${'a * '.repeat(12)}b`, `${'* '.repeat(30)}b`] });
    expect(findHazardViolations(transcript(assistant('a '.repeat(1_000))), [stars])).toEqual([]);
    expect(findHazardViolations(transcript(assistant(`${'a '.repeat(1_000)}b`)), [stars])).toHaveLength(1);
  });

  it('of thousands of turns are judged turn by turn', () => {
    const turns = Array.from({ length: 4096 }, () => assistant('', 'IssueRefund'));
    expect(findHazardViolations(transcript(...turns), [refundHazard()])).toHaveLength(4096);
  });

  it('made of arbitrary strings never throw, and never excuse an action without its look-up', () => {
    const text = anyText(20);
    fc.assert(
      fc.property(fc.array(text, { maxLength: 6 }), text, (texts, value) => {
        const turns = texts.flatMap((one) => [assistant(one, 'Other'), result(value)]);
        const found = findHazardViolations(transcript(...turns, assistant('', 'IssueRefund')), [refundHazard()]);
        expect(found.at(-1)).toMatchObject({ carrier: 'tool-call', turn: turns.length, reason: 'call-missing' });
      }),
      { seed: 10, numRuns: 100 },
    );
  });
});
