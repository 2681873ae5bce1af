import { HttpFault } from './answer/http-fault.ts';
import type { Endpoint } from './endpoints/endpoint.ts';
import { ENDPOINTS } from './endpoints/endpoints.ts';

/** The endpoints of a path, and its `{id}`. */
export interface FoundPath {
  readonly endpoints: readonly Endpoint[];
  readonly id: string;
}

/**
 * The endpoints of a path. Paths are compared letter by letter and never decoded: no slash, dot or digit in disguise is
 * ours (CWE-22, CWE-436).
 */
// Attacker controls: the path.
export function findPath(path: string): FoundPath {
  const [, id = ''] = /^\/v1\/requests\/([0-9a-f]{32})(?=\/|$)/.exec(path) ?? [];
  const template = id === '' ? path : path.replace(id, '{id}');
  const isTemplate = id === '' && path.includes('{');
  return { endpoints: isTemplate ? [] : ENDPOINTS.filter((endpoint) => endpoint.path === template), id };
}

/** The endpoint for a method. Throws 404 or 405. */
export function findMethod({ endpoints }: FoundPath, method: string): Endpoint {
  if (endpoints.length === 0) throw new HttpFault(404, 'guard/not-found', 'there is no such path');
  const endpoint = endpoints.find((one) => one.method === method);
  if (endpoint !== undefined) return endpoint;
  const allowed = endpoints.map((one) => one.method).join(', ');
  throw new HttpFault(405, 'guard/method-not-allowed', `expected ${allowed}`, { allow: allowed });
}
