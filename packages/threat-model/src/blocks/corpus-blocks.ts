import { RECORD_FIELDS, SEVERITIES, type Severity, TRUST_TIERS, type TrustTier } from '@bezoar/core';
import { list, mapOf } from '../shape/collection.ts';
import { count, share } from '../shape/number.ts';
import { NAME_PATTERN, name, relativePath } from '../shape/path.ts';
import { signatures } from '../shape/quantity.ts';
import { type FieldsOf, optional, record, required } from '../shape/record.ts';
import { checked, type Placed, placed, type Shape } from '../shape/shape.ts';
import { choice, text } from '../shape/text.ts';
import { type ControlKeys, controlBlock } from './control-block.ts';

/** What may select a record. */
export interface SelectionKeys {
  readonly never_alone?: readonly string[];
  readonly require?: readonly string[];
}

/** Where training records come from. */
export interface SourcesBlock extends ControlKeys {
  readonly fields?: ReadonlyMap<string, string>;
  readonly sources: ReadonlyMap<string, { readonly path: readonly string[]; readonly tier: TrustTier }>;
  readonly admit_to_base?: ReadonlyMap<string, number>;
  readonly raise_tier?: ReadonlyMap<string, number>;
  readonly selection?: Placed<SelectionKeys>;
}

/** `corpus/selection` in a block of its own. */
export type SelectionBlock = ControlKeys & SelectionKeys;

/** Scan and review. */
export interface ReviewBlock extends ControlKeys {
  readonly trusted?: readonly string[];
  readonly fail_on?: Severity;
  readonly review?: {
    readonly flagged: 'all';
    readonly sample?: { readonly fewer_than: number; readonly confidence: number };
  };
}

const SIGNALS: Shape<readonly string[]> = list(name('the name of a signal'), { min: 1 });
const FIELD_PATH = text({ expects: 'a dotted path such as `user.id`', pattern: '^[^\\s.]+(?:\\.[^\\s.]+)*$' });
const PATHS: Shape<readonly string[]> = list(relativePath(), { min: 1, orSingle: true });
const TIER_KEYS = { expects: 'a trust tier', values: TRUST_TIERS };

const SELECTION_FIELDS: FieldsOf<SelectionKeys> = {
  never_alone: optional(SIGNALS, 'Signals that a user controls: they never select a record alone.'),
  require: optional(SIGNALS, 'Signals of which at least one must be present.'),
};

/** A signal that users control satisfies nothing: required, it would be the only reason to select a record. */
function checkSelection(
  { never_alone: neverAlone = [], require = [] }: SelectionKeys,
  { at }: { readonly at: Placed<unknown>['at'] },
  what: string,
  report: Parameters<Shape<unknown>['read']>[2],
): void {
  if (neverAlone.length === 0 && require.length === 0) {
    report(at, `${what} names no signal`, { expected: '`never_alone:` or `require:`' });
  }
  for (const signal of require.filter((one) => neverAlone.includes(one))) {
    report(at, `${what} requires \`${signal}\`, which \`never_alone\` says must not select a record`);
  }
}

/** Shape of `corpus/sources`. */
export const SOURCES_BLOCK: Shape<SourcesBlock> = controlBlock<Omit<SourcesBlock, keyof ControlKeys>>(
  'corpus/sources',
  {
    fields: optional(
      mapOf({ expects: 'a field of a record', values: RECORD_FIELDS }, FIELD_PATH, { min: 1 }),
      'Where each field stands in your records, as a dotted path. A field that is not named keeps its own name.',
    ),
    sources: required(
      mapOf(
        { expects: 'the name of a source', pattern: NAME_PATTERN },
        record<{ path: readonly string[]; tier: TrustTier }>({
          path: required(PATHS, 'A path or glob beside this document, or a list of them.'),
          tier: required(choice(TRUST_TIERS), 'How far its records are trusted.'),
        }),
        { min: 1 },
      ),
      'Every source of training records.',
    ),
    admit_to_base: optional(
      mapOf(TIER_KEYS, signatures(1), { min: 1 }),
      'Signatures that admit a tier to a shared base model. A customer or open tier that is not named is never admitted.',
    ),
    raise_tier: optional(mapOf(TIER_KEYS, signatures(1), { min: 1 }), 'Signatures that raise records to a tier.'),
    selection: optional(
      placed(checked(record<SelectionKeys>(SELECTION_FIELDS), checkSelection)),
      'What may select a record for training.',
    ),
  },
);

/** Shape of `corpus/selection`. */
export const SELECTION_BLOCK: Shape<SelectionBlock> = checked(
  controlBlock<SelectionKeys>('corpus/selection', SELECTION_FIELDS),
  checkSelection,
);

/** Shape of `corpus/review`. */
export const REVIEW_BLOCK: Shape<ReviewBlock> = controlBlock<Omit<ReviewBlock, keyof ControlKeys>>('corpus/review', {
  trusted: optional(list(relativePath()), 'Earlier corpora that are believed clean: paths or globs.'),
  fail_on: optional(choice(SEVERITIES), 'Least severity of a finding that fails a scan. Default: high.'),
  review: optional(
    record<NonNullable<ReviewBlock['review']>>({
      flagged: required(choice(['all']), 'Which flagged records people read: all of them.'),
      sample: optional(
        record<{ fewer_than: number; confidence: number }>({
          fewer_than: required(count(1), 'The review must show that fewer poisoned records than this remain.'),
          confidence: required(share(), 'How sure the review must be, between 0 and 1.'),
        }),
        'The risk from which the size of the random sample is computed.',
      ),
    }),
    'What people read.',
  ),
});
