import type { Severity } from '@bezoar/core';
import { characterReasons } from '../characters/character-reasons.ts';
import { readMarkdown } from '../html/markdown-page.ts';
import { type PageSegment, type PageText, readPage } from '../html/page-segments.ts';
import type { DocumentContent, DocumentPart } from '../item/absorb-item.ts';
import { type AbsorbReason, quoteAt } from '../item/absorb-reason.ts';
import { foldText } from '../language/folded-text.ts';
import { isWithin, quotedRanges } from '../language/quoted-ranges.ts';
import { roleMarkers } from '../language/role-markers.ts';
import { anyPattern, hasPattern, type WordPattern } from '../language/word-pattern.ts';
import { isDiscussion, isExample } from './discussion.ts';
import { modelOrders } from './model-orders.ts';
import { retrievalBait } from './retrieval-bait.ts';

/** What was found in a document, and what of it could not be told. */
export interface DocumentJudgement {
  readonly reasons: readonly AbsorbReason[];
  /** Malformed markup, in plain words: what is hidden there is not known. */
  readonly undecided: readonly string[];
}

/** Words of hidden prose from which an honest page has something to explain. */
export const HIDDEN_PROSE_WORDS = 12;
/** Words that nobody hides for a reader's sake where the way of hiding is deceptive. */
export const DECEPTIVE_WORDS = 4;
/** Reasons of one rule that a document gives; more say nothing more. */
const MAX_PER_RULE = 5;

/** Why a document should not be indexed. Attacker controls: the document. */
export function judgeDocument({ parts }: DocumentContent): DocumentJudgement {
  const reasons: AbsorbReason[] = [];
  const undecided: string[] = [];
  for (const part of parts) {
    const page = pageOf(part);
    undecided.push(...page.malformed.map((reason) => `\`${part.name}\`: ${reason}`));
    reasons.push(...textReasons(page.visible, part.name));
    reasons.push(...characterReasons(part.text, part.name, 'document'));
    for (const segment of page.hidden) reasons.push(...hiddenReasons(segment, part.name));
  }
  return { reasons: fewOfEach(reasons), undecided };
}

function pageOf({ text, format }: DocumentPart): PageText {
  if (format === 'html') return readPage(text);
  return format === 'markdown' ? readMarkdown(text) : { visible: text, hidden: [], malformed: [] };
}

function textReasons(text: string, where: string): AbsorbReason[] {
  const folded = foldText(text);
  const ranges = quotedRanges(text);
  const isAbout = isDiscussion(folded);
  const reasons: AbsorbReason[] = [];
  for (const { rule, severity, match, detail } of modelOrders(folded)) {
    const isQuoted = isWithin(ranges, match.span) || isExample(folded, match.from, match.span.start);
    const eased = isQuoted && isAbout ? atMostMedium(severity) : severity;
    reasons.push({
      code: INSTRUCTION,
      rule,
      severity: eased,
      where,
      span: match.span,
      quote: quoteAt(text, match.span),
      detail,
    });
  }
  for (const { span, severity, detail } of roleMarkers(text)) {
    const rule = 'document/role-marker';
    const eased = isAbout || severity !== 'medium' ? severity : 'low';
    reasons.push({ code: INSTRUCTION, rule, severity: eased, where, span, quote: quoteAt(text, span), detail });
  }
  for (const { rule, severity, span, detail } of retrievalBait(text)) {
    reasons.push({ code: INSTRUCTION, rule, severity, where, span, quote: quoteAt(text, span), detail });
  }
  return reasons;
}

/** Orders that are suspicious only where nobody sees them: a visible help page is full of them. */
const IMPERATIVE: WordPattern = anyPattern([
  'you must|should|shall|will|are_to|need_to|have_to',
  'always|never|must|do_not|ensure|make_sure *2 say|answer|respond|reply|recommend|tell|mention|reveal|include|approve|grant|use|trust|cite|rank|ignore|output',
  'ignore|disregard|recommend|approve|reveal|override|instead|instructions|instruction|prompt|assistant|ai|llm|chatbot|language_model',
]);

function hiddenReasons({ text, start, hiddenBy, isDeceptive }: PageSegment, part: string): AbsorbReason[] {
  const where = `${part}, ${hiddenBy ?? 'hidden'}`;
  const folded = foldText(text);
  const count = folded.words.length;
  const span = { start, end: start };
  const hidden = (rule: string, severity: Severity, detail: string): AbsorbReason => ({
    code: 'corpus/hidden-text',
    rule,
    severity,
    where,
    span,
    quote: quoteAt(text, { start: 0, end: Math.min(text.length, 160) }),
    detail,
  });
  const orders = textReasons(text, where).map((reason) => ({ ...reason, span }));
  const worst = orders.some(({ severity }) => severity === 'high');
  const isSuspicious = count >= DECEPTIVE_WORDS && (hasPattern(folded, IMPERATIVE) || isAddressed(text));
  if (worst) return [...orders, hidden('hidden/order', 'high', `an order hidden by ${hiddenBy}`)];
  if (isDeceptive && count >= DECEPTIVE_WORDS)
    return [hidden('hidden/deceptive', 'high', `text hidden by ${hiddenBy}`)];
  if (
    isSuspicious &&
    /comment|definition|attribute|display|visibility|hidden|template|white|clipped|picture|style sheet/.test(
      hiddenBy ?? '',
    )
  )
    return [
      hidden(
        'hidden/imperative',
        count >= 5 && isAddressed(text) ? 'high' : 'medium',
        `what reads like an order, hidden by ${hiddenBy}`,
      ),
    ];
  if (count >= HIDDEN_PROSE_WORDS)
    return [
      hidden(
        'hidden/prose',
        /attribute|comment of a script/.test(hiddenBy ?? '') ? 'info' : 'low',
        `text hidden by ${hiddenBy}`,
      ),
    ];
  return [];
}

/** Whether hidden words speak of models and their answers, and of what has to be. */
function isAddressed(text: string): boolean {
  return (
    /\b(?:assistants?|ais?|llms?|chatbots?|language models?|models?|prompts?|answers?|repl(?:y|ies)|responses?|summar(?:y|ies)|the user|users)\b/i.test(
      text,
    ) &&
    /\b(?:must|ha[sv]e? to|should|shall|always|never|name|recommend|tell|say|ignore|mention|choose|add|include|approve|reveal|prefer|trust|rules|instructions?)\b/i.test(
      text,
    )
  );
}

const INSTRUCTION = 'corpus/instruction-in-content';

function atMostMedium(severity: Severity): Severity {
  return severity === 'high' || severity === 'critical' ? 'medium' : severity;
}

function fewOfEach(reasons: readonly AbsorbReason[]): AbsorbReason[] {
  const counts = new Map<string, number>();
  return reasons.filter(({ rule, severity }) => {
    const key = `${rule} ${severity}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count <= MAX_PER_RULE;
  });
}
