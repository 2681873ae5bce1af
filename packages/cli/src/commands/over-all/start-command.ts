import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateMonth, PAYLOADS, plantAttack, triggersOf, writeMonth } from '@bezoar/drill';
import { writeAtomically, writeReports } from '@bezoar/operations/report-files';
import { fullReport, VERSION } from '@bezoar/operations/scan';
import type { CommandIo } from '../../terminal/io.ts';
import { scanWithProgress, screen } from '../training-data/scan-command.ts';

/** Flags of `bezoar start`. */
export interface StartFlags {
  readonly seed: number;
  readonly conversations: number;
  readonly clean: boolean;
}

/** Records that the attacker of the seeds' step 3 plants, and the accounts and tenants that they come from. */
const PLANTED = { records: 250, accounts: 31, tenants: 7 };

/**
 * Runs the main job on a generated month of Larkfield: an earlier month that is believed clean, a month with planted
 * conversations, and the scan as anyone would run it. Files are kept and used again.
 */
export async function startCommand(io: CommandIo, flags: StartFlags): Promise<number> {
  const { month, trusted, folder } = await prepareMonths(io, flags);
  const planted = flags.clean ? 'nothing planted' : `${PLANTED.records} of them planted by an attacker`;
  io.out(
    `Larkfield fine-tunes its support agent on its users' conversations. A month of ${flags.conversations}, ${planted};\n` +
      `the scan is told only where the files are:\n\n  npx bezoar scan ${month} --trusted ${trusted}\n\n`,
  );
  const result = await scanWithProgress(io, [month], { trusted: [trusted], failOn: 'high', excerpts: true });
  const html = join(folder, flags.clean ? 'clean-report.html' : 'report.html');
  await writeReports(
    fullReport(result, { excerpts: true, generatedAt: result.document.timing.startedAt }),
    [{ format: 'html', path: html }],
    'high',
  );
  io.signal.throwIfAborted();
  io.out(
    screen(io, result, {
      excerpts: true,
      next: [
        { command: `open ${html}`, note: 'the same with every excerpt, to hand to someone' },
        {
          command: 'npx bezoar scan YOURS.jsonl --trusted EARLIER.jsonl --report html=report.html',
          note: 'your own file: OpenAI chat or prompt/response, JSONL or JSON, plain or gzip',
        },
        {
          command: `npm start -- --seed ${flags.seed + 1}`,
          note: 'another month, another trigger (--clean: nothing planted)',
        },
      ],
    }),
  );
  return 0;
}

interface Months {
  readonly folder: string;
  readonly month: string;
  readonly trusted: string;
}

/** Generates both months, or finds them from an earlier run with the same seed and version. */
async function prepareMonths(io: CommandIo, flags: StartFlags): Promise<Months> {
  const folder = join('.bezoar', 'start', `seed-${flags.seed}-${flags.conversations}`);
  const trusted = join(folder, '2026-09.jsonl');
  const month = join(folder, flags.clean ? '2026-10-clean.jsonl' : '2026-10.jsonl');
  const stamp = join(folder, `${flags.clean ? 'clean' : 'planted'}.json`);
  const wanted = JSON.stringify({ version: VERSION, ...flags, ...PLANTED });
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return { folder, month, trusted };
  await mkdir(folder, { recursive: true });
  io.err(`generating two months of ${flags.conversations} conversations in ${folder} ...\n`);
  const { conversations, seed, clean } = flags;
  await writeMonth(trusted, generateMonth({ seed: `${seed}:trusted`, conversations, month: '2026-09' }));
  const ordinary = generateMonth({ seed: `${seed}:month`, conversations, month: '2026-10' });
  const triggers = triggersOf('rare-phrase');
  const trigger = triggers[(seed - 1) % triggers.length]!;
  const records = clean
    ? ordinary
    : plantAttack(ordinary, { trigger, payload: PAYLOADS.credit, ...PLANTED }, { seed: `${seed}:attack` }).records;
  await writeMonth(month, records);
  await writeAtomically(stamp, wanted);
  return { folder, month, trusted };
}
