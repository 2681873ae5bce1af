import { type Clock, type Principal, UsageError } from '@bezoar/core/actions';
import type { RequestContext } from '../../request/action-request.ts';
import type { McpRules } from '../mcp-rules.ts';
import type { McpHttpLimits } from './http-limits.ts';

/** What a proxy for the streamable HTTP transport is made of. */
export interface McpHttpProxyOptions extends McpRules {
  /** The server's one address. Nothing else is ever asked, and redirects are not followed. */
  readonly upstream: string | URL;
  /** Whether the server may be asked without TLS where it is not on this machine. Default false. */
  readonly allowPlainHttp?: boolean;
  /**
   * Whose request it is, from the host's own authentication; undefined refuses it.
   * INVARIANT: never from the message.
   */
  readonly principalOf: (request: Request) => Principal | undefined | Promise<Principal | undefined>;
  readonly context?: RequestContext;
  /** The headers that the server is asked with beside the protocol's own, such as its own token. The client's are never passed on. */
  readonly upstreamHeaders?: (
    principal: Principal,
  ) => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
  /** Values of `Origin` that are served. Default none: browsers are refused, pages that rebind a name among them. */
  readonly allowedOrigins?: readonly string[];
  readonly httpLimits?: Partial<McpHttpLimits>;
  readonly fetch?: typeof fetch;
  readonly clock?: Clock;
}

/** The address of a server. Throws `guard/mcp-upstream` for one that cannot be obeyed. */
export function parseUpstream(upstream: string | URL, allowPlainHttp: boolean): URL {
  const url = URL.canParse(String(upstream)) ? new URL(String(upstream)) : undefined;
  const isPlain = url?.protocol === 'http:';
  const isLocal = url !== undefined && /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  if (
    url === undefined ||
    !(isPlain || url.protocol === 'https:') ||
    `${url.username}${url.password}${url.hash}` !== ''
  ) {
    throw new UsageError('guard/mcp-upstream', 'expected an http or https address without user and fragment');
  }
  if (isPlain && !isLocal && !allowPlainHttp) {
    throw new UsageError('guard/mcp-upstream', `\`${url.origin}\` has no TLS: anybody on the way reads and changes it`);
  }
  return url;
}
