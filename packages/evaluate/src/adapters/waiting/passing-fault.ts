import type { ModelError } from '../../model/model-error.ts';

/** A fault that may pass: asking again may help. Never leaves the adapters. */
export class PassingFault extends Error {
  override readonly name: string = 'PassingFault';
  readonly fault: ModelError;
  /** Milliseconds that the server asks to be left alone. */
  readonly retryAfterMs: number | undefined;

  constructor(fault: ModelError, retryAfterMs?: number) {
    super(fault.message);
    this.fault = fault;
    this.retryAfterMs = retryAfterMs;
  }
}
