// @ts-check
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readAbsorbItems, resolveInputs } from '@bezoar/corpus';
import { generateMonth, writeMonth } from '@bezoar/drill';

/** @typedef {import('./measure.mjs').AbsorbItem} AbsorbItem */

/**
 * Items of files, as the command reads them. Where items name no account, `accountsPerItem` gives them one by turns.
 * @param {readonly string[]} files
 * @param {'feedback' | 'memory' | 'document'} kind
 * @param {number} [accountsPerItem]
 */
export async function itemsOfFiles(files, kind, accountsPerItem) {
  /** @type {AbsorbItem[]} */
  const items = [];
  let unreadable = 0;
  const inputs = await resolveInputs(files);
  for (const input of inputs.files) {
    for await (const read of readAbsorbItems(input, { kind })) {
      if ('unreadable' in read) unreadable++;
      else items.push(read.item);
    }
  }
  await inputs.release();
  if (accountsPerItem !== undefined) {
    const accounts = Math.max(1, Math.ceil(items.length * accountsPerItem));
    items.forEach((item, at) => {
      items[at] = { ...item, principal: { tenant: 'bench', account: `account-${at % accounts}` } };
    });
  }
  return { items, unreadable };
}

/**
 * A generated month, written and read again.
 * @param {string} folder
 * @param {number} seed
 * @param {number} conversations
 */
export async function itemsOfMonth(folder, seed, conversations) {
  const file = join(folder, `month-${seed}.jsonl`);
  await writeMonth(file, generateMonth({ seed, conversations }));
  return itemsOfFiles([file], 'feedback');
}

/**
 * Markdown and HTML files below a folder.
 * @param {string} folder
 * @param {number} most
 */
export async function documentFiles(folder, most) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && /\.(?:md|markdown|html?|txt)$/i.test(entry.name));
  return files
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .slice(0, most);
}
