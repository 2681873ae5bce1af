import type { AllowDecision } from '../../decision/guard-decision.ts';
import { idKey, type RpcId } from '../message/rpc-message.ts';

/** A request of the client that has no answer yet. */
export interface OpenRequest {
  readonly id: RpcId;
  readonly method: string;
  readonly progressToken?: RpcId;
  /** Whether a refusal may be answered with structured content: not before the tool is known. */
  isStructured: boolean;
  /** `judging`: the server has not seen it. `settling`: its answer is being recorded. */
  state: 'judging' | 'sent' | 'settling' | 'cancelled';
  /** What the guard allowed, with the policy's name of it. */
  call?: { readonly action: string; readonly decision: AllowDecision };
  timer?: NodeJS.Timeout;
}

/** Ids whose answers are remembered, so that a stream which is resumed may repeat them (MCP, resumability and redelivery). */
const MAX_ANSWERED = 256;

/** The open requests of one session, by id. */
export interface OpenRequests {
  readonly size: number;
  get(id: RpcId): OpenRequest | undefined;
  /** Undefined where the id, or the progress token, is in use. */
  open(request: Pick<OpenRequest, 'id' | 'method' | 'progressToken'>): OpenRequest | undefined;
  /** Forgets a request; with its answer, the method is remembered for a while. */
  close(request: OpenRequest, isAnswered: boolean): void;
  /** The method of a request that was answered. */
  answered(id: RpcId): string | undefined;
  hasProgress(token: RpcId): boolean;
  all(): readonly OpenRequest[];
}

/** An empty list of open requests. */
export function createOpenRequests(): OpenRequests {
  const open = new Map<string, OpenRequest>();
  const answered = new Map<string, string>();
  const hasProgress = (token: RpcId): boolean =>
    [...open.values()].some(({ progressToken, state }) => progressToken === token && state === 'sent');
  return {
    get size() {
      return open.size;
    },
    get: (id) => open.get(idKey(id)),
    open: ({ id, method, progressToken }) => {
      const isTaken =
        open.has(idKey(id)) ||
        (progressToken !== undefined && [...open.values()].some((other) => other.progressToken === progressToken));
      if (isTaken) return undefined;
      const request: OpenRequest = {
        id,
        method,
        ...(progressToken === undefined ? {} : { progressToken }),
        isStructured: false,
        state: 'judging',
      };
      answered.delete(idKey(id));
      open.set(idKey(id), request);
      return request;
    },
    close: (request, isAnswered) => {
      clearTimeout(request.timer);
      open.delete(idKey(request.id));
      if (!isAnswered) return;
      answered.set(idKey(request.id), request.method);
      for (const oldest of answered.keys()) {
        if (answered.size <= MAX_ANSWERED) break;
        answered.delete(oldest);
      }
    },
    answered: (id) => answered.get(idKey(id)),
    hasProgress,
    all: () => [...open.values()],
  };
}
