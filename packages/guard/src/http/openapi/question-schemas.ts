import { MAX_REASON_LENGTH } from '../border/read-fields.ts';
import { closed, type JsonSchema, oneOf, ref, TEXT } from './json-schema.ts';

const REASON: JsonSchema = { type: 'string', maxLength: MAX_REASON_LENGTH };

/** Schemas of what is sent. No object takes a field that it does not name. */
export const QUESTION_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  Name: {
    type: 'string',
    description: 'A well-formed text without control characters, of at most 256 UTF-16 code units.',
    minLength: 1,
    maxLength: 256,
    pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]+$',
  },
  Principal: closed({ account: ref('Name'), tenant: ref('Name') }),
  Context: closed({}, { intent: ref('Name'), model: ref('Name'), conversation: ref('Name'), agent: ref('Name') }),
  JsonValue: {
    description: 'Any JSON value; numbers are finite, and nesting ends at 32 levels.',
    anyOf: [
      { type: ['null', 'boolean', 'number', 'string'] },
      { type: 'array', items: ref('JsonValue') },
      ref('Arguments'),
    ],
  },
  Arguments: {
    type: 'object',
    description: 'What the model wrote: at most 64 Ki characters of canonical JSON, and 10,000 values.',
    propertyNames: { not: { enum: ['__proto__', 'constructor', 'prototype'] } },
    additionalProperties: ref('JsonValue'),
  },
  AuthorizeRequest: {
    ...closed(
      {
        action: ref('Name'),
        principal: ref('Principal'),
        arguments: ref('Arguments'),
        idempotencyKey: ref('Name'),
      },
      {
        requester: ref('Name'),
        approval: ref('Name'),
        context: ref('Context'),
        text: {
          ...TEXT,
          description: 'What the user wrote, for telemetry. What is beyond 64 Ki characters is cut off.',
        },
      },
    ),
    description:
      'The principal comes from the authenticated session of the host, never from the model. A retry has the same ' +
      'idempotencyKey and the same arguments.',
    examples: [
      {
        action: 'issue_credit',
        principal: { account: 'anna', tenant: 'acme' },
        arguments: { order_id: 'A-1', amount_cents: 1200 },
        idempotencyKey: '5f1c9f0e-A-1',
      },
    ],
  },
  ConversationRequest: {
    ...closed({ principal: ref('Principal'), text: TEXT }, { context: ref('Context') }),
    description: 'What a user wrote, all turns together. It is counted by keyed hashes.',
  },
  SettleRequest: {
    ...closed({ reservation: ref('Name'), outcome: oneOf(['done', 'failed', 'unknown']) }),
    description: '`failed`: it certainly had no effect. Whoever does not know says `unknown`.',
  },
  DecisionRequest: closed(
    { decision: oneOf(['approve', 'deny']) },
    {
      reason: REASON,
      signature: {
        type: 'string',
        description: 'Ed25519 over the vote, base64; needed where the guard knows keys of approvers.',
        maxLength: 128,
        pattern: '^[A-Za-z0-9+/]+={0,2}$',
      },
    },
  ),
  StopRequest: {
    ...closed({ reason: REASON }, { action: ref('Name') }),
    description: 'Without an action: all of them.',
  },
};
