// @ts-check
// What the guard adds to one call of a tool, over standard streams and over HTTP, beside the same server without it.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeProvenance, provenance } from '../provenance.mjs';
import { markdownTable, plainTable } from '../table.mjs';
import { httpPeer, serving, stdioPeer } from './peers.mjs';

const USAGE = 'usage: node bench/mcp/main.mjs [--calls 4000] [--json FILE] [--markdown FILE]';
const file = (/** @type {string} */ name) => fileURLToPath(new URL(`./${name}`, import.meta.url));
/** Calls in a row before it is another one's turn: disturbances of the machine fall on all alike. */
const BLOCK = 100;

/** @typedef {{ transport: string, way: string, p50: number, p99: number }} Result */

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '4000' },
    json: { type: 'string' },
    markdown: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}
const calls = Number(values.calls);
let orders = 0;

const server = file('tiny-server.mjs');
const straight = await stdioPeer([server]);
const filtered = await stdioPeer([file('stdio-child.mjs'), server]);
const stdio = await measure('stdio', straight, filtered);
await Promise.all([straight.close(), filtered.close()]);

const upstream = await serving(server, ['--http']);
const proxy = await serving(file('http-child.mjs'), [String(upstream.port)]);
const direct = await httpPeer(upstream.port);
const proxied = await httpPeer(proxy.port);
const http = await measure('HTTP', direct, proxied);
await Promise.all([direct.close(), proxied.close()]);
upstream.stop();
proxy.stop();

const results = [...stdio, ...http];
const table = {
  title: 'One call of a tool, round trip',
  notes: [
    `Milliseconds of ${calls} calls each, one after the other, in turns of ${BLOCK}; client, guard and server are processes of their own.`,
    '*none*: the same server without the guard. *listed*: a tool of which nothing is kept. *counted*: an action with a transaction',
    'and two ceilings, in a store in memory, settled before its answer goes on. *ratio*: to none. The server answers at once,',
    'so that the ratio is the largest there can be.',
  ],
  header: ['transport', 'guard', 'p50 ms', 'p99 ms', 'added p50', 'added p99', 'ratio p50', 'ratio p99'],
  rows: results.map(({ transport, way, p50, p99 }) => {
    const base = results.find((one) => one.transport === transport && one.way === 'none');
    const plain = base ?? { p50, p99 };
    return [
      ...[transport, way, p50.toFixed(3), p99.toFixed(3), (p50 - plain.p50).toFixed(3), (p99 - plain.p99).toFixed(3)],
      ...[(p50 / plain.p50).toFixed(2), (p99 / plain.p99).toFixed(2)],
    ];
  }),
};
const origin = provenance();
process.stdout.write(`${plainTable(table)}\n${describeProvenance(origin)}\n`);
if (values.markdown !== undefined)
  await writeFile(values.markdown, `${markdownTable(table)}\n${describeProvenance(origin)}\n`);
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify({ ...origin, results }, null, 1)}\n`);

/**
 * @param {string} transport
 * @param {import('./peers.mjs').Peer} plain
 * @param {import('./peers.mjs').Peer} guarded
 * @returns {Promise<Result[]>}
 */
async function measure(transport, plain, guarded) {
  const ways = [
    { way: 'none', peer: plain, name: 'listed', times: /** @type {number[]} */ ([]) },
    { way: 'listed', peer: guarded, name: 'listed', times: /** @type {number[]} */ ([]) },
    { way: 'counted', peer: guarded, name: 'counted', times: /** @type {number[]} */ ([]) },
  ];
  for (let done = -BLOCK; done < calls; done += BLOCK) {
    for (const { peer, name, times } of ways) {
      for (let call = 0; call < BLOCK; call += 1) {
        const took = await timed(peer, name);
        // The first turn warms everything up.
        if (done >= 0) times.push(took);
      }
    }
  }
  return ways.map(({ way, times }) => ({ transport, way, ...percentiles(times) }));
}

/**
 * @param {import('./peers.mjs').Peer} peer
 * @param {string} name
 */
async function timed(peer, name) {
  orders += 1;
  const message = {
    jsonrpc: '2.0',
    id: orders,
    method: 'tools/call',
    params: { name, arguments: { order_id: `order-${orders}`, amount_cents: 100 } },
  };
  const start = performance.now();
  const { result } = await peer.ask(message);
  const took = performance.now() - start;
  if (result?.content?.[0]?.text !== 'done') throw new Error(`\`${name}\` was answered with ${JSON.stringify(result)}`);
  return took;
}

/** @param {number[]} times */
function percentiles(times) {
  const sorted = times.toSorted((a, b) => a - b);
  return { p50: sorted[Math.floor(sorted.length * 0.5)] ?? 0, p99: sorted[Math.floor(sorted.length * 0.99)] ?? 0 };
}
