import type { McpEvent } from '../mcp-event.ts';
import { writeRefusal } from '../message/write-message.ts';
import type { McpSession } from '../session/mcp-session.ts';
import type { Outgoing } from '../session/session-state.ts';
import { oversizeId } from './oversize-id.ts';
import type { Line } from './read-lines.ts';

/** What becomes of a line that is no message: a client is told, and where it was a server's answer, its request is lost. */
export function refuseLine(
  from: 'client' | 'server',
  line: Exclude<Line, { kind: 'line' }>,
  session: Pick<McpSession, 'lose'>,
  emit: (event: McpEvent) => void,
): Outgoing | undefined | Promise<Outgoing | undefined> {
  const code = line.kind === 'oversize' ? 'mcp/oversize' : 'mcp/malformed';
  emit({ type: 'message-refused', from, code });
  if (from === 'client') return { to: 'client', message: writeRefusal(null, code) };
  const id = line.kind === 'oversize' ? oversizeId(line.head, line.tail) : undefined;
  return id === undefined ? undefined : session.lose(id);
}
