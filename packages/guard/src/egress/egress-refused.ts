import { BezoarError } from '@bezoar/core';

/** Why a request may not be sent. Stable: reports and tests name them. */
export type EgressRefusal =
  | 'malformed-url'
  | 'unlisted-host'
  | 'unlisted-path'
  | 'oversized-path'
  | 'unlisted-method'
  | 'unlisted-parameter'
  | 'oversized-query'
  | 'malformed-request'
  | 'refused-header'
  | 'oversized-body'
  | 'private-address'
  | 'redirect'
  | 'budget';

/**
 * A request that may not be sent, thrown so that a tool cannot take it for an answer. Nothing of this request was sent;
 * where `hop` is not 0, earlier requests were, and led here. The message names the host and never a path or a value.
 */
export class EgressRefused extends BezoarError<'guard/egress-refused'> {
  override readonly name: string = 'EgressRefused';
  readonly reason: EgressRefusal;

  constructor(reason: EgressRefusal, message: string, options?: { readonly cause?: unknown }) {
    super('guard/egress-refused', message, options);
    this.reason = reason;
  }
}

/** Why an allowed request brought no answer. */
export type EgressFailure = 'unresolved' | 'not-connected' | 'timeout' | 'protocol' | 'cut' | 'too-large' | 'encoding';

/** An allowed request that brought no answer, or one over the limits. It may have had its effect all the same. */
export class EgressFailed extends BezoarError<'guard/egress-failed'> {
  override readonly name: string = 'EgressFailed';
  readonly reason: EgressFailure;

  constructor(reason: EgressFailure, message: string, options?: { readonly cause?: unknown }) {
    super('guard/egress-failed', message, options);
    this.reason = reason;
  }
}
