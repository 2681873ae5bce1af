import type { Report } from '../../document/fault.ts';
import { mapOf } from '../../shape/collection.ts';
import { NAME_PATTERN } from '../../shape/path.ts';
import { optional, record, required } from '../../shape/record.ts';
import { checked, type Placed, placed, type Shape, whole } from '../../shape/shape.ts';
import { type PlainValue, plainValue } from '../../shape/value.ts';
import type { ActionKeys } from '../actions-block.ts';
import { canaryUrl } from './canary-url.ts';

/** How the real tool is asked for its own ceiling: exactly one of `post` and `put`. */
export interface CanaryKeys {
  readonly post?: string;
  readonly put?: string;
  readonly arguments: ReadonlyMap<string, Placed<PlainValue>>;
}

/** The canary of an action. */
export function canary(): Shape<Placed<CanaryKeys>> {
  const keys = record<CanaryKeys>({
    post: optional(canaryUrl(), 'The URL of the real tool, asked with POST.'),
    put: optional(canaryUrl(), 'The URL of the real tool, asked with PUT.'),
    arguments: required(
      // An argument that cannot be read must not look like one that is not set.
      whole(mapOf({ expects: 'the name of an argument', pattern: NAME_PATTERN }, placed(plainValue()))),
      'What the tool is called with, on an account that stands for nobody; `drift` adds the amount.',
    ),
  });
  return placed(
    checked(keys, ({ post, put }, { at }, what, report) => {
      if ((post === undefined) === (put === undefined))
        report(at, `expected ${what} to have either \`post\` or \`put\``);
    }),
  );
}

/** Reports a canary that has nothing to ask for, or asks for something else. */
export function checkCanary({ canary: declared, amount, ceilings }: ActionKeys, what: string, report: Report): void {
  if (declared === undefined) return;
  const { value, at } = declared;
  const limits = [...(ceilings?.values() ?? [])]
    .flat()
    .flatMap((one) => ('currency' in one.value.limit ? [one.value.limit.minor] : []));
  if (amount === undefined) {
    report(at, `the canary of ${what} has nothing to ask for: the action declares no \`amount\``, {
      expected: '`amount: { argument: …, currency: …, unit: … }`',
    });
  } else if (limits.length === 0) {
    report(at, `the canary of ${what} has nothing to exceed: the action declares no ceiling of money`, {
      expected: '`ceilings: { account: 50.00 USD / 30d }`',
    });
  } else if (Math.min(...limits) >= Number.MAX_SAFE_INTEGER) {
    report(at, `the canary of ${what} has nothing to ask for: no amount is above its ceiling`);
  }
  const own = amount && value.arguments.get(amount.argument.value);
  if (own !== undefined) {
    report(
      own.at,
      `the canary of ${what} sets \`${amount?.argument.value}\`, which is the amount that \`drift\` asks for`,
    );
  }
}
