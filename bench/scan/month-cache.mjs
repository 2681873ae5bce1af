// @ts-check
import { existsSync, statSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { wordsOf } from '@bezoar/core';
import { generateMonth, writeMonth } from '@bezoar/drill';

/** Characters of English text that a byte-pair tokenizer makes one token of, by the usual rule of thumb. */
const CHARS_PER_TOKEN = 4;
const SAMPLED_BYTES = 4 * 1024 * 1024;

/**
 * The file of a generated month; made once, kept in `folder`.
 * @param {string} folder
 * @param {number} records
 * @param {'month' | 'trusted'} role
 */
export async function cachedMonth(folder, records, role) {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `larkfield-${role}-${records}.jsonl`);
  if (!existsSync(path)) {
    const month = role === 'month' ? '2026-10' : '2026-09';
    await writeMonth(path, generateMonth({ seed: `scan-${role}`, conversations: records, month }));
  }
  return { path, bytes: statSync(path).size };
}

/**
 * Words and estimated tokens a record, over the text that a model is trained on: turns, tool calls and their results.
 * Measured on the first megabytes.
 * @param {string} path
 */
export async function recordLength(path) {
  const file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(SAMPLED_BYTES), 0, SAMPLED_BYTES, 0);
  await file.close();
  const lines = buffer.toString('utf8', 0, bytesRead).split('\n').slice(0, -1);
  let words = 0;
  let chars = 0;
  for (const line of lines) {
    /** @type {import('@bezoar/drill').LarkfieldRecord} */
    const { messages } = JSON.parse(line);
    for (const message of messages) {
      const calls = 'tool_calls' in message ? message.tool_calls.map((call) => call.function) : [];
      const text = [message.content ?? '', ...calls.map((call) => `${call.name} ${call.arguments}`)].join(' ');
      words += wordsOf(text).length;
      chars += text.length;
    }
  }
  return { words: words / lines.length, tokens: chars / CHARS_PER_TOKEN / lines.length };
}
