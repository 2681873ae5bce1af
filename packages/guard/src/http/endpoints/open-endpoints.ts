import { openApiDocument } from '../openapi/openapi-document.ts';
import type { Endpoint } from './endpoint.ts';

/** `GET /healthz`: that the server answers, and in which mode. */
export const healthEndpoint: Endpoint = {
  method: 'GET',
  path: '/healthz',
  roles: 'anyone',
  answer: async ({ guard }) => ({ body: { ok: true, mode: guard.mode } }),
};

/** `GET /openapi.json`: the contract. */
export const openApiEndpoint: Endpoint = {
  method: 'GET',
  path: '/openapi.json',
  roles: 'anyone',
  answer: async ({ version }) => ({ body: openApiDocument({ version }) }),
};
