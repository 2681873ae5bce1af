import { BezoarError } from '@bezoar/core/actions';
import type { EligibilityLookup, EligibilityQuestion } from './eligibility-lookup.ts';

/** A value for a placeholder of the statement. */
export type SqlValueSource = 'account' | 'tenant' | 'amount' | `argument:${string}`;

/** Runs a parameterised query; `values` are never part of the text. */
export type SqlQuery = (text: string, values: readonly (string | number | boolean)[]) => Promise<readonly unknown[]>;

/**
 * A look-up by one SQL statement whose placeholders are filled from the call, in order. Exactly one row is an answer; none
 * and several are failures. `query` adapts a driver, for example
 * `(text, values) => pool.query(text, [...values]).then(({ rows }) => rows)`.
 */
export function sqlLookup(query: SqlQuery, text: string, sources: readonly SqlValueSource[]): EligibilityLookup {
  return async (question) => {
    const rows = await query(
      text,
      sources.map((source) => valueFor(source, question)),
    );
    if (rows.length !== 1) throw failure(`expected one row, got ${rows.length}`);
    // Drivers make rows of their own classes; the answer is what they hold.
    return { ...(rows[0] as object) };
  };
}

function valueFor(source: SqlValueSource, { principal, amount, arguments: values }: EligibilityQuestion) {
  if (source === 'account') return principal.account;
  if (source === 'tenant') return principal.tenant;
  const name = source.slice('argument:'.length);
  const value = source === 'amount' ? amount?.minor : Object.hasOwn(values, name) ? values[name] : undefined;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  throw failure(`expected \`${source}\` to be a text, a number, true or false`);
}

function failure(message: string): BezoarError {
  return new BezoarError('guard/eligibility-failed', message);
}
