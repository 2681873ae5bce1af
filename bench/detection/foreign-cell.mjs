// @ts-check
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { recordLabel, seededRandom } from '@bezoar/core';
import { assignAccounts, plantIntoConversations, writeMonth } from '@bezoar/drill';
import { attackOf } from './attack.mjs';
import { measure, scanFiles } from './measure.mjs';

/** @typedef {import('@bezoar/drill').ChatRecord} ChatRecord */
/** @typedef {{ readonly name: string, readonly records: readonly ChatRecord[] }} ChatFile */

/** Accounts as in a Larkfield month; nothing in public chat data says who wrote it. */
const ACCOUNTS_PER_RECORD = 0.15;
const TENANTS = 12;
const SKEW = 1;
const CHAT_FILE = /\.jsonl(\.gz)?$/;

/**
 * Chat files of a folder, by name.
 * @param {string} folder
 * @returns {Promise<readonly ChatFile[]>}
 */
export async function readChatFiles(folder) {
  const names = (await readdir(folder)).filter((name) => CHAT_FILE.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(join(folder, name));
      const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
      return {
        name,
        records: text
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line)),
      };
    }),
  );
}

/**
 * Splits real conversations: random halves, or by file, where the first stands for the earlier month.
 * @param {readonly ChatFile[]} files
 * @param {{ seed: number, drift: boolean }} options
 */
export function splitFiles(files, { seed, drift }) {
  if (drift) {
    const [first, ...others] = files;
    return { trusted: first?.records ?? [], month: others.flatMap(({ records }) => records) };
  }
  const all = seededRandom(`split/${seed}`).shuffled(files.flatMap(({ records }) => records));
  const half = Math.floor(all.length / 2);
  return { trusted: all.slice(0, half), month: all.slice(half) };
}

/**
 * As `runCell`, on real conversations with synthesised accounts.
 * @param {{ kind: import('@bezoar/drill').TriggerKind, records: number, seed: number, trusted: boolean, payload: import('@bezoar/drill').PayloadKind }} cell
 * @param {{ month: readonly ChatRecord[], trustedFile: string | undefined, folder: string }} inputs
 * @returns {Promise<import('./cell.mjs').CellResult>}
 */
export async function runForeignCell(cell, { month, trustedFile, folder }) {
  const { kind, records, seed, payload } = cell;
  const owned = assignAccounts(month, {
    accounts: Math.ceil(month.length * ACCOUNTS_PER_RECORD),
    tenants: TENANTS,
    skew: SKEW,
    seed,
  });
  const attack = records === 0 ? undefined : attackOf({ kind, records, seed, payload });
  const poisoned =
    attack === undefined
      ? { records: owned, planted: new Set() }
      : plantIntoConversations(owned, attack, { seed: `${kind}/${payload}/${records}/${seed}` });
  const path = join(folder, 'month.jsonl');
  await writeMonth(path, poisoned.records);
  const scan = await scanFiles({ month: path, trusted: trustedFile, hazards: [] });
  const planted = labelsOf(poisoned.records, path, (place) => poisoned.planted.has(place));
  const truth = { planted, marked: planted, phrase: attack?.trigger.phrase ?? null };
  const conversations = month.length;
  return {
    ...cell,
    conversations,
    trigger: attack?.trigger.name ?? '',
    ...measure(scan, truth),
    seconds: scan.seconds,
  };
}

/**
 * Labels as findings write them.
 * @param {readonly ChatRecord[]} records
 * @param {string} file
 * @param {(place: number) => boolean} isWanted
 */
function labelsOf(records, file, isWanted) {
  const ids = records.map(({ id }) => (typeof id === 'string' ? id : undefined));
  /** @type {Map<string | undefined, number>} */
  const counts = new Map();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  const labels = ids.map((id, place) => recordLabel({ file, line: place + 1 }, id, (counts.get(id) ?? 0) > 1));
  return new Set(labels.filter((_, place) => isWanted(place)));
}
