import { type Clock, type Destination, systemClock, UsageError } from '@bezoar/core';
import { REDIRECT_STATUSES, redirectTarget } from '@bezoar/core/network';
import { checkPatterns } from './check/check-destination.ts';
import { parseDestination } from './check/destination-pattern.ts';
import { createEgressBudget, DEFAULT_EGRESS_BUDGET, type EgressBudgetOptions } from './egress-budget.ts';
import { type EgressLimits, egressLimits } from './egress-limits.ts';
import { type EgressRefusal, EgressRefused } from './egress-refused.ts';
import { connectChecked } from './exchange/connect-checked.ts';
import { type Deadline, startDeadline } from './exchange/deadline.ts';
import { exchange } from './exchange/exchange.ts';
import { hostAndPort, parsePrivateHosts } from './exchange/private-hosts.ts';
import { type ResolveHost, resolveChecked, systemResolve } from './exchange/resolve-checked.ts';
import { toResponse } from './exchange/to-response.ts';
import { nextHop } from './request/next-hop.ts';
import { type OutgoingRequest, readOutgoingRequest } from './request/outgoing-request.ts';

/** Takes what the platform's `fetch` takes, and returns what it returns. */
export type EgressFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** A request that was refused, for telemetry. Neither path nor values: they may be what was to be carried out. */
export interface EgressRefusalEvent {
  readonly reason: EgressRefusal;
  readonly message: string;
  /** Absent where the request could not be read. */
  readonly method?: string;
  /** Redirects that were followed before. */
  readonly hop: number;
}

/** What a checked fetch may reach, and with what. */
export interface EgressOptions {
  readonly destinations: readonly Destination[];
  /** Hosts with ports, such as `wiki.internal:8443`, that may have private addresses and be asked without TLS. */
  readonly allowPrivate?: readonly string[];
  readonly limits?: Partial<EgressLimits>;
  readonly budget?: Partial<EgressBudgetOptions>;
  readonly clock?: Clock;
  /** The name service; by default the system's. */
  readonly resolve?: ResolveHost;
  /** Certificates (PEM) of authorities, in place of the system's. */
  readonly trusted?: readonly string[];
  /** Told of every refusal before it is thrown. What it throws is ignored. */
  readonly onRefusal?: (event: EgressRefusalEvent) => void;
}

/**
 * A `fetch` for tools that reaches the listed destinations and nothing else: every hop is checked, connected to at an
 * address that was checked, and read within limits. No cookies, no proxy, no cache, no connection that is used twice;
 * answers are read whole before they are returned, so that event streams do not work.
 *
 * Rejects with an `EgressRefused`, an `EgressFailed`, or the reason of the caller's signal. It binds tools that use it
 * and no others: it is no sandbox. Throws a `UsageError` for options that cannot be obeyed.
 */
export function createEgressFetch(options: EgressOptions): EgressFetch {
  const patterns = options.destinations.map(parseDestination);
  const privateHosts = parsePrivateHosts(options.allowPrivate ?? []);
  for (const { origin } of patterns) {
    if (origin.startsWith('http:') && !privateHosts.has(hostAndPort(new URL(origin)))) {
      const why = 'without TLS anybody on the way reads and changes it; name it in `allowPrivate` if it is your own';
      throw new UsageError('guard/destination', `\`${origin}\` cannot be a destination: ${why}`);
    }
  }
  const limits = egressLimits(options.limits);
  const budget = createEgressBudget({ ...DEFAULT_EGRESS_BUDGET, ...options.budget }, options.clock ?? systemClock);
  const resolve = options.resolve ?? systemResolve;

  const follow = async (first: OutgoingRequest, deadline: Deadline, state: { hop: number }): Promise<Response> => {
    let request = first;
    for (; ; state.hop++) {
      const check = checkPatterns(request, patterns, limits);
      if (!check.allowed) throw new EgressRefused(check.code, check.reason);
      const url = new URL(check.url);
      const { method, body } = request;
      budget.charge({ origin: url.origin, method, url: check.url, hasBody: body !== undefined && body.length > 0 });
      const addresses = await resolveChecked(url, resolve, privateHosts, deadline);
      const socket = await connectChecked(url, addresses, deadline, options.trusted);
      const answer = await exchange({ ...request, url }, socket, limits.responseBytes, deadline);
      const isRedirect = REDIRECT_STATUSES.has(answer.status) && answer.location !== undefined;
      if (!isRedirect || request.redirect === 'manual') return toResponse(answer, url, state.hop, limits.responseBytes);
      if (request.redirect === 'error') throw new EgressRefused('redirect', 'the answer is a redirect');
      if (state.hop >= limits.maxRedirects) {
        throw new EgressRefused('redirect', `more than ${limits.maxRedirects} redirects`);
      }
      const target = redirectTarget(url, answer.location!);
      if ('fault' in target) throw new EgressRefused('redirect', target.fault);
      request = nextHop(request, url, target.url, answer.status);
    }
  };

  return async (input, init) => {
    const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    signal?.throwIfAborted();
    const deadline = startDeadline(limits.deadlineMs, signal);
    const state = { hop: 0 };
    let method: string | undefined;
    try {
      const request = await readOutgoingRequest(input, init, limits, deadline);
      method = request.method;
      return await follow(request, deadline, state);
    } catch (error) {
      if (error instanceof EgressRefused) {
        report(options.onRefusal, {
          reason: error.reason,
          message: error.message,
          hop: state.hop,
          ...(method === undefined ? {} : { method }),
        });
      }
      throw error;
    } finally {
      deadline.end();
    }
  };
}

/** A listener that throws must not turn a refusal into something else. */
function report(listener: EgressOptions['onRefusal'], event: EgressRefusalEvent): void {
  try {
    listener?.(event);
  } catch {
    // The refusal itself is still thrown.
  }
}
