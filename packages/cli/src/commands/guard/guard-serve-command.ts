import { guardServe, type ServeNotice } from '@bezoar/operations/guard';
import { visibleText } from '@bezoar/report';
import type { CommandIo } from '../../terminal/io.ts';
import { guardEventLine } from './guard-event-line.ts';
import { approverKeysOf, guardPlace } from './guard-place.ts';

/** Flags of `bezoar guard serve`. */
export interface GuardServeFlags {
  readonly host: string;
  readonly port: number;
  readonly allowHost: readonly string[];
  readonly scan: readonly string[];
  readonly approverKeys?: string;
  readonly shadow?: boolean;
  readonly store?: string;
  readonly config?: string;
}

/** Runs `bezoar guard serve` until it is interrupted, which is how it ends. Returns the exit code. */
export async function guardServeCommand(io: CommandIo, flags: GuardServeFlags): Promise<number> {
  const { host, port, allowHost, scan, shadow } = flags;
  const approverKeys = approverKeysOf(io, flags);
  const { receipts } = await guardServe(
    {
      ...guardPlace(io, flags),
      host,
      port,
      environment: io.environment,
      mode: shadow === true ? 'shadow' : 'enforce',
      scans: scan,
      ...(approverKeys === undefined ? {} : { approverKeys }),
      ...(allowHost.length === 0 ? {} : { allowedHosts: ['localhost', '127.0.0.1', '[::1]', ...allowHost] }),
      signal: io.signal,
      onNotice: (notice) => {
        const line = lineOf(notice);
        if (line !== undefined) io.err(`${visibleText(line)}\n`);
      },
    },
    (serving) => {
      io.out(`${JSON.stringify(serving)}\n`);
      if (serving.mode === 'shadow')
        io.err('SHADOW MODE: nothing is denied. Every decision is recorded, none is enforced.\n');
      if (serving.signature !== 'signed')
        io.err(`the document is ${serving.signature}; sign it with bezoar policy sign\n`);
      io.err(`guard: ${serving.address}, store ${serving.store}, policy ${serving.policy.digest.slice(0, 12)}\n`);
      io.err('the document is read once: start again after a change of it\n');
    },
  );
  io.err(`guard: stopped; ${receipts} receipts were sealed\n`);
  return 0;
}

function lineOf(notice: ServeNotice): string | undefined {
  switch (notice.type) {
    case 'guard':
      return guardEventLine(notice.event);
    case 'incident': {
      const { incident } = notice;
      const what = incident.kind === 'lift' ? `${incident.action} for ${incident.intent}` : `"${incident.phrase}"`;
      return `INCIDENT: ${what} before requests (${incident.id})`;
    }
    case 'sealed':
      return `sealed ${notice.receipts} receipts in entry ${notice.entry}`;
    case 'fault':
      return notice.message;
  }
}
