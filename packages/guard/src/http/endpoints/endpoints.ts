import { authorizeEndpoint } from './authorize.ts';
import { ceilingsEndpoint } from './ceilings.ts';
import { conversationsEndpoint } from './conversations.ts';
import type { Endpoint } from './endpoint.ts';
import { healthEndpoint, openApiEndpoint } from './open-endpoints.ts';
import { receiptsEndpoint } from './receipts.ts';
import { decisionEndpoint, requestEndpoint, requestsEndpoint } from './requests.ts';
import { reservationsEndpoint } from './reservations.ts';
import { settleEndpoint } from './settle.ts';
import { resumeEndpoint, stopEndpoint, stopsEndpoint } from './stops.ts';

/** Every endpoint. */
export const ENDPOINTS: readonly Endpoint[] = [
  authorizeEndpoint,
  settleEndpoint,
  conversationsEndpoint,
  requestsEndpoint,
  requestEndpoint,
  decisionEndpoint,
  ceilingsEndpoint,
  reservationsEndpoint,
  stopEndpoint,
  resumeEndpoint,
  stopsEndpoint,
  receiptsEndpoint,
  healthEndpoint,
  openApiEndpoint,
];
