import { type Amount, CEILING_SCOPES, formatDuration } from '@bezoar/core';
import type { Report } from '../document/fault.ts';
import { list, mapOf } from '../shape/collection.ts';
import { count, flag } from '../shape/number.ts';
import { NAME_PATTERN, name } from '../shape/path.ts';
import { amount, type Ceiling, ceiling, duration } from '../shape/quantity.ts';
import { type FieldsOf, optional, record, required } from '../shape/record.ts';
import { checked, type Placed, placed, type Shape } from '../shape/shape.ts';
import { choice, text } from '../shape/text.ts';
import { type PlainValue, plainValue } from '../shape/value.ts';
import type { Tree } from '../yaml/tree.ts';
import { type CanaryKeys, canary, checkCanary } from './canary/canary.ts';
import { type ControlKeys, controlBlock } from './control-block.ts';
import { ignoredFields } from './ignored-fields.ts';
import { lookupUrl } from './lookup-url.ts';
import { type TranscriptRule, transcriptRule } from './transcript-rule.ts';

/** A look-up of the real system: exactly one of `get` and `post`. */
export interface LookupKeys {
  readonly get?: string;
  readonly post?: string;
  readonly expect: ReadonlyMap<string, PlainValue>;
  readonly ignore?: readonly Placed<string>[] | 'any';
}

/** The rules of one action. */
export interface ActionKeys {
  readonly amount?: { readonly argument: Placed<string>; readonly currency: string; readonly unit: 'minor' | 'major' };
  readonly principal?: { readonly account?: readonly Placed<string>[]; readonly tenant?: readonly Placed<string>[] };
  readonly reversible?: boolean;
  readonly once_per?: readonly Placed<string>[];
  readonly requires?: {
    readonly runtime?: { readonly lookup: Placed<string>; readonly within: number };
    readonly transcript?: TranscriptRule | 'never';
  };
  readonly claims?: Placed<readonly string[]>;
  readonly ceilings?: ReadonlyMap<string, readonly Placed<Ceiling>[]>;
  readonly approval?: { readonly above?: Placed<Amount>; readonly expires: number; readonly approvers: Placed<number> };
  readonly canary?: Placed<CanaryKeys>;
}

/** What an actions block declares. */
export interface ActionsKeys {
  readonly default?: 'deny';
  readonly lookups?: ReadonlyMap<string, LookupKeys>;
  readonly actions: ReadonlyMap<string, ActionKeys>;
}

/** Shape of `actions`. */
export type ActionsBlock = ControlKeys & ActionsKeys;

/** Most people who must approve one call. */
export const MAX_APPROVERS = 16;

/**
 * Longest time that a look-up may take: a minute. A request that waits for it is held open, and an attacker who can slow
 * the look-up down, or only asks often, would otherwise hold all of them (CWE-400).
 */
export const MAX_LOOKUP_MS = 60_000;

const ARGUMENT = placed(name('the name of an argument'));
const ARGUMENTS: Shape<readonly Placed<string>[]> = list(ARGUMENT, { min: 1, orSingle: true });
const CURRENCY = text({ expects: 'a currency of ISO 4217 such as `USD`', pattern: '^[A-Z]{3}$', suggest: upperCase });

const LOOKUP: Shape<LookupKeys> = checked(
  record<LookupKeys>({
    get: optional(lookupUrl(), 'The URL, asked with GET. `{argument}` stands for an argument of the action.'),
    post: optional(lookupUrl(), 'The URL, asked with POST.'),
    expect: required(
      mapOf({ expects: 'a field of the answer' }, plainValue(), { min: 1 }),
      'Fields of the answer and the values that make the action eligible.',
    ),
    ignore: optional(
      ignoredFields(),
      'Further fields that the answer may have, or `any`. Default: none; a field that is neither expected nor listed denies.',
    ),
  }),
  checkLookup,
);

/** No longer than a request may be held open. */
const DEADLINE: Shape<number> = checked(duration(), (value, { at }, what, report) => {
  if (value <= MAX_LOOKUP_MS) return;
  report(at, `expected ${what} to be at most ${formatDuration(MAX_LOOKUP_MS)}, got ${formatDuration(value)}`);
});

const ACTION: Shape<ActionKeys> = checked(
  record<ActionKeys>(
    {
      amount: optional(
        record<NonNullable<ActionKeys['amount']>>({
          argument: required(ARGUMENT, 'The argument that carries the amount.'),
          currency: required(CURRENCY, 'Its currency, ISO 4217.'),
          unit: required(choice(['minor', 'major']), 'Whether it counts cents or whole units.'),
        }),
        'Where the amount stands among the arguments.',
      ),
      principal: optional(
        record<NonNullable<ActionKeys['principal']>>({
          account: optional(ARGUMENTS, 'Arguments that name an account.'),
          tenant: optional(ARGUMENTS, 'Arguments that name a tenant.'),
        }),
        'Arguments that must name the account or tenant that the host authenticated. Default: arguments with a usual name.',
      ),
      reversible: optional(
        flag(),
        'Whether the effect can be taken back; shown to whoever approves. Default: taken for irreversible.',
      ),
      once_per: optional(
        ARGUMENTS,
        'Arguments that together name the business transaction: one effect for each combination.',
      ),
      requires: optional(
        record<NonNullable<ActionKeys['requires']>>({
          runtime: optional(
            record<{ lookup: Placed<string>; within: number }>({
              lookup: required(placed(name('the name of a look-up')), 'The look-up that establishes eligibility.'),
              within: required(DEADLINE, 'How long it may take, at most 1m. Later is a denial.'),
            }),
            'What must hold at run time, asked of the real system.',
          ),
          transcript: optional(transcriptRule(), 'What must stand in the transcript before the action, or `never`.'),
        }),
        'What makes the action legitimate.',
      ),
      claims: optional(
        placed(list(text({ expects: 'a phrase such as `applied a * credit`' }), { orSingle: true })),
        'Phrases by which a reply claims the action without calling the tool; `*` stands for a few words.',
      ),
      ceilings: optional(
        mapOf({ expects: 'whose actions are added up', values: CEILING_SCOPES }, ceilings(), { min: 1 }),
        'At most so much, or so often, within a sliding window.',
      ),
      approval: optional(
        record<NonNullable<ActionKeys['approval']>>({
          above: optional(placed(amount()), 'Amounts above this need approval. Default: every call does.'),
          expires: required(duration(), 'How long an approval stays good.'),
          approvers: required(placed(count(1, MAX_APPROVERS)), 'People who must approve, none of them the requester.'),
        }),
        'When a person must agree.',
      ),
      canary: optional(
        canary(),
        'How `drift` really asks the tool for the smallest amount above the tightest ceiling; a tool that has none credits it.',
      ),
    },
    { mayBeEmpty: true },
  ),
  checkAction,
);

const FIELDS: FieldsOf<ActionsKeys> = {
  default: optional(choice(['deny']), 'What happens to an action that is not declared.'),
  lookups: optional(
    mapOf({ expects: 'the name of a look-up', pattern: NAME_PATTERN }, LOOKUP, { min: 1 }),
    'Look-ups of the real system, by which eligibility is established.',
  ),
  actions: required(
    mapOf({ expects: 'the name of a tool', pattern: NAME_PATTERN }, ACTION, { min: 1 }),
    'Every high-value action and its rules.',
  ),
};

/** Shape of the actions block of a threat model. */
export const ACTIONS_BLOCK: Shape<ActionsBlock> = controlBlock<ActionsKeys>('actions', FIELDS);

/** The fields of an actions block without those of every block, for files that hold nothing else. */
export const ACTIONS_FIELDS: FieldsOf<ActionsKeys> = FIELDS;

function checkLookup({ get, post, expect, ignore }: LookupKeys, { at }: Tree, what: string, report: Report): void {
  if ((get === undefined) === (post === undefined)) report(at, `expected ${what} to have either \`get\` or \`post\``);
  for (const field of ignore === 'any' ? [] : (ignore ?? [])) {
    if (expect.has(field.value)) report(field.at, `${what} expects \`${field.value}\`, and ignores it too`);
  }
}

function ceilings(): Shape<readonly Placed<Ceiling>[]> {
  return list(placed(ceiling()), { min: 1, orSingle: true });
}

function checkAction(action: ActionKeys, _: unknown, what: string, report: Report): void {
  const { amount: declared, principal, requires, claims, approval } = action;
  checkCanary(action, what, report);
  for (const { value, at } of principal?.tenant ?? []) {
    if (!principal?.account?.some((account) => account.value === value)) continue;
    report(at, `\`${value}\` of ${what} names an account already, and cannot name a tenant too`);
  }
  if (claims !== undefined && claims.value.length > 0 && requires?.transcript === undefined) {
    report(claims.at, `the claims of ${what} are never looked for: it has no \`requires.transcript\``, {
      expected: '`requires: { transcript: … }`',
    });
  }
  const amounts = [...(action.ceilings?.values() ?? [])].flat().flatMap(({ value, at }) => {
    return 'currency' in value.limit ? [{ currency: value.limit.currency, at, label: 'ceiling' }] : [];
  });
  if (approval?.above !== undefined) {
    amounts.push({ currency: approval.above.value.currency, at: approval.above.at, label: '`above`' });
  }
  for (const { currency, at, label } of amounts) {
    if (declared === undefined) {
      report(at, `the ${label} of ${what} counts money, but the action declares no \`amount\``, {
        expected: '`amount: { argument: …, currency: …, unit: … }`',
      });
    } else if (declared.currency !== currency) {
      report(at, `expected the ${label} of ${what} to be in \`${declared.currency}\`, got \`${currency}\``);
    }
  }
}

function upperCase(written: string): string | undefined {
  return /^[a-z]{3}$/i.test(written) && written !== written.toUpperCase() ? written.toUpperCase() : undefined;
}
