import { BezoarError } from '@bezoar/core/actions';
import type { Guard } from '../../guard/create-guard.ts';
import { type DeniedResult, notListed, type OnDenied, refuse } from './denied-result.ts';
import { executeGuarded, isListed } from './execute-guarded.ts';
import { type HostOptions, hostRequest, principalIn } from './host-request.ts';

/** How `guardExecute` is told of the host. */
export interface GuardExecuteOptions<Host extends readonly unknown[]> extends HostOptions<Host> {
  /** Default `result`. */
  readonly onDenied?: OnDenied;
}

/**
 * Wraps the function that a tool of any SDK executes, `(input, ...host)`: authorized, executed with the input that was
 * judged, settled. What the function throws is thrown on, and its outcome is unknown unless it is `NotExecuted`. Without
 * `principalOf`, the principal is that of the first host argument's `context`. Throws `guard/tool-not-listed`.
 */
export function guardExecute<Input, Host extends readonly unknown[], Output>(
  guard: Guard,
  name: string,
  execute: (input: Input, ...host: Host) => Output | Promise<Output>,
  options: GuardExecuteOptions<Host> = {},
): (input: Input, ...host: Host) => Promise<Output | DeniedResult> {
  if (!isListed(guard, name)) throw notListed(name);
  return async (input, ...host) => {
    const request = await hostRequest(options, input, host, { principal: principalIn(contextOf(host[0])) });
    const outcome = await executeGuarded(guard, name, request, async (call) => {
      const output = await execute(call.arguments as Input, ...host);
      // Not a line of a generator has run yet: to call that done would be a guess.
      if (isIterable(output))
        throw new BezoarError('guard/tool-not-executable', `\`${name}\` gives its result in parts`);
      return output;
    });
    return outcome.decision === 'allow' ? outcome.result : refuse(outcome, options.onDenied);
  };
}

function isIterable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

function contextOf(host: unknown): unknown {
  return typeof host === 'object' && host !== null && 'context' in host ? host.context : undefined;
}
