import { BezoarError, type Random } from '@bezoar/core';

/** Rule name to its alternatives, one a line: `{rule}`, `{$slot}`, `[optional]`, `(this|that)`, `⟨` and `⟩` for parentheses. */
export type Rules = Readonly<Record<string, string>>;

/** What a conversation is about: the values of `{$slot}` references. */
export type Slots = Readonly<Record<string, string>>;

/** A compiled set of rules. */
export interface Grammar {
  /** One random sentence of a rule. Throws `grammar/rule` for an unknown rule and `grammar/slot` for a missing slot. */
  readonly expand: (rule: string, random: Random, slots: Slots) => string;
  /** All rule names. */
  readonly rules: readonly string[];
}

type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'slot'; readonly name: string }
  | { readonly kind: 'rule'; readonly name: string }
  | { readonly kind: 'choice'; readonly choice: Choice };

interface Choice {
  readonly options: readonly (readonly Part[])[];
  /** Cumulative shares, the last one 1; null means uniform. */
  readonly cumulative: readonly number[] | null;
}

/** Places before the first alternative in the Zipf-Mandelbrot weights 1 / (rank + offset): flattens the head. */
const WEIGHT_OFFSET = 5;

/** Compiles rules. Earlier lines are likelier, by 1 / (rank + 5), so that every rule has a tail of rare wordings. */
export function compileGrammar(...books: readonly Rules[]): Grammar {
  const rules = new Map<string, Choice>();
  for (const book of books) {
    for (const [name, text] of Object.entries(book)) {
      if (rules.has(name)) throw new BezoarError('grammar/duplicate', `rule \`${name}\` is defined twice`);
      rules.set(name, compileRule(text));
    }
  }
  for (const [name, rule] of rules) checkReferences(name, rule, rules);
  const resolve = (name: string): Choice => {
    const rule = rules.get(name);
    if (rule === undefined) throw new BezoarError('grammar/rule', `no rule is named \`${name}\``);
    return rule;
  };
  const write = (choice: Choice, random: Random, slots: Slots): string => {
    let out = '';
    for (const part of choose(choice, random)) {
      if (part.kind === 'text') out += part.text;
      else if (part.kind === 'choice') out += write(part.choice, random, slots);
      else if (part.kind === 'rule') out += write(resolve(part.name), random, slots);
      else out += slotValue(part.name, slots);
    }
    return out;
  };
  return { expand: (rule, random, slots) => write(resolve(rule), random, slots), rules: [...rules.keys()] };
}

/** A rule out of a word list: one alternative per word, in the list's order. */
export function listRule(words: readonly string[]): string {
  return words.join('\n');
}

function compileRule(text: string): Choice {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const options = lines.map((line) => parseParts(line, 0, '').parts);
  let total = 0;
  const sums = options.map((_, rank) => {
    total += 1 / (rank + WEIGHT_OFFSET);
    return total;
  });
  return { options, cumulative: sums.map((sum) => sum / total) };
}

function parseParts(text: string, from: number, closers: string): { parts: Part[]; end: number } {
  const parts: Part[] = [];
  let literal = '';
  const flush = (): void => {
    if (literal !== '') parts.push({ kind: 'text', text: literal.replaceAll('⟨', '(').replaceAll('⟩', ')') });
    literal = '';
  };
  let at = from;
  while (at < text.length) {
    const char = text[at] as string;
    if (closers.includes(char)) break;
    if (char === '{') {
      flush();
      const end = text.indexOf('}', at);
      const name = text.slice(at + 1, end);
      parts.push(name.startsWith('$') ? { kind: 'slot', name: name.slice(1) } : { kind: 'rule', name });
      at = end + 1;
    } else if (char === '(' || char === '[') {
      flush();
      const group = parseGroup(text, at, char);
      parts.push({ kind: 'choice', choice: group.choice });
      at = group.end;
    } else {
      literal += char;
      at++;
    }
  }
  flush();
  return { parts, end: at };
}

function parseGroup(text: string, open: number, opener: '(' | '['): { choice: Choice; end: number } {
  const closer = opener === '(' ? ')' : ']';
  const options: Part[][] = [];
  let at = open;
  do {
    const { parts, end } = parseParts(text, at + 1, `|${closer}`);
    options.push(parts);
    at = end;
    if (at >= text.length) throw new BezoarError('grammar/syntax', `unclosed \`${opener}\` in \`${text}\``);
  } while (text[at] === '|');
  if (opener === '[') for (let i = options.length; i > 0; i--) options.push([]);
  return { choice: { options, cumulative: null }, end: at + 1 };
}

function choose(choice: Choice, random: Random): readonly Part[] {
  const { options, cumulative } = choice;
  if (options.length === 1) return options[0] as readonly Part[];
  const point = random.next();
  if (cumulative === null) return options[Math.floor(point * options.length)] as readonly Part[];
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cumulative[middle] as number) > point) high = middle;
    else low = middle + 1;
  }
  return options[low] as readonly Part[];
}

function slotValue(name: string, slots: Slots): string {
  const value = slots[name];
  if (value === undefined) throw new BezoarError('grammar/slot', `no value for slot \`${name}\``);
  return value;
}

function checkReferences(owner: string, choice: Choice, rules: ReadonlyMap<string, Choice>): void {
  for (const part of choice.options.flat()) {
    if (part.kind === 'choice') checkReferences(owner, part.choice, rules);
    else if (part.kind === 'rule' && !rules.has(part.name)) {
      throw new BezoarError('grammar/rule', `rule \`${owner}\` refers to \`${part.name}\`, which is not defined`);
    }
  }
}
