import { DEFAULT_LIMIT, MAX_CEILING_ROWS, MAX_LIMIT, MAX_RECEIPT_PLACE } from '../endpoints/list-limits.ts';
import { type JsonSchema, listOf, oneOf, ref } from './json-schema.ts';

/** What the document says of one method of one path. */
export interface Operation {
  readonly id: string;
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly summary: string;
  /** Empty: without a token. */
  readonly roles: readonly string[];
  readonly body?: string;
  readonly query?: Readonly<Record<string, JsonSchema>>;
  readonly answer: JsonSchema;
  /** Statuses of errors beyond those that every operation has. */
  readonly faults?: readonly number[];
  readonly isDecision?: boolean;
  /** What is asked next, with what the answer says (OpenAPI 3.1, Link Object). */
  readonly links?: JsonSchema;
}

const limit = (maximum: number, standard: number): JsonSchema => ({
  type: 'integer',
  minimum: 1,
  maximum,
  default: standard,
});
const LIMIT = limit(MAX_LIMIT, DEFAULT_LIMIT);
const REVIEWERS = ['approver', 'operator'];
const REQUEST_STATES = ['pending', 'approved', 'denied', 'consumed', 'expired', 'all'];

/** Every operation. */
export const OPERATIONS: readonly Operation[] = [
  {
    id: 'authorize',
    method: 'post',
    path: '/v1/authorize',
    summary: 'Decides a call. A denial is a 200 too; every error is a denial.',
    roles: ['caller'],
    body: 'AuthorizeRequest',
    answer: ref('Decision'),
    isDecision: true,
    links: {
      settle: { operationId: 'settle', requestBody: { reservation: '$response.body#/reservation', outcome: 'done' } },
    },
  },
  {
    id: 'settle',
    method: 'post',
    path: '/v1/settle',
    summary: 'Says what came of an allowed call: by whoever reserved it, or by an operator.',
    roles: ['caller', 'operator'],
    body: 'SettleRequest',
    answer: ref('Settled'),
    faults: [404, 409],
  },
  {
    id: 'observeConversation',
    method: 'post',
    path: '/v1/conversations',
    summary: 'Tells telemetry of a conversation in which no action was asked for: history, by which a phrase is rare.',
    roles: ['caller'],
    body: 'ConversationRequest',
    answer: ref('Observed'),
  },
  {
    id: 'listRequests',
    method: 'get',
    path: '/v1/requests',
    summary: 'Requests for approval, newest first.',
    roles: REVIEWERS,
    query: { state: { ...oneOf(REQUEST_STATES), default: 'pending' }, limit: LIMIT },
    answer: listOf(ref('ApprovalRequest')),
    links: {
      getRequest: { operationId: 'getRequest', parameters: { id: '$response.body#/0/id' } },
      decideRequest: { operationId: 'decideRequest', parameters: { id: '$response.body#/0/id' } },
    },
  },
  {
    id: 'getRequest',
    method: 'get',
    path: '/v1/requests/{id}',
    summary: 'One request for approval.',
    roles: REVIEWERS,
    answer: ref('ApprovalRequest'),
    faults: [404],
  },
  {
    id: 'decideRequest',
    method: 'post',
    path: '/v1/requests/{id}/decision',
    summary: 'Approves or denies, in the name of the token. Whoever asked may not.',
    roles: ['approver'],
    body: 'DecisionRequest',
    answer: ref('ApprovalRequest'),
    faults: [404, 409],
  },
  {
    id: 'listCeilings',
    method: 'get',
    path: '/v1/ceilings',
    summary: 'Every counter in use, against the limits of the present policy.',
    roles: ['caller', 'approver', 'operator'],
    query: { limit: limit(MAX_CEILING_ROWS, MAX_CEILING_ROWS) },
    answer: listOf(ref('Ceiling')),
  },
  {
    id: 'listReservations',
    method: 'get',
    path: '/v1/reservations',
    summary: 'Actions whose outcome is open, oldest first.',
    roles: ['operator'],
    query: { state: { ...oneOf(['open']), default: 'open' }, limit: LIMIT },
    answer: listOf(ref('Reservation')),
  },
  {
    id: 'stop',
    method: 'post',
    path: '/v1/stop',
    summary: 'Denies an action, or all, from the next decision on.',
    roles: ['operator'],
    body: 'StopRequest',
    answer: ref('StopResult'),
    faults: [404],
  },
  {
    id: 'resume',
    method: 'post',
    path: '/v1/resume',
    summary: 'Lifts the stop of an action, or the one of all.',
    roles: ['operator'],
    body: 'StopRequest',
    answer: ref('StopResult'),
  },
  {
    id: 'listStops',
    method: 'get',
    path: '/v1/stops',
    summary: 'What is stopped.',
    roles: REVIEWERS,
    answer: listOf(ref('Stop')),
  },
  {
    id: 'listReceipts',
    method: 'get',
    path: '/v1/receipts',
    summary: 'The chain of receipts from a place on.',
    roles: ['operator'],
    query: { from: { type: 'integer', minimum: 0, maximum: MAX_RECEIPT_PLACE, default: 0 }, limit: LIMIT },
    answer: listOf(ref('Receipt')),
  },
  {
    id: 'health',
    method: 'get',
    path: '/healthz',
    summary: 'That the server answers, and in which mode.',
    roles: [],
    answer: ref('Health'),
  },
  {
    id: 'openApi',
    method: 'get',
    path: '/openapi.json',
    summary: 'This document.',
    roles: [],
    answer: { type: 'object' },
  },
];
