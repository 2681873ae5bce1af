import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { createGuard, NotExecuted, parseGuardPolicy } from '@bezoar/guard';
import { openStore } from './open-store.mjs';

// One process of several on one store: asks for everything that it is given, as many clients at once as it is told, and
// writes every effect to a log of its own, flushed, before it says that it was done.

const { store: where, policy, log, clients, requests, retries = 0 } = JSON.parse(process.argv[2]);

const store = await openStore(where);
const alarms = new Map();
const guard = await createGuard({
  policy: parseGuardPolicy(policy),
  store,
  lookups: { 'refund-eligibility': async () => ({ eligible: true }) },
  onEvent: (event) => {
    if (event.type !== 'alarm') return;
    const kind = event.message.replaceAll(/`[0-9a-f]{32}`/g, 'a reservation');
    alarms.set(kind, (alarms.get(kind) ?? 0) + 1);
  },
});
const file = openSync(log, 'a');
const credit = guard.guard('issue_credit', async ({ principal, arguments: values, reservation }) => {
  // An outcome for each: most happen, some certainly do not, of some nobody will know.
  if (values.fate === 'refused') throw new NotExecuted('refused');
  const line = { ...principal, order: values.order_id, minor: values.amount_cents, reservation };
  writeSync(file, `${JSON.stringify(line)}\n`);
  fsyncSync(file);
  if (values.fate === 'lost') throw new Error('the answer was lost');
});

// All processes begin together.
process.stdout.write('ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));
process.stdin.pause();

const answers = [];
const queue = requests.entries();
const startedAt = performance.now();
const ask = (request) => credit(request).catch((error) => ({ decision: 'thrown', code: error.name }));
const client = async () => {
  for (const [index, { account, tenant, order, minor, fate, key }] of queue) {
    const values = { order_id: order, amount_cents: minor, ...(fate === undefined ? {} : { fate }) };
    const request = {
      principal: { account, tenant },
      arguments: values,
      ...(key === undefined ? {} : { idempotencyKey: key }),
    };
    let outcome = await ask(request);
    for (let tries = 0; outcome.code === 'guard/store-failed' && tries < retries; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      outcome = await ask(request);
    }
    answers.push([index, outcome.decision, outcome.code ?? outcome.settlement]);
  }
};
await Promise.all(Array.from({ length: clients }, client));
await guard.drain();
const durationMs = performance.now() - startedAt;
await store.close();
closeSync(file);
process.stdout.write(`${JSON.stringify({ answers, durationMs, alarms: [...alarms] })}\n`);
