import { DECISION_CODES } from '../../decision/decision-code.ts';
import { RECEIPT_KINDS } from '../../receipts/receipt.ts';
import { ALLOWED_CODE, HTTP_CODES, REFUSED_CODES } from '../answer/http-code.ts';
import { closed, DIGEST, FLAG, type JsonSchema, listOf, oneOf, orNull, ref, TEXT, TIME, WHOLE } from './json-schema.ts';

const MODE = oneOf(['enforce', 'shadow']);
const RESERVATION_STATE = oneOf(['reserved', 'done', 'failed', 'unknown']);
const SCOPE = oneOf(['account', 'tenant', 'global']);

const DENY = { decision: oneOf(['deny']), code: ref('DecisionCode'), reasons: listOf(TEXT) };
const DENY_MORE = { reservation: TEXT, state: RESERVATION_STATE, receipt: ref('Receipt') };
const ASK = {
  decision: oneOf(['needs-approval']),
  code: oneOf(['guard/approval-needed']),
  reasons: listOf(TEXT),
  requestId: TEXT,
  state: oneOf(['pending', 'approved']),
  expiresAt: TIME,
};
const ASK_MORE = { receipt: ref('Receipt') };

const CEILING = {
  action: TEXT,
  scope: SCOPE,
  key: { ...TEXT, description: '`tenant/account`, `tenant` or `*`; each part is percent-encoded.' },
  unit: { ...TEXT, description: 'A currency, in minor units, or `count`.' },
  windowMs: WHOLE,
  settled: WHOLE,
  reserved: WHOLE,
};
const CEILING_OWNER = { tenant: TEXT, account: TEXT };

/** Schemas of decisions. Each of them names its `decision`, and only one of them is `allow`. */
const DECISION_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  Decision: { oneOf: [ref('Allow'), ref('Deny'), ref('NeedsApproval')] },
  Allow: {
    ...closed(
      { decision: oneOf(['allow']), code: oneOf([ALLOWED_CODE]), reasons: listOf(TEXT), isReplay: FLAG, mode: MODE },
      {
        arguments: {
          ...ref('Arguments'),
          description: 'What must be executed: exactly these. Absent where `shadow` is not.',
        },
        reservation: { ...TEXT, description: 'To settle. Absent for a listed tool that is no declared action.' },
        executeBy: TIME,
        receipt: ref('Receipt'),
        shadow: { anyOf: [ref('ShadowDeny'), ref('ShadowNeedsApproval')] },
      },
    ),
    description: 'It may be executed once. In shadow mode `shadow` says what would have been decided.',
  },
  Deny: closed({ ...DENY, mode: MODE }, DENY_MORE),
  NeedsApproval: closed({ ...ASK, mode: MODE }, ASK_MORE),
  ShadowDeny: closed(DENY, DENY_MORE),
  ShadowNeedsApproval: closed(ASK, ASK_MORE),
  DecisionCode: oneOf(DECISION_CODES),
};

/** Schemas of everything that is answered. */
export const ANSWER_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  ...DECISION_SCHEMAS,
  FaultCode: oneOf([...HTTP_CODES, ...REFUSED_CODES, ...DECISION_CODES]),
  Fault: closed({ code: ref('FaultCode'), reasons: listOf(TEXT) }),
  Denial: {
    ...closed({ decision: oneOf(['deny']), code: ref('FaultCode'), reasons: listOf(TEXT), mode: MODE }),
    description: 'An error of the path that decides: a denial too.',
  },
  AnyFault: {
    description: 'An error that came about before the path was known is a denial too.',
    oneOf: [ref('Fault'), ref('Denial')],
  },
  Amount: closed({ minor: WHOLE, currency: { type: 'string', pattern: '^[A-Z]{3}$' } }),
  Receipt: {
    ...closed(
      {
        kind: oneOf(RECEIPT_KINDS),
        action: TEXT,
        id: TEXT,
        sequence: WHOLE,
        at: { ...WHOLE, description: 'Milliseconds since the Unix epoch, as it was hashed.' },
        previous: DIGEST,
        hash: DIGEST,
      },
      {
        tenant: TEXT,
        account: TEXT,
        requester: TEXT,
        argumentsDigest: DIGEST,
        amount: ref('Amount'),
        code: TEXT,
        reservation: TEXT,
        approval: TEXT,
        outcome: TEXT,
        actor: TEXT,
        model: TEXT,
        intent: TEXT,
        policy: TEXT,
        mode: MODE,
      },
    ),
    description: 'One link of the chain: `hash` is SHA-256 over the canonical JSON of everything else.',
  },
  Observed: closed({ observed: FLAG }),
  Settled: closed(
    { reservation: TEXT, action: TEXT, state: RESERVATION_STATE, settledAt: orNull(TIME) },
    { receipt: ref('Receipt') },
  ),
  ApprovalRequest: closed({
    id: TEXT,
    action: TEXT,
    state: oneOf(['pending', 'approved', 'denied', 'consumed', 'expired']),
    principal: ref('Principal'),
    requester: TEXT,
    canonicalArguments: { ...TEXT, description: 'Canonical JSON (RFC 8785), complete.' },
    arguments: orNull(ref('Arguments')),
    amount: orNull(ref('Amount')),
    policy: TEXT,
    isPolicyCurrent: FLAG,
    isIntact: FLAG,
    context: ref('Context'),
    votes: listOf(ref('Vote')),
    quorum: WHOLE,
    createdAt: TIME,
    expiresAt: TIME,
    binding: DIGEST,
    reversible: FLAG,
    rule: orNull(ref('EscalationRule')),
    budget: listOf(ref('Budget')),
    reservation: orNull(TEXT),
  }),
  Vote: closed({ approver: TEXT, decision: oneOf(['approve', 'deny']), reason: TEXT, at: TIME }, { signature: TEXT }),
  EscalationRule: closed({
    kind: oneOf(['every-call', 'above-amount', 'no-amount', 'no-transcript']),
    above: orNull(ref('Amount')),
    approvers: WHOLE,
    expiresMs: WHOLE,
  }),
  Ceiling: closed({ ...CEILING, limit: orNull(WHOLE) }, CEILING_OWNER),
  Budget: closed({ ...CEILING, limit: WHOLE, remaining: { type: 'integer' } }, CEILING_OWNER),
  Reservation: closed({
    id: TEXT,
    action: TEXT,
    state: RESERVATION_STATE,
    principal: ref('Principal'),
    requester: TEXT,
    caller: TEXT,
    argumentsDigest: DIGEST,
    amount: orNull(ref('Amount')),
    approval: orNull(TEXT),
    mode: MODE,
    reservedAt: TIME,
    executeBy: TIME,
  }),
  Stop: closed({ action: { ...orNull(TEXT), description: 'Null: every action.' }, reason: TEXT, by: TEXT, at: TIME }),
  StopResult: closed({ receipt: ref('Receipt'), stops: listOf(ref('Stop')) }),
  Health: closed({ ok: { const: true }, mode: MODE }),
};
