import type { ProjectLocation } from '@bezoar/operations';
import type { CommandIo } from '../terminal/io.ts';

/** Where a command looks for its threat model: the process's place, and `--config` before it. */
export function locationOf(io: CommandIo, flags: { readonly config?: string }): ProjectLocation {
  return { ...io.location, ...(flags.config === undefined ? {} : { config: flags.config }) };
}
