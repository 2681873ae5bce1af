import { type Answer, listAnswer } from '../answer/json-answer.ts';
import { numberIn } from '../border/read-query.ts';
import { ceilingRows } from '../views/ceiling-rows.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { MAX_CEILING_ROWS } from './list-limits.ts';

/** `GET /v1/ceilings`: every counter in use, against the limits of the present policy; of a bound caller's tenants only. */
export const ceilingsEndpoint: Endpoint = {
  method: 'GET',
  path: '/v1/ceilings',
  roles: ['caller', 'approver', 'operator'],
  query: ['limit'],
  answer: listCeilings,
};

async function listCeilings({ guard, clock, tenants, query }: Call): Promise<Answer> {
  const limit = numberIn(query, 'limit', { min: 1, max: MAX_CEILING_ROWS, standard: MAX_CEILING_ROWS });
  const all = ceilingRows(guard.policy, await guard.store.usage(clock()));
  // What everybody spent together is no business of one tenant's.
  const rows =
    tenants === undefined ? all : all.filter(({ tenant }) => tenant !== undefined && tenants.includes(tenant));
  return listAnswer(rows.slice(0, limit), rows.length <= limit);
}
