import { MAX_ID_LENGTH } from '../mcp-limits.ts';
import type { RpcId } from '../message/rpc-message.ts';

const ID = `("[^"\\\\]{0,${MAX_ID_LENGTH}}"|-?\\d{1,15})`;
const AT_THE_END = new RegExp(`"id"\\s*:\\s*${ID}\\s*\\}\\s*$`);
const AT_THE_START = new RegExp(`^\\s*\\{\\s*(?:"jsonrpc"\\s*:\\s*"2\\.0"\\s*,\\s*)?"id"\\s*:\\s*${ID}`);

/**
 * The id of an answer that was too long to be read, from its ends. A guess: it only serves to tell the client at once that
 * a request is lost, which the server could bring about by not answering at all.
 */
export function oversizeId(head: Uint8Array, tail: Uint8Array): RpcId | undefined {
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
  const found = AT_THE_END.exec(text(tail))?.[1] ?? AT_THE_START.exec(text(head))?.[1];
  return found === undefined ? undefined : (JSON.parse(found) as RpcId);
}
