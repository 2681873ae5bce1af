import type { ApprovalRequest } from '../../approvals/approval-request.ts';
import { HttpFault, malformed } from '../answer/http-fault.ts';
import { type Answer, listAnswer } from '../answer/json-answer.ts';
import { readFields, reasonOf, wordOf } from '../border/read-fields.ts';
import { numberIn, wordIn } from '../border/read-query.ts';
import { findRequests, LISTED_STATES } from '../views/find-requests.ts';
import { requestView } from '../views/request-view.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { DEFAULT_LIMIT, MAX_LIMIT } from './list-limits.ts';
import { unrefused } from './unrefused.ts';

/** Longest signature, characters: an Ed25519 signature in base64 has 88. */
const MAX_SIGNATURE_LENGTH = 128;

/** Most characters of arguments in one list (CWE-770); what is left out is asked for alone. None is ever cut. */
export const MAX_LIST_CHARACTERS: number = 4 * 1024 * 1024;

/** `GET /v1/requests`: what waits for people. */
export const requestsEndpoint: Endpoint = {
  method: 'GET',
  path: '/v1/requests',
  roles: ['approver', 'operator'],
  query: ['state', 'limit'],
  answer: listRequests,
};

/** `GET /v1/requests/{id}`. */
export const requestEndpoint: Endpoint = {
  method: 'GET',
  path: '/v1/requests/{id}',
  roles: ['approver', 'operator'],
  answer: showRequest,
};

/** `POST /v1/requests/{id}/decision`: an approver's word, under the name of its token. */
export const decisionEndpoint: Endpoint = {
  method: 'POST',
  path: '/v1/requests/{id}/decision',
  roles: ['approver'],
  answer: decideRequest,
};

async function listRequests({ guard, clock, query }: Call): Promise<Answer> {
  const state = wordIn(query, 'state', LISTED_STATES, 'pending');
  const limit = numberIn(query, 'limit', { min: 1, max: MAX_LIMIT, standard: DEFAULT_LIMIT });
  const now = clock();
  const { requests, isComplete } = await findRequests(guard, { state, limit, now });
  let characters = 0;
  const fitting = requests.filter(({ canonicalArguments }, index) => {
    characters += canonicalArguments.length;
    return index === 0 || characters <= MAX_LIST_CHARACTERS;
  });
  const usage = fitting.length === 0 ? [] : await guard.store.usage(now);
  const rows = fitting.map((request) => requestView(request, { policy: guard.policy, usage, now }));
  return listAnswer(rows, isComplete && fitting.length === requests.length);
}

async function showRequest({ guard, clock, id }: Call): Promise<Answer> {
  const found = await guard.store.transact(async (transaction) => {
    await transaction.head();
    return transaction.approvals([id]);
  });
  const request = found.get(id);
  if (request === undefined) throw new HttpFault(404, 'guard/no-such-request', 'there is no such request');
  return { body: await view(request, { guard, clock }) };
}

async function decideRequest({ guard, clock, caller, id, body }: Call): Promise<Answer> {
  const fields = readFields(body, ['decision'], ['reason', 'signature']);
  const decision = wordOf(fields, 'decision', ['approve', 'deny']);
  const reason = 'reason' in fields ? reasonOf(fields) : undefined;
  const { signature } = fields;
  if (signature !== undefined && !isSignature(signature)) throw malformed('expected `signature` to be base64');
  const result = await guard.decide({
    requestId: id,
    approver: caller,
    decision,
    ...(reason === undefined ? {} : { reason }),
    ...(signature === undefined ? {} : { signature }),
  });
  return { body: await view(unrefused(result, 'voted').approval, { guard, clock }) };
}

function isSignature(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_SIGNATURE_LENGTH && /^[A-Za-z0-9+/]+={0,2}$/.test(value);
}

async function view(request: ApprovalRequest, { guard, clock }: Pick<Call, 'guard' | 'clock'>): Promise<unknown> {
  const now = clock();
  return requestView(request, { policy: guard.policy, usage: await guard.store.usage(now), now });
}
