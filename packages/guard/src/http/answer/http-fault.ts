import type { GuardMode } from '../../decision/guard-mode.ts';
import type { FaultCode } from './http-code.ts';

/** Ends a request with an error. Its message is for people, and never quotes a token or a body. */
export class HttpFault extends Error {
  override readonly name: string = 'HttpFault';
  readonly status: number;
  readonly code: FaultCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: FaultCode, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** A request that is not what the contract says. */
export function malformed(message: string): HttpFault {
  return new HttpFault(400, 'guard/http-malformed', message);
}

/** The body of an error. */
export interface FaultBody {
  readonly code: FaultCode;
  readonly reasons: readonly string[];
}

/** The body of an error where a decision was asked for: a client that looks only at the body still reads a denial. */
export interface DenialBody extends FaultBody {
  readonly decision: 'deny';
  readonly mode: GuardMode;
}

/** The body of a fault. */
export function faultBody({ code, message }: HttpFault): FaultBody {
  return { code, reasons: [message] };
}

/** The body of a fault on a path that answers decisions. */
export function denialBody(fault: HttpFault, mode: GuardMode): DenialBody {
  return { decision: 'deny', ...faultBody(fault), mode };
}
