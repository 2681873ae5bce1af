export { everyRecord, recordsOf } from './every-record.ts';
export { digestFile } from './file-digest.ts';
export { matchesGlob } from './inputs/matches-glob.ts';
export { matchedPaths, resolveInputs } from './inputs.ts';
export { DEFAULT_READER_LIMITS } from './limits.ts';
export { parseRecord } from './parse-record.ts';
export { readShard } from './read-shard.ts';
export { readTextLines } from './read-text-lines.ts';
export { planShards } from './shards.ts';
export { UNDECLARED_SOURCE } from './undeclared-source.ts';

export type { InputFile, ResolvedInputs } from './inputs.ts';
export type { ReaderLimits } from './limits.ts';
export type { TextLinesOptions } from './read-text-lines.ts';
export type { Shard } from './shards.ts';
export type { Unreadable, UnreadableCode } from './unreadable.ts';
