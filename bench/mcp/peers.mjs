// @ts-check
// Clients that make one call after the other and wait for each answer, over either transport.
import { fork, spawn } from 'node:child_process';
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';

/** @typedef {{ ask: (message: object) => Promise<any>, close: () => Promise<void> }} Peer */

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 'init',
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'bench', version: '1' } },
};

/**
 * @param {readonly string[]} args of Node
 * @returns {Promise<Peer>}
 */
export async function stdioPeer(args) {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  /** @type {((line: string) => void) | undefined} */
  let waiting;
  createInterface({ input: child.stdout }).on('line', (line) => waiting?.(line));
  /** @type {Peer} */
  const peer = {
    ask: (message) =>
      new Promise((resolve) => {
        waiting = (line) => resolve(JSON.parse(line));
        child.stdin.write(`${JSON.stringify(message)}\n`);
      }),
    close: () =>
      new Promise((resolve) => {
        child.once('close', () => resolve());
        child.stdin.end();
      }),
  };
  await peer.ask(INITIALIZE);
  return peer;
}

/**
 * A process that serves HTTP, and its port.
 * @param {string} program
 * @param {readonly string[]} args
 */
export async function serving(program, args) {
  const child = fork(program, args);
  const port = await new Promise((resolve) => child.once('message', resolve));
  return { port: Number(port), stop: () => child.kill() };
}

/**
 * @param {number} port
 * @returns {Promise<Peer>}
 */
export async function httpPeer(port) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  /** @type {Record<string, string>} */
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  /** @type {Peer} */
  const peer = {
    ask: (message) =>
      new Promise((resolve, reject) => {
        const sent = request({ port, host: '127.0.0.1', path: '/mcp', method: 'POST', agent, headers }, (response) => {
          const session = response.headers['mcp-session-id'];
          if (typeof session === 'string') headers['mcp-session-id'] = session;
          let body = '';
          response.setEncoding('utf8').on('data', (text) => {
            body += text;
          });
          response.on('end', () => resolve(JSON.parse(body)));
        });
        sent.on('error', reject);
        sent.end(JSON.stringify(message));
      }),
    close: async () => agent.destroy(),
  };
  await peer.ask(INITIALIZE);
  return peer;
}
