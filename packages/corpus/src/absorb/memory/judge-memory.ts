import { characterReasons } from '../characters/character-reasons.ts';
import type { MemoryContent } from '../item/absorb-item.ts';
import type { NamedAction } from '../item/absorb-policy.ts';
import { type AbsorbReason, quoteAt } from '../item/absorb-reason.ts';
import { type FoldedText, foldText } from '../language/folded-text.ts';
import { overridesIn } from '../language/override.ts';
import { roleMarkers } from '../language/role-markers.ts';
import { standingOrders } from '../language/standing-order.ts';
import { type PatternMatch, sentenceAround } from '../language/word-pattern.ts';
import { assistantOrders } from './assistant-orders.ts';
import { generalClaims } from './cross-principal.ts';
import { type Grant, grantsIn } from './grants.ts';

/** Orders under a condition that only shape how an answer looks: what a user may well want remembered. */
const STYLE =
  / (?:in (?:german|french|spanish|portuguese|dutch|italian|english|japanese|chinese|polish|turkish|arabic|euros|dollars|metric|celsius|bullet|bullets|short|plain|simple|large|capital|table|tables)|shorter|briefly|concise|concisely|formally|politely|gluten free|vegan|vegetarian|kosher|halal|window|aisle|by (?:name|first|email|phone|post)|dr|as (?:dr|mr|mrs|ms)|metric|bullet points|emoji|emojis) /;

/** Why a memory should not be kept. Attacker controls: the memory. */
export function judgeMemory({ text, key }: MemoryContent, actions: readonly NamedAction[]): AbsorbReason[] {
  const reasons: AbsorbReason[] = [];
  for (const [name, value] of [
    ['text', text],
    ['key', (key ?? '').replaceAll(/[_.-]+/g, ' ')],
  ] as const) {
    if (value === '') continue;
    const folded = foldText(value);
    reasons.push(...rulesOn(folded, name, actions), ...characterReasons(value, name, 'memory'));
    for (const { severity, span, detail } of roleMarkers(value)) {
      reasons.push(at(folded, name, { rule: 'memory/role-marker', code: INSTRUCTION, severity, span, detail }));
    }
  }
  // `{is_admin: true}` says with its name what the text does not.
  if (key !== undefined && isYes(text)) {
    const folded = foldText(`user is ${key.replaceAll(/[_.-]+/g, ' ')} already always for credits`);
    for (const { rule, match } of grantsIn(folded, [])) {
      reasons.push(
        at(folded, 'key and text', { rule, code: MEMORY, severity: 'high', span: match.span, detail: KEYED }),
      );
      break;
    }
  }
  return reasons;
}

const INSTRUCTION = 'corpus/instruction-in-content';
const MEMORY = 'corpus/unauthorized-memory';
const KEYED = 'its name grants something, and its value says yes';

function rulesOn(folded: FoldedText, name: string, actions: readonly NamedAction[]): AbsorbReason[] {
  const reasons: AbsorbReason[] = [];
  for (const { rule, match } of grantsIn(folded, actions)) {
    reasons.push(at(folded, name, { rule, code: MEMORY, severity: 'high', span: match.span, detail: GRANTS[rule] }));
  }
  for (const order of standingOrders(folded)) {
    const isStyle = STYLE.test(folded.joined.slice(order.from, order.to + 60));
    reasons.push(
      at(folded, name, {
        rule: 'memory/standing-order',
        code: INSTRUCTION,
        severity: isStyle ? 'low' : 'high',
        span: order.span,
        detail: 'it says what to do when something is said or asked later',
      }),
    );
  }
  for (const order of assistantOrders(folded)) {
    const isStyle = STYLE.test(sentenceAround(folded, order.from, order.to));
    const detail = 'it tells the assistant what to do';
    const severity = isStyle ? 'low' : 'high';
    reasons.push(
      at(folded, name, { rule: 'memory/assistant-order', code: INSTRUCTION, severity, span: order.span, detail }),
    );
  }
  for (const { span } of overridesIn(folded)) {
    const detail = 'it asks to drop earlier instructions';
    reasons.push(at(folded, name, { rule: 'memory/override', code: INSTRUCTION, severity: 'high', span, detail }));
  }
  for (const { span } of generalClaims(folded)) {
    const detail = 'it says something of users other than its own';
    reasons.push(at(folded, name, { rule: 'memory/other-principals', code: MEMORY, severity: 'high', span, detail }));
  }
  return reasons;
}

const GRANTS: Readonly<Record<Grant['rule'], string>> = {
  'grant/authority': 'it claims that somebody in charge allowed something, or that rules do not count',
  'grant/permission': 'it grants a permission or an approval',
  'grant/identity': 'it grants an identity or a role',
  'grant/limit': 'it changes a limit or exempts from one',
  'grant/skipped-check': 'it leaves out a check, a question or an approval',
  'grant/action': 'it names a declared action as allowed',
};

function isYes(text: string): boolean {
  return /^\s*(?:true|yes|y|1|on|enabled|granted|ok|always|unlimited|active)\s*\.?\s*$/i.test(text);
}

function at(
  { raw }: FoldedText,
  where: string,
  reason: Pick<AbsorbReason, 'rule' | 'code' | 'severity' | 'detail'> & { readonly span: PatternMatch['span'] },
): AbsorbReason {
  return { ...reason, where, quote: quoteAt(raw, reason.span) };
}
