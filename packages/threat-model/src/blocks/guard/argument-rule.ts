import { ARGUMENT_TYPES, type ArgumentRule, type ArgumentType } from '@bezoar/core';
import type { Report } from '../../document/fault.ts';
import { list } from '../../shape/collection.ts';
import { count, decimal, flag, plainInteger } from '../../shape/number.ts';
import { optional, record, required } from '../../shape/record.ts';
import { checked, reportMismatch, type Shape } from '../../shape/shape.ts';
import { choice } from '../../shape/text.ts';
import { plainValue } from '../../shape/value.ts';
import { entryOf, type Tree } from '../../yaml/tree.ts';

/** The rule of one argument, as a map. */
interface RuleKeys {
  readonly type: ArgumentType;
  readonly optional?: boolean;
  readonly one_of?: readonly (string | number)[];
  readonly max_length?: number;
  readonly min?: number;
  readonly max?: number;
}

/** The short form: a type, with `?` where the call may leave the argument out. */
const WORDS: readonly string[] = ARGUMENT_TYPES.flatMap((type) => [type, `${type}?`]);

/** What other schema languages call these types. */
const SYNONYMS: ReadonlyMap<string, ArgumentType> = new Map([
  ['string', 'text'],
  ['str', 'text'],
  ['int', 'integer'],
  ['float', 'number'],
  ['bool', 'boolean'],
  ['object', 'any'],
  ['array', 'any'],
  ['json', 'any'],
]);

/** Types that each further key makes sense for. */
const KEYS_OF: Readonly<Record<'one_of' | 'max_length' | 'min' | 'max', readonly ArgumentType[]>> = {
  one_of: ['text', 'integer', 'number'],
  max_length: ['text'],
  min: ['integer', 'number'],
  max: ['integer', 'number'],
};

const VALUE: Shape<string | number> = {
  expects: 'a text, or a number in plain digits',
  schema: { type: ['string', 'number'] },
  leaves: [''],
  read: (tree, what, report) => {
    const value = plainValue().read(tree, what, report);
    if (typeof value !== 'boolean') return value;
    reportMismatch(tree, what, VALUE.expects, report);
    return undefined;
  },
};

const KEYS: Shape<RuleKeys> = checked(
  record<RuleKeys>({
    type: required(choice(ARGUMENT_TYPES), 'What the argument may be; `any`: JSON of any shape.'),
    optional: optional(flag(), 'Whether a call may leave it out. Default: false.'),
    one_of: optional(list(VALUE, { min: 1 }), 'The only values that it may have.'),
    max_length: optional(count(1), 'Longest text, in UTF-16 code units.'),
    min: optional(decimal(), 'Least number.'),
    max: optional(decimal(), 'Greatest number.'),
  }),
  checkRule,
);

/** The rule of one argument: a word such as `text` or `integer?`, or a map with `type`. */
export function argumentRule(): Shape<ArgumentRule> {
  const expects = 'a type such as `text` or `integer?`, or a map with `type`';
  return {
    expects,
    schema: { anyOf: [{ enum: [...WORDS] }, KEYS.schema] },
    leaves: ['', ...KEYS.leaves],
    read: (tree, what, report) => {
      if (tree.kind === 'map') {
        const keys = KEYS.read(tree, what, report);
        return keys === undefined ? undefined : ruleOf(keys);
      }
      const word = tree.kind === 'scalar' ? WORDS.find((one) => one === tree.value) : undefined;
      // INVARIANT: a word is a type, with or without its question mark.
      if (word !== undefined) return { type: word.replace('?', '') as ArgumentType, optional: word.endsWith('?') };
      const synonym = tree.kind === 'scalar' ? synonymOf(tree.source) : undefined;
      if (synonym === undefined && tree.kind === 'scalar') choice(WORDS, expects).read(tree, what, report);
      else reportMismatch(tree, what, expects, report, synonym);
      return undefined;
    },
  };
}

function ruleOf({ type, optional: isOptional = false, one_of: oneOf, max_length: maxLength, min, max }: RuleKeys) {
  return {
    type,
    optional: isOptional,
    ...(oneOf === undefined ? {} : { oneOf }),
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  } satisfies ArgumentRule;
}

function synonymOf(written: string): string | undefined {
  const [, word = '', mark = ''] = /^([a-z]{1,10})(\??)$/i.exec(written) ?? [];
  const type = SYNONYMS.get(word.toLowerCase());
  return type === undefined ? undefined : `${type}${mark}`;
}

function checkRule(keys: RuleKeys, tree: Tree, what: string, report: Report): void {
  const { type, min, max } = keys;
  const at = (key: string): Tree['at'] => (tree.kind === 'map' ? (entryOf(tree, key)?.value.at ?? tree.at) : tree.at);
  let isFit = true;
  for (const [key, types] of Object.entries(KEYS_OF)) {
    if (keys[key as keyof typeof KEYS_OF] === undefined || types.includes(type)) continue;
    isFit = false;
    report(at(key), `${what} is \`${type}\`, for which \`${key}\` means nothing`, {
      expected: `\`type: ${types.join('` or `type: ')}\``,
    });
  }
  for (const bound of ['min', 'max'] as const) {
    if (type !== 'integer' || keys[bound] === undefined || Number.isSafeInteger(keys[bound])) continue;
    report(at(bound), `expected \`${bound}\` of an integer to be a whole number, got ${keys[bound]}`);
  }
  if (min !== undefined && max !== undefined && min > max) {
    report(at('min'), `expected \`min\` to be at most \`max\`, got ${min} and ${max}`);
  }
  if (isFit) checkValues(keys, tree, what, report);
}

/** A value that the rule's other keys refuse is a promise that no call can keep. */
function checkValues(
  { type, one_of: values = [], max_length: maxLength, min, max }: RuleKeys,
  ...place: PlaceOfRule
): void {
  const [tree, what, report] = place;
  const written = tree.kind === 'map' ? entryOf(tree, 'one_of')?.value : undefined;
  for (const [index, value] of values.entries()) {
    const item = written?.kind === 'list' ? written.items[index] : undefined;
    const isOfType = type === 'text' ? typeof value === 'string' : typeof value === 'number';
    const isWhole = type !== 'integer' || (item !== undefined && isInteger(item));
    const at = item?.at ?? tree.at;
    if (!isOfType || !isWhole) {
      report(at, `expected an item of \`one_of\` to be \`${type}\` as ${what} is, got \`${value}\``);
    } else if (typeof value === 'string' && maxLength !== undefined && value.length > maxLength) {
      report(at, `expected an item of \`one_of\` to be at most \`max_length\`, got ${value.length} and ${maxLength}`);
    } else if (typeof value === 'number' && (value < (min ?? value) || value > (max ?? value))) {
      report(at, `expected an item of \`one_of\` to lie between \`min\` and \`max\`, got ${value}`);
    }
  }
}

type PlaceOfRule = [tree: Tree, what: string, report: Report];

/** A whole number in plain digits, with or without a sign. */
function isInteger(tree: Tree): boolean {
  if (tree.kind !== 'scalar') return false;
  return (
    plainInteger({ ...tree, value: Math.abs(Number(tree.value)), source: tree.source.replace(/^-/, '') }) !== undefined
  );
}
