import type { CapCounts } from '@bezoar/core';
import type { Report } from '../document/fault.ts';
import { list } from '../shape/collection.ts';
import { count, flag } from '../shape/number.ts';
import { name } from '../shape/path.ts';
import { duration } from '../shape/quantity.ts';
import { optional, record, required } from '../shape/record.ts';
import { checked, type Shape } from '../shape/shape.ts';
import { entryOf, type Tree } from '../yaml/tree.ts';
import { type ControlKeys, controlBlock } from './control-block.ts';

/** Contribution caps. */
export interface CapsBlock extends ControlKeys {
  /** Milliseconds. */
  readonly window: number;
  readonly records: CapCounts;
  readonly slice?: CapCounts;
  readonly cluster_by?: readonly string[];
  readonly lineage?: boolean;
}

/** Records are counted over the whole lineage unless the document says otherwise: a model remembers what its base was taught. */
export const DEFAULT_LINEAGE = true;

const SCOPES = ['account', 'cluster', 'tenant', 'source'] as const;

const COUNTS: Shape<CapCounts> = checked(
  record<CapCounts>({
    account: optional(count(1), 'Most records of one account.'),
    cluster: optional(count(1), 'Most records of accounts that share an attribute.'),
    tenant: optional(count(1), 'Most records of one tenant.'),
    source: optional(count(1), 'Most records of one source.'),
  }),
  (counts, tree, what, report) => {
    refuseLooser(counts, 'account', 'cluster', tree, what, report);
    refuseLooser(counts, 'cluster', 'tenant', tree, what, report);
    if (counts.cluster === undefined) refuseLooser(counts, 'account', 'tenant', tree, what, report);
  },
);

/** Shape of `corpus/caps`. */
export const CAPS_BLOCK: Shape<CapsBlock> = checked(
  controlBlock<Omit<CapsBlock, keyof ControlKeys>>('corpus/caps', {
    window: required(duration(), 'The time over which records are counted.'),
    records: required(COUNTS, 'Most records of one account, cluster, tenant or source.'),
    slice: optional(COUNTS, 'Tighter caps among the records that teach a declared action.'),
    cluster_by: optional(list(name('the name of an attribute')), 'Attributes that link accounts into a cluster.'),
    lineage: optional(
      flag(),
      'Whether records count over everything that the model was ever trained on. Default: true. False is for a model that each corpus trains from scratch: then only that corpus counts.',
    ),
  }),
  checkCaps,
);

/** A larger group holds the smaller one, so a cap on it that is lower makes the other a number that means nothing. */
function refuseLooser(
  counts: CapCounts,
  inner: keyof CapCounts,
  outer: keyof CapCounts,
  tree: Tree,
  what: string,
  report: Report,
): void {
  const [small, large] = [counts[inner], counts[outer]];
  if (small === undefined || large === undefined || small <= large) return;
  report(
    placeOf(tree, [inner]),
    `expected the cap of one ${inner} in ${what} to be at most that of one ${outer}, got ${small} and ${large}`,
  );
}

function checkCaps(block: CapsBlock, tree: Tree, _: string, report: Report): void {
  for (const scope of SCOPES) {
    const [part, whole] = [block.slice?.[scope], block.records[scope]];
    if (part === undefined || whole === undefined || part <= whole) continue;
    report(
      placeOf(tree, ['slice', scope]),
      `expected the slice's cap of one ${scope} to be at most the overall cap, got ${part} and ${whole}`,
    );
  }
  for (const part of ['records', 'slice'] as const) {
    if (block[part]?.cluster === undefined || (block.cluster_by ?? []).length > 0) continue;
    report(placeOf(tree, [part, 'cluster']), 'a cap on clusters never binds without `cluster_by`', {
      expected: '`cluster_by:` with at least one attribute',
    });
  }
}

function placeOf(tree: Tree, path: readonly string[]): Tree['at'] {
  const [first, ...rest] = path;
  const entry = first === undefined || tree.kind !== 'map' ? undefined : entryOf(tree, first);
  return entry === undefined ? tree.at : placeOf(entry.value, rest);
}
