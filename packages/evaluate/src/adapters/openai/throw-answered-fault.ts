import { statusFault } from '../http/check-status.ts';
import { describeFault } from '../http/describe-fault.ts';

/** Some gateways answer 200 with an `error` in place of choices; its code is the status that it should have been. */
export function throwAnsweredFault(value: unknown, secrets: readonly string[]): void {
  if (typeof value !== 'object' || value === null || !('error' in value) || 'choices' in value) return;
  const { error } = value;
  if (error === null) return;
  const code = typeof error === 'object' && 'code' in error ? Number(error.code) : Number.NaN;
  const status = Number.isInteger(code) && code >= 400 && code <= 599 ? code : 500;
  throw statusFault(status, describeFault(JSON.stringify(value), secrets));
}
