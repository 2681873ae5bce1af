// @ts-check
import { dataTraffic, larkfield } from './events.mjs';
import { feed, warmed } from './watch.mjs';

/**
 * Incidents in traffic without an attack, on conversations that are not in the history.
 * @param {{ seeds: number, conversations: number, surprises: readonly number[], data: string | undefined, show: boolean }} options
 * @param {() => void} progress
 */
export async function runClean(options, progress) {
  /** @type {Map<string, { past: number, live: number, requests: number, cpuMs: number, incidents: Map<number, number>, lifts: number }>} */
  const cells = new Map();
  for (let seed = 1; seed <= options.seeds; seed++) {
    const months = [(await larkfield(seed, options.conversations)).traffic];
    if (options.data !== undefined) months.push(...(await dataTraffic(options.data, seed)));
    for (const { name, past, live } of months) {
      const cell = cells.get(name) ?? { past: 0, live: 0, requests: 0, cpuMs: 0, incidents: new Map(), lifts: 0 };
      cells.set(name, cell);
      cell.past += past.length;
      cell.live += live.length;
      cell.requests += live.filter(({ action }) => action !== undefined).length;
      for (const surprise of options.surprises) {
        const telemetry = await warmed(past, { surprise });
        cell.cpuMs += feed(telemetry, live) / options.surprises.length;
        const found = telemetry.incidents();
        const phrases = found.filter(({ kind }) => kind === 'phrase');
        cell.incidents.set(surprise, (cell.incidents.get(surprise) ?? 0) + phrases.length);
        cell.lifts += (found.length - phrases.length) / options.surprises.length;
        if (options.show) {
          for (const incident of phrases) {
            if (incident.kind !== 'phrase') continue;
            process.stdout.write(
              `${name}, ${surprise}: ${incident.phrase} (${incident.accounts} accounts, ${incident.surprise.toFixed(1)})\n`,
            );
          }
        }
      }
      progress();
    }
  }
  return cells;
}
