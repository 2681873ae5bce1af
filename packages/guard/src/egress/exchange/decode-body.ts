import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { EgressFailed } from '../egress-refused.ts';

const DECODERS = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify<Buffer, { maxOutputLength: number }, Buffer>(brotliDecompress),
} as const;

/**
 * A body without its content encoding. A compressed bomb ends where it exceeds `maxBytes` (CWE-409); an encoding that is
 * not known, such as two in a row, is a failure, since nobody has looked at what it holds. Rejects with an `EgressFailed`.
 */
export async function decodeBody(body: Buffer, encoding: string, maxBytes: number): Promise<Buffer> {
  if (encoding === 'identity' || body.length === 0) return body;
  if (!Object.hasOwn(DECODERS, encoding)) {
    throw new EgressFailed('encoding', 'the content encoding of the answer is not known');
  }
  try {
    return await DECODERS[encoding as keyof typeof DECODERS](body, { maxOutputLength: maxBytes });
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE') {
      throw new EgressFailed('too-large', `the decoded answer is larger than ${maxBytes} bytes`);
    }
    throw new EgressFailed('encoding', 'the compressed answer is damaged', { cause });
  }
}
