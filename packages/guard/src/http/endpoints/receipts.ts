import { type Answer, listAnswer } from '../answer/json-answer.ts';
import { numberIn } from '../border/read-query.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { DEFAULT_LIMIT, MAX_LIMIT, MAX_RECEIPT_PLACE } from './list-limits.ts';

/** `GET /v1/receipts`: the chain from a place on, as it was hashed. */
export const receiptsEndpoint: Endpoint = {
  method: 'GET',
  path: '/v1/receipts',
  roles: ['operator'],
  query: ['from', 'limit'],
  answer: listReceipts,
};

async function listReceipts({ guard, query }: Call): Promise<Answer> {
  const from = numberIn(query, 'from', { min: 0, max: MAX_RECEIPT_PLACE, standard: 0 });
  const limit = numberIn(query, 'limit', { min: 1, max: MAX_LIMIT, standard: DEFAULT_LIMIT });
  const receipts = await guard.store.receipts(from, { limit: limit + 1 });
  return listAnswer(receipts.slice(0, limit), receipts.length <= limit);
}
