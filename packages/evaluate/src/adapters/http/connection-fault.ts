import { ModelError } from '../../model/model-error.ts';
import { PassingFault } from '../waiting/passing-fault.ts';

/** What a name service or a certificate says does not change within seconds. */
const LASTING = /^(?:ENOTFOUND|ERR_INVALID_URL|ERR_TLS_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|EPROTO)/;

/**
 * What `fetch` throws, or its body. Only codes of the system are passed on: its texts may hold headers, and so the key.
 */
export function connectionFault(error: unknown): Error {
  const code = codeOf(error) ?? 'unknown';
  const fault = new ModelError('evaluate/model-unreachable', `the connection failed: ${code}`);
  return LASTING.test(code) ? fault : new PassingFault(fault);
}

/** The code of an error or of what caused it. */
function codeOf(error: unknown): string | undefined {
  for (let one = error; one instanceof Error; one = one.cause) {
    if ('code' in one && typeof one.code === 'string') return one.code;
    // Several addresses were tried.
    if (one instanceof AggregateError) return codeOf(one.errors[0]);
  }
  return undefined;
}
