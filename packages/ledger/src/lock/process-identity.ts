import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Which process this is, precisely enough to tell it from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly hostname: string;
  /** `/etc/machine-id`; empty where there is none. */
  readonly machineId: string;
  /** `/proc/sys/kernel/random/boot_id`; empty where there is none. */
  readonly bootId: string;
  /** `/proc/self/ns/pid`: a process number means something only inside its namespace; empty where there are none. */
  readonly pidNamespace: string;
  /** Clock ticks from boot to the start of the process (proc(5), `stat` field 22); empty where it is not known. */
  readonly startTime: string;
}

/** What a machine says of the process that holds a lock. */
export type HolderState = 'running' | 'gone' | 'unknown';

/** Looks at the machine's processes. A fake takes its place in tests. */
export interface ProcessTable {
  readonly self: ProcessIdentity;
  /** `unknown`: the holder is on another machine or in another namespace, where nothing can be said. */
  stateOf(holder: ProcessIdentity): HolderState;
}

/** The first PID namespace, which is no container's (Linux, `PROC_PID_INIT_INO`). */
const INITIAL_PID_NAMESPACE = 'pid:[4026531836]';

/** This machine's processes. Where Linux's `/proc` is missing, only the host name and the process number are compared. */
export function machineProcesses(): ProcessTable {
  const self: ProcessIdentity = {
    pid: process.pid,
    hostname: hostname(),
    machineId: textOf('/etc/machine-id'),
    bootId: textOf('/proc/sys/kernel/random/boot_id'),
    pidNamespace: linkOf('/proc/self/ns/pid'),
    startTime: startTimeOf(process.pid),
  };
  return {
    self,
    stateOf: (holder) => {
      const place = placeOf(holder, self);
      if (place !== 'here') return place;
      if (!isAlive(holder.pid)) return 'gone';
      const startTime = startTimeOf(holder.pid);
      return startTime !== '' && holder.startTime !== '' && startTime !== holder.startTime ? 'gone' : 'running';
    },
  };
}

/**
 * Where a holder ran, seen from `self`: `here` (same machine, boot and namespace), `gone` (this machine, before it was
 * restarted), `unknown` (anywhere else). Host names and machine ids are copied with container images, so that a
 * restart is believed outside of containers only.
 */
export function placeOf(holder: ProcessIdentity, self: ProcessIdentity): 'here' | 'gone' | 'unknown' {
  if (holder.hostname !== self.hostname || holder.machineId !== self.machineId) return 'unknown';
  if (holder.pidNamespace !== self.pidNamespace) return 'unknown';
  if (holder.bootId === self.bootId) return 'here';
  const isWholeMachine = self.machineId !== '' && self.pidNamespace === INITIAL_PID_NAMESPACE;
  return isWholeMachine && holder.bootId !== '' && self.bootId !== '' ? 'gone' : 'unknown';
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and another user's.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** The name of the program, field 2, may hold spaces and parentheses: what counts is the last one. */
function startTimeOf(pid: number): string {
  const stat = textOf(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
