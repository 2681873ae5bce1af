import { UsageError } from '@bezoar/core';

/** What a deployment can demand of a model in this version. */
export const VERIFY_REQUIREMENTS = ['gate'] as const;

/** One of `VERIFY_REQUIREMENTS`. */
export type VerifyRequirement = (typeof VERIFY_REQUIREMENTS)[number];

/** Known by name, and checked by nothing yet: a demand that is passed over would be a hole. */
const LATER: readonly string[] = ['lock', 'signature'];

/**
 * Reads what is demanded: names, each perhaps a list with commas. Throws `verify/nothing-required`, because a check without a
 * demand would say yes to anything, `verify/not-available` and `verify/malformed`, the last with every name that nobody knows.
 */
export function parseRequirements(texts: readonly string[]): readonly VerifyRequirement[] {
  const names = [...new Set(texts.flatMap((text) => text.split(',')).map((name) => name.trim()))].filter(
    (name) => name !== '',
  );
  const isKnown = (name: string): name is VerifyRequirement =>
    (VERIFY_REQUIREMENTS as readonly string[]).includes(name);
  const unknown = names.filter((name) => !isKnown(name) && !LATER.includes(name));
  const known = VERIFY_REQUIREMENTS.join(', ');
  if (unknown.length > 0) {
    const got = unknown.map((name) => `\`${name}\``).join(', ');
    throw new UsageError('verify/malformed', `expected \`--require\` to name ${known}, got ${got}`);
  }
  const later = names.filter((name) => LATER.includes(name));
  if (later.length > 0) {
    const what = later.map((name) => `\`${name}\``).join(' and ');
    const message = `${what} cannot be required: not available in this version, which checks ${known}`;
    throw new UsageError('verify/not-available', message);
  }
  if (names.length > 0) return names.filter(isKnown);
  throw new UsageError(
    'verify/nothing-required',
    'say with `--require gate` that a model must have been promoted: its bytes are then looked up in the ledger. Formats, lock file and signatures are not checked by this version',
  );
}
