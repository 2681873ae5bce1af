import { checkHazards, type Decision, describeError, type Hazard, parseUnrepeatedJson } from '@bezoar/core';
import type { TelemetryEvent } from '../telemetry-event.ts';
import type { LogEntry } from './log-entry.ts';
import { isObject, readChat } from './read-chat.ts';

/** Longest line in UTF-16 units: a conversation of a million words; a longer one is a fault (CWE-770). */
export const MAX_LOG_LINE_LENGTH = 8_388_608;
/** Times below are seconds, above milliseconds: 1e11 seconds are the year 5138, 1e11 milliseconds 1973. */
const SECONDS_BELOW = 1e11;

/** What a log is read with. */
export interface ActionLogOptions {
  /** High-value actions by tool name. A conversation that calls one is a request for it. */
  readonly actions: readonly string[];
  /** The declared hazards: says of each request in `messages` whether its precondition stood in the transcript. */
  readonly hazards?: readonly Hazard[];
}

/**
 * Reads a log of conversations, one JSON object a line; empty lines are skipped, and a name that stands twice is a fault. Fields, at the top level or under `metadata`:
 *
 * - `messages` (OpenAI chat format, tool calls included) or `text` (a text or a list of turns); the user's words are taken, up to
 *   the last call of a declared action;
 * - `account`, and `tenant` where there are several;
 * - `at` or `created_at`: ISO 8601 with a time zone, or seconds or milliseconds since 1970;
 * - `action`: the requested tool, where `messages` does not show its call; one that is not declared is an ordinary conversation;
 * - optional: `intent`, `model`, `decision` (`allow`, `deny`, `needs-approval`), `had_precondition`.
 *
 * Every line gives an entry; what cannot be read gives a fault with its place. Attacker controls: what users wrote, not the form.
 */
export async function* readActionLog(
  lines: Iterable<string> | AsyncIterable<string>,
  options: ActionLogOptions,
): AsyncGenerator<LogEntry> {
  const actions = new Set(options.actions);
  let line = 0;
  for await (const text of lines) {
    line++;
    if (text.trim() === '') continue;
    const read = readLine(text, actions, options.hazards ?? []);
    yield typeof read === 'string' ? { line, fault: read } : { line, event: read };
  }
}

function readLine(text: string, actions: ReadonlySet<string>, hazards: readonly Hazard[]): TelemetryEvent | string {
  if (text.length > MAX_LOG_LINE_LENGTH) {
    return `expected at most ${MAX_LOG_LINE_LENGTH} characters, got ${text.length}`;
  }
  let record: unknown;
  try {
    record = parseUnrepeatedJson(text);
  } catch (error) {
    return describeError(error).replace(/\s+/g, ' ').slice(0, 120);
  }
  if (!isObject(record)) return 'expected an object';
  const field = fieldsOf(record);
  const faults: string[] = [];
  const optional = (name: string): string | undefined => {
    const value = field(name);
    if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
    faults.push(`expected \`${name}\` to be text`);
    return undefined;
  };
  const said = readSaid(field, actions, hazards);
  if (typeof said === 'string') faults.push(said);
  const atMs = readTime(field('at') ?? field('created_at'));
  if (atMs === undefined) faults.push('expected `at` or `created_at` to be a time with its zone');
  const account = optional('account');
  if (account === undefined || account === '') faults.push('expected `account`');
  const [tenant, intent, model] = [optional('tenant'), optional('intent'), optional('model')];
  const decision = readDecision(field('decision'));
  if (decision === null) faults.push('expected `decision` to be `allow`, `deny` or `needs-approval`');
  const had = field('had_precondition') ?? undefined;
  if (had !== undefined && typeof had !== 'boolean') faults.push('expected `had_precondition` to be true or false');
  if (faults.length > 0 || typeof said === 'string' || atMs === undefined) return faults.join('; ');
  const hadPrecondition = typeof had === 'boolean' ? had : said.hadPrecondition;
  return {
    text: said.text,
    atMs,
    account: account ?? '',
    tenant: tenant ?? '',
    ...(said.action === undefined ? {} : { action: said.action }),
    ...(intent === undefined ? {} : { intent }),
    ...(model === undefined ? {} : { model }),
    ...(decision === undefined || decision === null ? {} : { decision }),
    ...(hadPrecondition === undefined ? {} : { hadPrecondition }),
  };
}

type Field = (name: string) => unknown;

function fieldsOf(record: Record<string, unknown>): Field {
  const { metadata } = record;
  return (name) => {
    if (Object.hasOwn(record, name)) return record[name];
    return isObject(metadata) && Object.hasOwn(metadata, name) ? metadata[name] : undefined;
  };
}

interface Said {
  readonly text: string | readonly string[];
  readonly action?: string;
  readonly hadPrecondition?: boolean;
}

function readSaid(field: Field, actions: ReadonlySet<string>, hazards: readonly Hazard[]): Said | string {
  const named = field('action');
  if (named !== undefined && named !== null && typeof named !== 'string') return 'expected `action` to be text';
  const declared = typeof named === 'string' && actions.has(named) ? { action: named } : {};
  if (field('messages') === undefined) {
    const text = field('text');
    const isText = typeof text === 'string' || (Array.isArray(text) && text.every((turn) => typeof turn === 'string'));
    return isText ? { text, ...declared } : 'expected `messages`, or `text` as text or a list of texts';
  }
  const chat = readChat(field('messages'));
  if (typeof chat === 'string') return chat;
  const { turns } = chat;
  const last = turns.findLastIndex(({ toolCalls }) => toolCalls.some(({ name }) => actions.has(name)));
  const before = last < 0 ? turns : turns.slice(0, last);
  const text = before.filter(({ role }) => role === 'user').map((turn) => turn.text);
  if (last < 0) return { text, ...declared };
  const action = turns.flatMap(({ toolCalls }) => toolCalls).find(({ name }) => actions.has(name))!.name;
  const hazard = hazards.find((one) => one.action === action);
  if (hazard === undefined) return { text, action };
  return { text, action, hadPrecondition: checkHazards(chat, [hazard]).violations.length === 0 };
}

function readTime(value: unknown): number | undefined {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) {
    return Math.round(value < SECONDS_BELOW ? value * 1000 : value);
  }
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)$/i.test(value))
    return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}

function readDecision(value: unknown): Decision['decision'] | undefined | null {
  if (value === undefined || value === null) return undefined;
  const text = isObject(value) ? value.decision : value;
  return text === 'allow' || text === 'deny' || text === 'needs-approval' ? text : null;
}
