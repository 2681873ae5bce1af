import type { ArgumentRule, JsonValue, ToolPrivilege } from '@bezoar/core/actions';
import { shownName } from './shown-name.ts';

/** Why the arguments are not what the tool may be called with, or undefined. */
export function argumentFault(
  { arguments: rules }: ToolPrivilege,
  values: { readonly [name: string]: JsonValue },
): string | undefined {
  if (rules === undefined) return undefined;
  for (const name of Object.keys(values)) {
    if (!rules.has(name)) return `${shownName(name)} is no listed argument`;
  }
  for (const [name, rule] of rules) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) {
      if (!rule.optional) return `expected the argument \`${name}\``;
      continue;
    }
    const fault = faultOf(value, rule);
    if (fault !== undefined) return `expected \`${name}\` to be ${fault}`;
  }
  return undefined;
}

function faultOf(value: JsonValue, { type, oneOf, maxLength, min, max }: ArgumentRule): string | undefined {
  if (type === 'text' && typeof value !== 'string') return 'a text';
  if (type === 'number' && typeof value !== 'number') return 'a number';
  if (type === 'integer' && !Number.isSafeInteger(value)) return 'a whole number';
  if (type === 'boolean' && typeof value !== 'boolean') return 'true or false';
  if (oneOf !== undefined && !oneOf.some((one) => one === value)) return 'one of the listed values';
  if (maxLength !== undefined && (typeof value !== 'string' || value.length > maxLength)) {
    return `a text of at most ${maxLength} characters`;
  }
  if (min !== undefined && !(typeof value === 'number' && value >= min)) return `at least ${min}`;
  if (max !== undefined && !(typeof value === 'number' && value <= max)) return `at most ${max}`;
  return undefined;
}
