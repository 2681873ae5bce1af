import { type Reservation, stateAt } from '../../store/reservation.ts';
import { type Answer, isoTime, listAnswer } from '../answer/json-answer.ts';
import { numberIn, wordIn } from '../border/read-query.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { DEFAULT_LIMIT, MAX_LIMIT } from './list-limits.ts';

/** `GET /v1/reservations`: actions whose outcome is open, oldest first, for whoever finds out. */
export const reservationsEndpoint: Endpoint = {
  method: 'GET',
  path: '/v1/reservations',
  roles: ['operator'],
  query: ['state', 'limit'],
  answer: listReservations,
};

async function listReservations({ guard, clock, query }: Call): Promise<Answer> {
  wordIn(query, 'state', ['open'], 'open');
  const limit = numberIn(query, 'limit', { min: 1, max: MAX_LIMIT, standard: DEFAULT_LIMIT });
  const open = await guard.store.open({ limit: limit + 1 });
  const now = clock();
  return listAnswer(
    open.slice(0, limit).map((one) => reservationView(one, now)),
    open.length <= limit,
  );
}

function reservationView(reservation: Reservation, now: number): Readonly<Record<string, unknown>> {
  const { id, action, principal, requester, caller, argumentsDigest, amount, approval, mode } = reservation;
  return {
    id,
    action,
    state: stateAt(reservation, now),
    principal: { account: principal.account, tenant: principal.tenant },
    requester,
    caller,
    argumentsDigest,
    amount,
    approval,
    mode,
    reservedAt: isoTime(reservation.reservedAt),
    executeBy: isoTime(reservation.executeBy),
  };
}
