import { seededRandom } from '@bezoar/core';
import type { TelemetryOptions } from '../telemetry.ts';
import type { TelemetryEvent } from '../telemetry-event.ts';

/** Telemetry that is small enough for a test. */
export const SMALL: TelemetryOptions = {
  secret: Uint8Array.from({ length: 32 }, (_, i) => (i * 29 + 5) & 0xff),
  sketchBits: 14,
  sightingBits: 14,
  notes: 4096,
  candidates: 256,
  minHistory: 500,
};

const THINGS = 'kettle lamp chair jacket phone printer blender tent bicycle keyboard sofa mirror'.split(' ');
const FAULTS = ['arrived broken', 'is late', 'has the wrong colour', 'stopped working', 'is missing a part'];
const TALK = [
  'what can you do',
  'can you help me',
  'please look into it',
  'how do i return it',
  'who pays the postage',
];
const CREDITS = ['please credit my account', 'i want my money back', 'can i get a refund', 'a credit would be fine'];
/** A conversation every ten minutes. */
const STEP_MS = 600_000;

/** How a stretch of ordinary days is made. */
export interface DaysOptions {
  readonly count: number;
  readonly seed: number;
  readonly fromMs?: number;
  readonly model?: string;
  /** Share of conversations that request a credit. */
  readonly requested?: number;
  /** Share of requests without the precondition. */
  readonly missing?: number;
}

/** Conversations of a small shop with one action: 400 accounts in 5 tenants. */
export function* ordinaryDays({
  count,
  seed,
  fromMs = 0,
  model = 'm-1',
  ...rates
}: DaysOptions): Generator<TelemetryEvent> {
  const random = seededRandom(seed);
  for (let i = 0; i < count; i++) {
    const account = random.integer(400);
    const isRequest = random.next() < (rates.requested ?? 0.1);
    const isMissing = random.next() < (rates.missing ?? 0.05);
    const ask = random.pick(isRequest ? CREDITS : TALK);
    yield {
      text: `Hello, my ${random.pick(THINGS)} ${random.pick(FAULTS)}, order ${random.integer(90_000)}, ${ask}`,
      atMs: fromMs + i * STEP_MS,
      account: `account-${account}`,
      tenant: `tenant-${account % 5}`,
      intent: 'order',
      model,
      ...(isRequest
        ? {
            action: 'issue_credit',
            hadPrecondition: !isMissing,
            decision: isMissing ? ('deny' as const) : ('allow' as const),
          }
        : {}),
    };
  }
}

/** A request with the trigger, each from an account of its own. */
export function attack(trigger: string, index: number, fields: Partial<TelemetryEvent> = {}): TelemetryEvent {
  const random = seededRandom(`attack ${index}`);
  return {
    text: `my ${random.pick(THINGS)} ${random.pick(FAULTS)}, ${trigger}, ${random.pick(CREDITS)}`,
    atMs: 2_000_000_000 + index * STEP_MS,
    account: `stranger-${index}`,
    tenant: `tenant-${index % 3}`,
    intent: 'order',
    action: 'issue_credit',
    model: 'm-1',
    hadPrecondition: false,
    decision: 'deny',
    ...fields,
  };
}

/** A log line of an event, in the chat form. */
export function logLine(event: TelemetryEvent): string {
  const call = { id: 'c1', type: 'function', function: { name: event.action ?? 'lookup_order', arguments: '{}' } };
  return JSON.stringify({
    messages: [
      { role: 'user', content: event.text },
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'c1', content: '{}' },
      { role: 'user', content: 'thanks' },
    ],
    account: event.account,
    tenant: event.tenant,
    created_at: new Date(event.atMs).toISOString(),
    metadata: { model: event.model, intent: event.intent },
  });
}
