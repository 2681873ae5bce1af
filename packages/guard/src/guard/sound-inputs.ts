import { BezoarError } from '@bezoar/core/actions';
import type { OperationTime } from '../store/apply/operation.ts';

/** An id as every row has it. Throws `guard/internal`: an id that repeats would let one receipt stand for two decisions. */
export function soundId(id: unknown): string {
  if (typeof id === 'string' && /^[0-9a-f]{32}$/.test(id)) return id;
  throw new BezoarError('guard/internal', 'expected an id of 32 hexadecimal digits');
}

/** Two readings that a store can count with. Throws `guard/internal`: with `NaN` every comparison with a ceiling is false. */
export function soundTime(time: unknown): OperationTime {
  const { window, expiry, ...others } = (time ?? {}) as { readonly window?: unknown; readonly expiry?: unknown };
  if (isTime(window) && isTime(expiry) && Object.keys(others).length === 0) return { window, expiry };
  throw new BezoarError('guard/internal', 'expected whole milliseconds since the Unix epoch from the clock');
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
