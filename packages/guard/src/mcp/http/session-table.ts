import { type Clock, canonicalJson, type Principal } from '@bezoar/core/actions';
import { idKey } from '../message/rpc-message.ts';
import type { McpSession } from '../session/mcp-session.ts';
import { MAX_EVENT_IDS, type McpHttpLimits } from './http-limits.ts';

/** One session of a proxy: the client knows our id and the server its own, and neither the other's. */
export interface ProxySession {
  readonly principal: Principal;
  readonly session: McpSession;
  /** The server's id for it; absent where the server gave none. */
  upstreamId?: string;
  /** The protocol version that was agreed on. */
  version?: string;
  /** Who waits for an answer that comes from no server, by the key of the request's id. */
  readonly waiting: Map<string, (message: string) => void>;
  /** Event ids that this session was sent, the last ones. */
  readonly eventIds: Set<string>;
  listeners: number;
  replies: number;
  /** Milliseconds since the Unix epoch. */
  usedAt: number;
  /** Aborted when the session ends. */
  readonly ended: AbortController;
}

/** The sessions of a proxy. */
export interface SessionTable {
  /** The session of an id, of this principal only. */
  find(id: string, principal: Principal): ProxySession | undefined;
  /** False where there are too many. */
  add(entry: ProxySession): boolean;
  /** Ends a session: what it waited for has an unknown outcome. */
  end(entry: ProxySession): Promise<void>;
  all(): readonly ProxySession[];
}

/** An empty table. `onEvict` is told of sessions that ended without their client asking for it. */
export function createSessionTable(
  limits: McpHttpLimits,
  clock: Clock,
  onEvict: (entry: ProxySession) => void,
): SessionTable {
  const sessions = new Map<string, ProxySession>();
  const end = async (entry: ProxySession): Promise<void> => {
    sessions.delete(entry.session.id);
    for (const { id, message } of await entry.session.close()) {
      if (id !== undefined) entry.waiting.get(idKey(id))?.(message);
    }
    entry.ended.abort();
  };
  const evict = (entry: ProxySession): void => void end(entry).then(() => onEvict(entry));
  const sweep = (): void => {
    const before = clock() - limits.idleMs;
    for (const entry of sessions.values()) if (entry.usedAt < before && entry.listeners === 0) evict(entry);
  };
  return {
    find: (id, principal) => {
      sweep();
      const entry = sessions.get(id);
      if (entry === undefined || nameOf(entry.principal) !== nameOf(principal)) return undefined;
      entry.usedAt = clock();
      return entry;
    },
    add: (entry) => {
      sweep();
      const own = [...sessions.values()].filter(({ principal }) => nameOf(principal) === nameOf(entry.principal));
      const oldest = own.reduce<ProxySession | undefined>(
        (least, one) => (least === undefined || one.usedAt < least.usedAt ? one : least),
        undefined,
      );
      if (own.length >= limits.sessionsPerPrincipal && oldest !== undefined) evict(oldest);
      if (sessions.size >= limits.sessions) return false;
      sessions.set(entry.session.id, entry);
      return true;
    },
    end,
    all: () => [...sessions.values()],
  };
}

/** Remembers an event id that a session was sent. */
export function rememberEvent({ eventIds }: ProxySession, id: string): void {
  eventIds.add(id);
  for (const oldest of eventIds) {
    if (eventIds.size <= MAX_EVENT_IDS) break;
    eventIds.delete(oldest);
  }
}

function nameOf({ account, tenant }: Principal): string {
  return canonicalJson([tenant, account]);
}
