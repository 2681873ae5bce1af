// @ts-check
import { seededRandom } from '@bezoar/core';
import { createTelemetry } from '@bezoar/guard/telemetry';
import { larkfield } from './events.mjs';
import { SECRET } from './watch.mjs';

/**
 * CPU and memory over many requests: texts of a generated month, each with two words that were never seen before, a fifth of
 * them requests, every conversation from one of a million accounts.
 * @param {number} most
 * @param {() => void} progress
 */
export async function runCost(most, progress) {
  const { traffic } = await larkfield(1, 5000);
  const random = seededRandom('cost');
  const telemetry = createTelemetry({ secret: SECRET });
  const rows = [];
  let started = process.cpuUsage();
  let from = 0;
  for (let at = 1; at <= most; at++) {
    const event = random.pick(traffic.past);
    const { action: _, ...ordinary } = event;
    const turns = typeof event.text === 'string' ? [event.text] : event.text;
    telemetry.observe({
      ...ordinary,
      text: [...turns, `${word(random)} ${word(random)}`],
      atMs: at * 1000,
      account: `account-${random.integer(1_000_000)}`,
      ...(random.integer(5) === 0 ? { action: 'issue_credit' } : {}),
    });
    if (at % Math.max(1, Math.floor(most / 100)) === 0) progress();
    if (at !== most && (at < 1000 || !/^10*$/.test(String(at)))) continue;
    const used = process.cpuUsage(started);
    globalThis.gc?.();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    rows.push({
      conversations: at,
      cpuMs: (used.user + used.system) / 1000 / (at - from),
      megabytes: (heapUsed + arrayBuffers) / 1e6,
      turns: telemetry.status().turns,
      ...saving(telemetry),
    });
    from = at;
    started = process.cpuUsage();
  }
  return rows;
}

/**
 * Size of what is saved, and how long a host is still for it: at most, and in all.
 * @param {import('@bezoar/guard/telemetry').Telemetry} telemetry
 */
function saving(telemetry) {
  let bytes = 0;
  let longest = 0;
  const started = performance.now();
  let from = started;
  for (const piece of telemetry.saveState()) {
    bytes += piece.length;
    longest = Math.max(longest, performance.now() - from);
    from = performance.now();
  }
  return { savedMegabytes: bytes / 1e6, longestMs: longest, savingMs: performance.now() - started };
}

/** @param {import('@bezoar/core').Random} random */
function word(random) {
  return Array.from({ length: 9 }, () => String.fromCharCode(97 + random.integer(26))).join('');
}
