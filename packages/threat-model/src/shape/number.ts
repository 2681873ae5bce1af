import type { Tree } from '../yaml/tree.ts';
import { reportMismatch, type Shape } from './shape.ts';

/** Largest count: more is a typing error, and far from where integers lose precision. */
export const MAX_COUNT = 1_000_000_000;

/** Plain decimal digits. Not `1e3`, `0x10`, `012`, `1_000`, `+5` or `1:30`, which readers of YAML take for different numbers. */
const INTEGER = /^(?:0|[1-9][0-9]*)$/;

/** A whole number from `min` to `max`. */
export function count(min: number, max: number = MAX_COUNT): Shape<number> {
  const expects = min === max ? `the number \`${min}\`` : `a whole number from ${min} to ${max}, in plain digits`;
  return {
    expects,
    schema: { type: 'integer', minimum: min, maximum: max },
    leaves: [''],
    read: (tree, what, report) => {
      const value = plainInteger(tree);
      if (value !== undefined && value >= min && value <= max) return value;
      reportMismatch(tree, what, expects, report, suggestInteger(tree));
      return undefined;
    },
  };
}

/** A sign, digits and decimals, at most fifteen of either: what a binary number holds without another one in its place. */
const DECIMAL = /^-?(?:0|[1-9][0-9]{0,15})(?:\.[0-9]{1,15})?$/;

/** A number in plain digits, whole or not, of either sign. */
export function decimal(): Shape<number> {
  const expects = 'a number in plain digits such as `12` or `-0.5`';
  return {
    expects,
    schema: { type: 'number' },
    leaves: [''],
    read: (tree, what, report) => {
      const value = tree.kind === 'scalar' && DECIMAL.test(tree.source) ? tree.value : undefined;
      if (typeof value === 'number' && (Number.isSafeInteger(value) || !Number.isInteger(value))) return value;
      reportMismatch(tree, what, expects, report, suggestInteger(tree));
      return undefined;
    },
  };
}

/** A share strictly between 0 and 1, written `0.95`. */
export function share(): Shape<number> {
  const expects = 'a number between 0 and 1, both excluded, such as `0.95`';
  return {
    expects,
    schema: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
    leaves: [''],
    read: (tree, what, report) => {
      const isShare = tree.kind === 'scalar' && typeof tree.value === 'number' && /^0\.[0-9]{1,9}$/.test(tree.source);
      if (isShare && (tree.value as number) > 0) return tree.value as number;
      reportMismatch(tree, what, expects, report, suggestShare(tree));
      return undefined;
    },
  };
}

/** `true` or `false`, so spelt. */
export function flag(): Shape<boolean> {
  const expects = '`true` or `false`';
  return {
    expects,
    schema: { type: 'boolean' },
    leaves: [''],
    read: (tree, what, report) => {
      if (tree.kind === 'scalar' && (tree.source === 'true' || tree.source === 'false') && tree.isPlain) {
        return tree.source === 'true';
      }
      reportMismatch(tree, what, expects, report, suggestFlag(tree));
      return undefined;
    },
  };
}

/** The value of a whole number in plain digits; undefined for anything else. */
export function plainInteger(tree: Tree): number | undefined {
  if (tree.kind !== 'scalar' || typeof tree.value !== 'number' || !INTEGER.test(tree.source)) return undefined;
  return Number.isSafeInteger(tree.value) ? tree.value : undefined;
}

/** What a truth value was probably meant to be. */
export function suggestFlag(tree: Tree): string | undefined {
  if (tree.kind !== 'scalar') return undefined;
  if (/^(?:y|yes|on|true|1)$/i.test(tree.source)) return 'true';
  return /^(?:n|no|off|false|0)$/i.test(tree.source) ? 'false' : undefined;
}

function suggestInteger(tree: Tree): string | undefined {
  if (tree.kind !== 'scalar') return undefined;
  const digits = tree.source
    .replace(/^\+/, '')
    .replaceAll(/[_, ]/g, '')
    .replace(/^0+(?=\d)/, '');
  return INTEGER.test(digits) && digits !== tree.source && digits.length <= 10 ? digits : undefined;
}

function suggestShare(tree: Tree): string | undefined {
  if (tree.kind !== 'scalar') return undefined;
  if (/^\.[0-9]{1,9}$/.test(tree.source)) return `0${tree.source}`;
  const percent = /^([1-9][0-9]) ?%?$/.exec(tree.source)?.[1];
  return percent === undefined ? undefined : `0.${percent}`;
}
