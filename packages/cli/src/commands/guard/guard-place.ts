import { userInfo } from 'node:os';
import { UsageError } from '@bezoar/core';
import type { ProjectLocation } from '@bezoar/operations';
import type { CommandIo } from '../../terminal/io.ts';
import { locationOf } from '../location.ts';

/** Flags of every command that opens a guard's store. */
export interface StoreFlags {
  readonly store?: string;
  readonly config?: string;
  readonly json: boolean;
}

/** Where the guard of this process is: the document, and the store that a flag or the environment names. */
export function guardPlace(
  io: CommandIo,
  flags: Pick<StoreFlags, 'store' | 'config'>,
): { readonly location: ProjectLocation; readonly store?: string } {
  if (flags.store !== undefined && /^[a-z]+:\/\/[^/]*:[^/]*@/i.test(flags.store)) {
    // Flags stand in the list of processes, which every user of the machine can read (CWE-214).
    throw new UsageError(
      'guard/secret-in-flag',
      'an address with a password belongs into BEZOAR_GUARD_STORE, not into a flag',
    );
  }
  const store = flags.store ?? io.environment.BEZOAR_GUARD_STORE;
  return { location: locationOf(io, flags), ...(store === undefined || store === '' ? {} : { store }) };
}

/** Who decides: the flag, else the user of this process. */
export function whoAmI(flags: { readonly as?: string }): string {
  return flags.as ?? userInfo().username;
}

/** Where the public keys of approvers lie: the flag, else the environment; so that a service and its approvers agree. */
export function approverKeysOf(io: CommandIo, flags: { readonly approverKeys?: string }): string | undefined {
  const folder = flags.approverKeys ?? io.environment.BEZOAR_GUARD_APPROVER_KEYS;
  return folder === '' ? undefined : folder;
}
