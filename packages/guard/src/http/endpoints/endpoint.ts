import type { Clock } from '@bezoar/core/actions';
import type { Guard } from '../../guard/create-guard.ts';
import type { Answer } from '../answer/json-answer.ts';
import type { Query } from '../border/read-query.ts';
import type { Role } from '../caller/caller.ts';
import type { ObservedConversation } from './conversations.ts';

/** A request that passed the border, as an endpoint sees it. */
export interface Call {
  readonly guard: Guard;
  readonly clock: Clock;
  /** Name of the authenticated caller; empty where nobody needs to be. */
  readonly caller: string;
  readonly role: Role | undefined;
  /** Tenants that the caller may speak for; absent: all. */
  readonly tenants?: readonly string[];
  /** The `{id}` of the path; empty where there is none. */
  readonly id: string;
  /** Strict JSON; undefined for a GET. */
  readonly body: unknown;
  readonly query: Query;
  /** For the OpenAPI document. */
  readonly version: string;
  /** Who is told of ordinary conversations, where anybody is. */
  readonly onConversation?: (conversation: ObservedConversation) => void;
}

/** One method of one path. */
export interface Endpoint {
  readonly method: 'GET' | 'POST';
  /** With `{id}` for 32 hexadecimal digits. */
  readonly path: string;
  /** Who may; `anyone`: without a token. */
  readonly roles: readonly Role[] | 'anyone';
  /** Parameters of the query that it knows. */
  readonly query?: readonly string[];
  /** Whether its errors are denials too. */
  readonly isDecision?: boolean;
  /** May throw an `HttpFault`. */
  answer(call: Call): Promise<Answer>;
}
