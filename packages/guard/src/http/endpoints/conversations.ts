import type { Principal } from '@bezoar/core/actions';
import type { RequestContext } from '../../request/action-request.ts';
import { MAX_TEXT_LENGTH, parseRequest } from '../../request/parse-request.ts';
import { HttpFault } from '../answer/http-fault.ts';
import type { Answer } from '../answer/json-answer.ts';
import { readFields } from '../border/read-fields.ts';
import { checkTenant } from '../caller/check-tenant.ts';
import type { Call, Endpoint } from './endpoint.ts';

/** An ordinary conversation: history for telemetry, without which a phrase cannot be called rare. */
export interface ObservedConversation {
  readonly principal: Principal;
  /** What the user wrote, cut off at `MAX_TEXT_LENGTH`. */
  readonly text: string;
  readonly context: RequestContext;
}

/** `POST /v1/conversations`: tells telemetry of a conversation in which no action was asked for. */
export const conversationsEndpoint: Endpoint = {
  method: 'POST',
  path: '/v1/conversations',
  roles: ['caller'],
  answer: observe,
};

async function observe({ body, tenants, onConversation }: Call): Promise<Answer> {
  checkTenant(body, tenants);
  const fields = readFields(body, ['principal', 'text'], ['context']);
  // The same types as in a request for an action, whose name is of no matter here.
  const parsed = parseRequest({ action: 'conversation', arguments: {}, ...fields });
  if ('fault' in parsed) throw new HttpFault(400, parsed.fault, parsed.reason);
  const { principal, context, text = '' } = parsed.request;
  onConversation?.({ principal, context, text: text.slice(0, MAX_TEXT_LENGTH) });
  return { body: { observed: onConversation !== undefined } };
}
