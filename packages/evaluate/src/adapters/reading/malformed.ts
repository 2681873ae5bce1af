import { ModelError } from '../../model/model-error.ts';

/** An answer that cannot be read as one. `cause` only where its text holds nothing secret. */
export function malformed(message: string, cause?: unknown): ModelError {
  return new ModelError('evaluate/model-malformed', message, { cause });
}
