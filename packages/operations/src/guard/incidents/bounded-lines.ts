import { createReadStream } from 'node:fs';
import { MAX_LOG_LINE_LENGTH } from '@bezoar/guard/telemetry';

/**
 * The lines of a file, without their ends. Of a line that is longer than a log may have, one code unit more than that is
 * given, so that its reader sees that it is too long, and memory stays bounded (CWE-770).
 */
// Attacker controls: the bytes of the file.
export async function* boundedLines(file: string, signal?: AbortSignal): AsyncGenerator<string> {
  const stream = createReadStream(file, { encoding: 'utf8', ...(signal === undefined ? {} : { signal }) });
  let rest = '';
  for await (const chunk of stream as AsyncIterable<string>) {
    const parts = chunk.split('\n');
    for (const [index, part] of parts.entries()) {
      if (rest.length <= MAX_LOG_LINE_LENGTH) rest += part;
      if (index === parts.length - 1) break;
      yield rest.endsWith('\r') ? rest.slice(0, -1) : rest;
      rest = '';
    }
  }
  if (rest !== '') yield rest;
}
