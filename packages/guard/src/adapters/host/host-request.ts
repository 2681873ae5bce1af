import { BezoarError, type Principal } from '@bezoar/core/actions';
import type { GuardedRequest } from '../../guard/guarded-action.ts';
import { MAX_TEXT_LENGTH } from '../../request/parse-request.ts';

/** What a host may add to a request; everything in it is the host's own knowledge, nothing of it the model's. */
export type HostDetails = Omit<GuardedRequest, 'principal' | 'arguments'>;

/** How a host says whose call it is. `Host`: what the SDK gives to a tool next to the model's arguments. */
export interface HostOptions<Host extends readonly unknown[]> {
  /**
   * Account and tenant of the authenticated session; undefined denies.
   * INVARIANT: it is not given the model's arguments, so that it cannot read a name out of them.
   */
  readonly principalOf?: (...host: Host) => Principal | undefined | Promise<Principal | undefined>;
  /** Idempotency key, requester, labels, transcript, the user's text. */
  readonly detailsOf?: (...host: Host) => HostDetails | Promise<HostDetails>;
}

/** The whole request. Rejects with `guard/host-failed` where a callback of the host fails: then nothing is executed. */
export async function hostRequest<Host extends readonly unknown[]>(
  { principalOf, detailsOf }: HostOptions<Host>,
  values: unknown,
  host: Host,
  defaults: { readonly principal: unknown; readonly text?: string | undefined },
): Promise<GuardedRequest> {
  try {
    const principal = principalOf === undefined ? defaults.principal : await principalOf(...host);
    const details = (await detailsOf?.(...host)) ?? {};
    const text = details.text ?? defaults.text?.slice(-MAX_TEXT_LENGTH);
    // The guard type-checks all of it; one that is missing or malformed is denied.
    return {
      ...details,
      ...(text === undefined ? {} : { text }),
      principal: principal as Principal,
      arguments: values,
    };
  } catch (error) {
    throw new BezoarError('guard/host-failed', 'the host could not say whose call it is', { cause: error });
  }
}

/** The `principal` of an SDK's context object, where that is where the host put it. */
export function principalIn(context: unknown): unknown {
  if (typeof context !== 'object' || context === null || !Object.hasOwn(context, 'principal')) return undefined;
  return (context as { readonly principal: unknown }).principal;
}
