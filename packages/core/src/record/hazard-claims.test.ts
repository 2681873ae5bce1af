import { describe, expect, it } from 'vitest';
import { assistant, refundHazard, result, transcript, user } from '../testing/transcript.ts';
import { CLAIM_WILDCARD_WORDS, findHazardViolations } from './hazard-check.ts';

function claimsAction(text: string, ...claims: string[]): boolean {
  return findHazardViolations(transcript(user('hello'), assistant(text)), [refundHazard({ claims })]).length > 0;
}

describe('a claim', () => {
  it('is found without any call, whatever its case, punctuation and disguise', () => {
    for (const text of [
      'I have issued a refund.',
      'I HAVE ISSUED A REFUND',
      'issued... a "refund"!',
      'issued a ref\u200bund',
      '\u0456ssu\u0435d \uff41 refund',
    ]) {
      expect(claimsAction(text, 'issued a refund')).toBe(true);
    }
  });

  it('is not found where its words are absent, apart or in another order', () => {
    for (const text of ['', 'a refund is issued after inspection', 'issued yesterday, a refund', 'reissued a refund']) {
      expect(claimsAction(text, 'issued a refund')).toBe(false);
    }
  });

  it('bridges at most the stated number of words by a star', () => {
    const claim = 'issued * refund';
    for (let gap = 0; gap <= CLAIM_WILDCARD_WORDS + 3; gap++) {
      const text = `issued ${'very '.repeat(gap)}refund`;
      expect(claimsAction(text, claim)).toBe(gap <= CLAIM_WILDCARD_WORDS);
    }
  });

  it('may begin or end with a star, and hold amounts', () => {
    expect(claimsAction('refunded', '* refunded *')).toBe(true);
    expect(claimsAction('I refunded $1,250.00 to your card', 'refunded * to your card')).toBe(true);
    expect(claimsAction('I moved 50 dollars', 'moved 20 dollars')).toBe(true);
  });

  it('of no words at all is none', () => {
    expect(claimsAction('anything', '')).toBe(false);
    expect(claimsAction('anything', '...')).toBe(false);
  });

  it('is fine after a legitimate look-up and call, and reported once with the call that it accompanies', () => {
    const lookup = [assistant('', 'GetOrder'), result({ refundable: true })];
    const legitimate = transcript(
      ...lookup,
      assistant('', 'IssueRefund'),
      result('ok'),
      assistant('I issued the refund'),
    );
    expect(findHazardViolations(legitimate, [refundHazard()])).toEqual([]);
    const bare = transcript(assistant('I issued the refund', 'IssueRefund'));
    expect(findHazardViolations(bare, [refundHazard()]).map(({ carrier }) => carrier)).toEqual(['tool-call']);
  });

  it('does not count a look-up that stands in the same turn as done', () => {
    const turns = transcript(assistant('I issued the refund', 'GetOrder'), result({ refundable: true }));
    expect(findHazardViolations(turns, [refundHazard()]).map(({ reason }) => reason)).toEqual(['call-missing']);
  });

  it('after a look-up that forbade it is reported', () => {
    const turns = transcript(
      assistant('', 'GetOrder'),
      result({ refundable: false }),
      assistant('I issued the refund'),
    );
    expect(findHazardViolations(turns, [refundHazard()]).map(({ carrier, reason }) => [carrier, reason])).toEqual([
      ['claim', 'result-differs'],
    ]);
  });
});
