import type { RpcId } from '../message/rpc-message.ts';
import { fromClient } from './from-client.ts';
import { fromServer } from './from-server.ts';
import {
  type Outgoing,
  openState,
  type ResolvedRules,
  type SessionOptions,
  type SessionState,
} from './session-state.ts';
import { loseRequest } from './settle-request.ts';

/** One client and one server, with the guard between them, whatever carries their messages. */
export interface McpSession {
  /** Unguessable. */
  readonly id: string;
  /** What becomes of a message of the client. Undefined: nobody hears of it. A promise where the guard is asked. */
  fromClient(bytes: Uint8Array): Outgoing | undefined | Promise<Outgoing | undefined>;
  /** What becomes of a message of the server. */
  fromServer(bytes: Uint8Array): Outgoing | undefined | Promise<Outgoing | undefined>;
  phase(): SessionState['phase'];
  /** The protocol version that both sides agreed on. */
  version(): string | undefined;
  /** Whether a request was sent and not answered. */
  isOpen(id: RpcId): boolean;
  /** Gives one request up whose answer will not come; what the client is told, or undefined where nothing was open. */
  lose(id: RpcId): Promise<Outgoing | undefined>;
  /** Ends the session: what was sent and not answered has an unknown outcome. Returns what the client is told. */
  close(): Promise<readonly Outgoing[]>;
}

/** Opens a session. */
export function createMcpSession(resolved: ResolvedRules, options: SessionOptions): McpSession {
  const state = openState(resolved, options);
  const { id, requests, emit } = state;
  emit({ type: 'session-opened', session: id });
  const lose = async (requestId: RpcId): Promise<Outgoing | undefined> => {
    const request = requests.get(requestId);
    if (request?.state !== 'sent') return undefined;
    return { to: 'client', message: await loseRequest(state, request, 'lost'), id: requestId };
  };
  return {
    id,
    fromClient: (bytes) => fromClient(state, bytes),
    fromServer: (bytes) => fromServer(state, bytes),
    phase: () => state.phase,
    version: () => state.version,
    isOpen: (requestId) => requests.get(requestId)?.state === 'sent',
    lose,
    close: async () => {
      if (state.phase === 'closed') return [];
      state.phase = 'closed';
      const answers = await Promise.all(requests.all().map((request) => lose(request.id)));
      emit({ type: 'session-closed', session: id });
      return answers.filter((answer) => answer !== undefined);
    },
  };
}
