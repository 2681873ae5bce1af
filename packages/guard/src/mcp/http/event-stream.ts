import { BezoarError } from '@bezoar/core/actions';
import { MAX_UPSTREAM_ID_LENGTH } from './http-limits.ts';

/** One event of a stream. */
export interface StreamEvent {
  /** Default `message`. */
  readonly type: string;
  readonly data: string;
  readonly id?: string;
  /** Milliseconds to wait before the stream is asked for again. */
  readonly retryMs?: number;
}

/**
 * The events of an event stream (WHATWG HTML, server-sent events), also those without data, which set the id from which a
 * stream is resumed. Rejects with `guard/mcp-stream` for one that is not UTF-8, or an event that is longer than the limit.
 */
// Attacker controls: every byte, and how they are cut into chunks.
export async function* readEvents(body: ReadableStream<Uint8Array>, maxBytes: number): AsyncGenerator<StreamEvent> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  // Pieces of a line that has no end yet: joined once, or a server that sends it by the byte makes us quadratic (CWE-407).
  let pieces: string[] = [];
  let waiting = 0;
  let fields = new Map<string, string>();
  for await (const chunk of body) {
    const text = decode(decoder, chunk);
    pieces.push(text);
    waiting += text.length;
    if (/[\r\n]/.test(text)) {
      const lines = pieces.join('').split(/\r\n|\n|\r(?!$)/);
      pieces = [lines.pop() ?? ''];
      for (const line of lines) {
        if (line !== '') {
          addField(fields, line);
          continue;
        }
        if (fields.size > 0) yield eventOf(fields);
        fields = new Map();
      }
      waiting = (pieces[0]?.length ?? 0) + [...fields.values()].reduce((sum, value) => sum + value.length, 0);
    }
    if (waiting > maxBytes) throw new BezoarError('guard/mcp-stream', `an event is longer than ${maxBytes} bytes`);
  }
  // An event that no empty line ends is incomplete, and is no event.
}

/** The text of an event. INVARIANT: its data is one line. */
export function writeEvent({ data, id, retryMs }: Omit<StreamEvent, 'type'>): string {
  const from = id === undefined ? '' : `id: ${id}\n`;
  const wait = retryMs === undefined ? '' : `retry: ${retryMs}\n`;
  return `${from}${wait}data: ${data}\n\n`;
}

function decode(
  decoder: { decode(chunk: Uint8Array, options: { stream: boolean }): string },
  chunk: Uint8Array,
): string {
  try {
    return decoder.decode(chunk, { stream: true });
  } catch (cause) {
    throw new BezoarError('guard/mcp-stream', 'the stream is not UTF-8', { cause });
  }
}

function addField(fields: Map<string, string>, line: string): void {
  const colon = line.indexOf(':');
  const name = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
  if (name === 'data') fields.set(name, fields.has(name) ? `${fields.get(name)}\n${value}` : value);
  if (name === 'event' || name === 'retry' || (name === 'id' && isEventId(value))) fields.set(name, value);
}

/** Whether a text may stand in an `id` field, and later in a header. */
function isEventId(value: string): boolean {
  return value.length <= MAX_UPSTREAM_ID_LENGTH && /^[\u0021-\u007e]+$/.test(value);
}

function eventOf(fields: ReadonlyMap<string, string>): StreamEvent {
  const [type = 'message', data = '', id, retry = ''] = ['event', 'data', 'id', 'retry'].map((name) =>
    fields.get(name),
  );
  return {
    type,
    data,
    ...(id === undefined ? {} : { id }),
    ...(/^\d{1,7}$/.test(retry) ? { retryMs: Number(retry) } : {}),
  };
}
