import { playScenario } from './crash-scenario.mjs';
import { openStore } from './open-store.mjs';

// Plays the scenario and ends as `kill -9` does, before or after the statement of the database whose number it is given.

const { store: where, policy, log, at, when } = JSON.parse(process.argv[2]);
let statements = 0;
const store = await openStore(where, {
  onStatement: (place) => {
    if (place === 'before') statements += 1;
    if (place !== when || statements !== at) return;
    process.kill(process.pid, 'SIGKILL');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
  },
});
const answers = await playScenario({ store, policy, log });
await store.close();
process.stdout.write(`${JSON.stringify({ statements, answers })}\n`);
