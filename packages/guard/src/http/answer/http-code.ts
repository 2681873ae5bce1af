import type { DecisionCode } from '../../decision/decision-code.ts';
import type { RefusedOperation } from '../../store/apply/operation.ts';

/** What HTTP itself adds to the codes of decisions and of refused operations. Stable; listed in the OpenAPI document. */
export const HTTP_CODES = [
  'guard/body-too-large',
  'guard/forbidden',
  'guard/host-refused',
  'guard/http-malformed',
  'guard/media-type-refused',
  'guard/method-not-allowed',
  'guard/not-found',
  'guard/origin-refused',
  'guard/rate-limited',
  'guard/tenant-refused',
  'guard/unauthenticated',
] as const;

/** One of `HTTP_CODES`. */
export type HttpCode = (typeof HTTP_CODES)[number];

/** Codes of operations that were refused: the same as within the process. */
export const REFUSED_CODES: readonly RefusedOperation[] = [
  'guard/no-such-request',
  'guard/no-such-reservation',
  'guard/not-an-approver',
  'guard/not-waiting',
  'guard/not-yours',
  'guard/settled-already',
];

/** Every code that an error of the server may have. */
export type FaultCode = HttpCode | RefusedOperation | DecisionCode;

/** The code of an answer that allows. */
export const ALLOWED_CODE = 'guard/allowed';
