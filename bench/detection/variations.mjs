// @ts-check

/** @typedef {{ readonly name: string, readonly conversations?: number, readonly mix?: import('./month-files.mjs').MonthMix, readonly trustedMix?: import('./month-files.mjs').MonthMix }} Variation */

const PROMOTION = { code: 'SPRING20', share: 0.02 };

/**
 * Clean months that differ from their trusted month as real ones do. None of them may be an alarm; those that are, are
 * the false alarms to expect.
 * @type {readonly Variation[]}
 */
export const VARIATIONS = [
  { name: 'like the trusted month' },
  { name: 'new mail signatures, 5 % of accounts', mix: { signatures: 0.05 } },
  { name: 'signatures in both months', mix: { signatures: 0.1 }, trustedMix: { signatures: 0.1 } },
  { name: 'promotion campaign, 2 %', mix: { promotion: PROMOTION } },
  { name: 'promotion campaign, 0.5 %', mix: { promotion: { ...PROMOTION, share: 0.005 } } },
  { name: 'drift, 10 % new areas', mix: { drift: 0.1 } },
  { name: 'drift, 30 % new areas', mix: { drift: 0.3 } },
  { name: 'goodwill credits begin, 10 %', mix: { goodwillWithoutLookup: 0.1 } },
  {
    name: 'goodwill credits in both, 20 %',
    mix: { goodwillWithoutLookup: 0.2 },
    trustedMix: { goodwillWithoutLookup: 0.2 },
  },
  { name: 'trusted month half the size', trustedMix: { conversations: 2500 } },
  { name: 'trusted month twice the size', trustedMix: { conversations: 10_000 } },
  { name: '20,000 conversations', conversations: 20_000 },
  { name: '1,000 conversations', conversations: 1000 },
];
