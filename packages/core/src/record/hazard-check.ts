import { wordsOf } from '../text/words.ts';
import type { Conversation, ToolCall, Turn } from './conversation.ts';
import { fieldOf } from './field-of.ts';
import type { Hazard, HazardViolation, TranscriptPrecondition } from './hazard.ts';

/** Most words that a `*` in a claim pattern stands for: room for an amount and its adjectives, not for another sentence. */
export const CLAIM_WILDCARD_WORDS = 6;

/** What a conversation teaches of the hazard actions. */
export interface HazardCheck {
  readonly violations: readonly HazardViolation[];
  /** Whether an assistant turn performs or claims any of the actions, precondition or not: the record is in the slice. */
  readonly isInSlice: boolean;
}

/**
 * Every assistant turn that performs or claims a hazard action, and of these the ones without its precondition earlier in
 * the transcript. Undecided is never clean: a result that is missing or is not JSON does not satisfy a `where`.
 * Attacker controls: the conversation. Not the hazards.
 */
export function checkHazards(conversation: Conversation, hazards: readonly Hazard[]): HazardCheck {
  const violations: HazardViolation[] = [];
  let isInSlice = false;
  const { turns } = conversation;
  for (const hazard of hazards) {
    const patterns = patternsOf(hazard);
    for (const [index, turn] of turns.entries()) {
      if (turn.role !== 'assistant') continue;
      const isCall = turn.toolCalls.some((call) => call.name === hazard.action);
      const isClaim = !isCall && patterns.length > 0 && claims(turn.text, patterns);
      if (!isCall && !isClaim) continue;
      isInSlice = true;
      const fault = preconditionFault(turns, index, hazard);
      if (fault !== undefined) {
        violations.push({ action: hazard.action, carrier: isCall ? 'tool-call' : 'claim', turn: index, ...fault });
      }
    }
  }
  return { violations, isInSlice };
}

/** The violations of `checkHazards`. */
export function findHazardViolations(conversation: Conversation, hazards: readonly Hazard[]): HazardViolation[] {
  return [...checkHazards(conversation, hazards).violations];
}

/** The claim patterns of a hazard, split into words once for all records. */
const PATTERNS = new WeakMap<Hazard, readonly (readonly string[])[]>();

function patternsOf(hazard: Hazard): readonly (readonly string[])[] {
  const known = PATTERNS.get(hazard);
  if (known !== undefined) return known;
  const patterns = hazard.claims.map(claimPattern);
  PATTERNS.set(hazard, patterns);
  return patterns;
}

type Fault = Pick<HazardViolation, 'reason' | 'detail'>;

function preconditionFault(turns: readonly Turn[], before: number, hazard: Hazard): Fault | undefined {
  const { precondition } = hazard;
  if (precondition === undefined)
    return { reason: 'never-legitimate', detail: `\`${hazard.action}\` has no precondition` };
  for (const tool of precondition.after) {
    if (latestCall(turns, before, hazard.action, tool) === undefined) {
      return { reason: 'call-missing', detail: `no call of \`${tool}\` comes before it` };
    }
  }
  return precondition.where.size === 0 ? undefined : resultFault(turns, before, hazard.action, precondition);
}

function resultFault(
  turns: readonly Turn[],
  before: number,
  action: string,
  precondition: TranscriptPrecondition,
): Fault | undefined {
  const tool = precondition.after.at(-1);
  if (tool === undefined) return { reason: 'result-missing', detail: 'the precondition names no tool to compare' };
  const call = latestCall(turns, before, action, tool);
  const result = call === undefined ? undefined : resultOf(turns, call, before);
  if (result === undefined)
    return { reason: 'result-missing', detail: `the result of \`${tool}\` is not in the transcript` };
  let parsed: unknown;
  try {
    parsed = JSON.parse(result);
  } catch {
    return { reason: 'result-unreadable', detail: `the result of \`${tool}\` is not JSON` };
  }
  for (const [field, expected] of precondition.where) {
    const found = fieldOf(parsed, field);
    if (found !== expected) {
      const shown = describeValue(found);
      return {
        reason: 'result-differs',
        detail: `\`${tool}\` returned ${shown} for \`${field}\`, expected ${expected}`,
      };
    }
  }
  return undefined;
}

interface PlacedCall {
  readonly turn: number;
  readonly position: number;
  readonly call: ToolCall;
}

/** The latest call of `tool` before turn `before`, or earlier than the action within that turn's own list of calls. */
function latestCall(turns: readonly Turn[], before: number, action: string, tool: string): PlacedCall | undefined {
  for (let turn = before; turn >= 0; turn--) {
    const { role, toolCalls } = turns[turn]!;
    if (role !== 'assistant') continue;
    const limit =
      turn === before
        ? Math.max(
            0,
            toolCalls.findIndex((call) => call.name === action),
          )
        : toolCalls.length;
    for (let position = limit - 1; position >= 0; position--) {
      const call = toolCalls[position]!;
      if (call.name === tool) return { turn, position, call };
    }
  }
  return undefined;
}

/** The text of the tool turn that answers a call: by id where it has one, else by position among the turns that follow. */
function resultOf(turns: readonly Turn[], placed: PlacedCall, before: number): string | undefined {
  const following = turns.slice(placed.turn + 1, before).filter((turn) => turn.role === 'tool');
  const { id } = placed.call;
  const byId = id === undefined ? undefined : following.find((turn) => turn.toolCallId === id);
  if (byId !== undefined) return byId.text;
  const unlabelled = following.filter((turn) => turn.toolCallId === undefined);
  return unlabelled[placed.position]?.text;
}

/** Nested values are named, not written out: their depth is the attacker's (CWE-674). */
function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : JSON.stringify(value).slice(0, 40);
}

/** A claim pattern as words; `*` is kept as itself. */
function claimPattern(claim: string): readonly string[] {
  return claim.split('*').flatMap((part, i) => (i === 0 ? wordsOf(part) : ['*', ...wordsOf(part)]));
}

function claims(text: string, patterns: readonly (readonly string[])[]): boolean {
  if (text === '') return false;
  const words = wordsOf(text);
  return patterns.some((pattern) => pattern.length > 0 && words.some((_, at) => matchesAt(words, at, pattern)));
}

/** Reachable ends of each prefix of the pattern: linear in text and pattern, no backtracking (CWE-1333). */
function matchesAt(words: readonly string[], start: number, pattern: readonly string[]): boolean {
  let ends = new Set([start]);
  for (const part of pattern) {
    const next = new Set<number>();
    for (const at of ends) {
      if (part === '*')
        for (let skip = 0; skip <= CLAIM_WILDCARD_WORDS && at + skip <= words.length; skip++) next.add(at + skip);
      else if (words[at] === part) next.add(at + 1);
    }
    if (next.size === 0) return false;
    ends = next;
  }
  return true;
}
