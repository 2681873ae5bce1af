import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A stream that was copied to a file. */
export interface SpooledInput {
  readonly file: string;
  readonly bytes: number;
  /** Deletes the copy. May be called twice. */
  remove(): Promise<void>;
}

/**
 * Copies a stream to a private temporary file (mode 0600 in a fresh directory of mode 0700), because a corpus is read
 * twice. The data is a customer's: call `remove` in a `finally`. Rejects with the stream's or the file system's error, and
 * then leaves nothing behind.
 */
export async function spoolStandardInput(
  stream: AsyncIterable<Uint8Array>,
  directory: string = tmpdir(),
): Promise<SpooledInput> {
  const folder = await mkdtemp(join(directory, 'bezoar-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const file = join(folder, 'input');
  try {
    const handle = await open(file, 'wx', 0o600);
    let bytes = 0;
    try {
      for await (const chunk of stream) {
        await handle.writeFile(chunk);
        bytes += chunk.length;
      }
    } finally {
      await handle.close();
    }
    return { file, bytes, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
