import { BezoarError } from '@bezoar/core';

/** Why probes could not be made, packed or put into a conversation. */
export type ProbeErrorCode =
  /** A plugin or a file gives something that is no probe; all its faults are listed. */
  | 'evaluate/probes-malformed'
  /** A size or a number of repeats that is no positive whole number. */
  | 'evaluate/pack-options'
  /** A pack that holds one probe cannot be split. */
  | 'evaluate/pack-single'
  /** The carrier has no turn of the kind that the pack's placement names. */
  | 'evaluate/pack-without-place'
  /** A rewrite that nobody defined. */
  | 'evaluate/rewrite-unknown';

/** Probes could not be made, packed or put into a conversation. */
export class ProbeError extends BezoarError<ProbeErrorCode> {
  override readonly name: string = 'ProbeError';
}
