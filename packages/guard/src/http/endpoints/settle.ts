import { type Answer, isoTime } from '../answer/json-answer.ts';
import { nameOf, readFields, wordOf } from '../border/read-fields.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { unrefused } from './unrefused.ts';

/** `POST /v1/settle`: what came of an allowed action, from whoever reserved it, or from an operator who looked. */
export const settleEndpoint: Endpoint = {
  method: 'POST',
  path: '/v1/settle',
  roles: ['caller', 'operator'],
  answer: settle,
};

async function settle({ guard, caller, role, body }: Call): Promise<Answer> {
  const fields = readFields(body, ['reservation', 'outcome']);
  const reservation = nameOf(fields, 'reservation');
  const outcome = wordOf(fields, 'outcome', ['done', 'failed', 'unknown']);
  const result = await guard.settle({ reservation, outcome, caller, isOperator: role === 'operator' });
  const { reservation: settled, receipt } = unrefused(result, 'settled');
  return {
    body: {
      reservation: settled.id,
      action: settled.action,
      state: settled.state,
      settledAt: settled.settledAt === null ? null : isoTime(settled.settledAt),
      // None where the same word was said before.
      ...(receipt === undefined ? {} : { receipt }),
    },
  };
}
