import type { Stop } from '../../store/guard-store.ts';
import { HttpFault } from '../answer/http-fault.ts';
import { type Answer, isoTime, listAnswer } from '../answer/json-answer.ts';
import { nameOf, readFields, reasonOf } from '../border/read-fields.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { unrefused } from './unrefused.ts';

/** `POST /v1/stop`: denies an action, or all, from the next decision on. */
export const stopEndpoint: Endpoint = { method: 'POST', path: '/v1/stop', roles: ['operator'], answer: stop };

/** `POST /v1/resume`: lifts the stop of an action, or the one of all. */
export const resumeEndpoint: Endpoint = { method: 'POST', path: '/v1/resume', roles: ['operator'], answer: resume };

/** `GET /v1/stops`: what is stopped, by whom and why. */
export const stopsEndpoint: Endpoint = {
  method: 'GET',
  path: '/v1/stops',
  roles: ['approver', 'operator'],
  answer: async ({ guard }) => listAnswer((await guard.store.stops()).map(stopView), true),
};

async function stop(call: Call): Promise<Answer> {
  const order = readOrder(call);
  const { policy } = call.guard;
  if (order.action !== '' && !policy.actions.has(order.action) && policy.tools?.has(order.action) !== true) {
    // A slip of the pen would look like a stop, and stop nothing.
    throw new HttpFault(404, 'guard/action-not-declared', 'the policy neither declares nor lists it');
  }
  return recorded(call, unrefused(await call.guard.stop(order), 'recorded'));
}

async function resume(call: Call): Promise<Answer> {
  return recorded(call, unrefused(await call.guard.resume(readOrder(call)), 'recorded'));
}

function readOrder({ body, caller }: Call): { readonly action: string; readonly reason: string; readonly by: string } {
  const fields = readFields(body, ['reason'], ['action']);
  return { action: 'action' in fields ? nameOf(fields, 'action') : '', reason: reasonOf(fields), by: caller };
}

async function recorded({ guard }: Call, { receipt }: { readonly receipt: unknown }): Promise<Answer> {
  return { body: { receipt, stops: (await guard.store.stops()).map(stopView) } };
}

function stopView({ action, reason, by, at }: Stop): Readonly<Record<string, unknown>> {
  return { action: action === '' ? null : action, reason, by, at: isoTime(at) };
}
