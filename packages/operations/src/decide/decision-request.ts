import {
  type ControlId,
  describeError,
  parseDuration,
  type ThreatModel,
  TRUST_TIERS,
  type TrustTier,
  UsageError,
} from '@bezoar/core';
import type { DecisionAction, EntryKind } from '@bezoar/ledger';

/** Decisions that `bezoar decide` can make in this version, and the kinds of their entries. */
export const DECIDABLE: Readonly<Record<DecidableAction, EntryKind>> = {
  'tier-change': 'decision.tier',
  'admit-to-base': 'decision.admit',
  review: 'decision.review',
  override: 'decision.override',
};

/** The control that a decision is evidence of, beside the keys. */
export const EXERCISED: Readonly<Record<DecidableAction, readonly ControlId[]>> = {
  'tier-change': ['corpus/sources'],
  'admit-to-base': ['corpus/sources'],
  review: ['corpus/review'],
  // An override is evidence of who decided, and of nothing that was checked.
  override: [],
};

/** What is decided over training records. */
export type RecordAction = Extract<DecisionAction, 'tier-change' | 'admit-to-base' | 'review'>;

/** What `bezoar decide` decides: over records, or that a model is promoted against its gate's verdict. */
export type DecidableAction = RecordAction | Extract<DecisionAction, 'override'>;

/** What is asked to be decided. */
export interface DecisionRequest {
  readonly action: string;
  readonly from?: string;
  readonly to?: string;
  readonly expires: string;
  /** Training records: paths and globs; of an override a report of `bezoar gate --json`, or a digest. */
  readonly scope: readonly string[];
}

/** Checks a request before anything is read. Throws `decide/malformed` with every fault. */
export function checkRequest(options: DecisionRequest): DecidableAction {
  const { action, from, to, expires, scope } = options;
  const faults: string[] = [];
  if (!Object.hasOwn(DECIDABLE, action)) {
    faults.push(`expected one of ${Object.keys(DECIDABLE).join(', ')}, got \`${action}\``);
  }
  if (scope.length === 0) faults.push('expected the files that the decision is about');
  const isOverride = action === 'override';
  if (isOverride && scope.length > 1) faults.push(`expected one verdict to override, got ${scope.length}`);
  if (isOverride && (from !== undefined || to !== undefined)) {
    faults.push('expected neither `--from` nor `--to`: an override is of the verdict that stands');
  }
  const isTier = (text: string | undefined): boolean => (TRUST_TIERS as readonly string[]).includes(text ?? '');
  if (action !== 'review' && !isOverride && !isTier(from))
    faults.push(`expected \`--from\` to be one of ${TRUST_TIERS.join(', ')}`);
  if (action === 'tier-change' && !isTier(to)) faults.push(`expected \`--to\` to be one of ${TRUST_TIERS.join(', ')}`);
  if (action === 'tier-change' && from === to) faults.push('expected `--to` to differ from `--from`');
  try {
    parseDuration(expires);
  } catch (error) {
    faults.push(`\`--expires\`: ${describeError(error)}`);
  }
  if (faults.length > 0) throw new UsageError('decide/malformed', faults.join('\n'));
  return action as DecidableAction;
}

/** Signatures that the signed document asks for. An override, and a raise that it does not name, take as many as a loosening. */
export function requiredSignatures(action: DecidableAction, { from, to }: DecisionRequest, model: ThreatModel): number {
  const { loosenSignatures, tightenSignatures } = model.change;
  const { admitToBase, raiseTier } = model.corpus;
  if (action === 'review') return tightenSignatures;
  if (action === 'override') return loosenSignatures;
  if (action === 'admit-to-base') {
    const need = admitToBase[from as TrustTier];
    if (need !== undefined) return need;
    throw new UsageError(
      'decide/not-allowed',
      `the signed document does not let \`${from}\` records into a base model; see \`admit_to_base\``,
    );
  }
  const isRaise = TRUST_TIERS.indexOf(to as TrustTier) < TRUST_TIERS.indexOf(from as TrustTier);
  return isRaise ? (raiseTier[to as TrustTier] ?? loosenSignatures) : tightenSignatures;
}
