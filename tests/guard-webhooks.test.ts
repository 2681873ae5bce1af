import { once } from 'node:events';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { systemClock } from '@bezoar/core';
import { verifyWebhook } from '@bezoar/guard/webhooks';
import { type GuardServing, guardServe, guardVote } from '@bezoar/operations/guard';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const TOKEN = 'the-token-of-a-caller';
const DOCUMENT = `# Support

\`\`\`yaml bezoar
version: 1
profile: agent
change: { loosen: 1 signature }
\`\`\`

\`\`\`yaml bezoar
control: actions
actions:
  issue_credit:
    amount: { argument: cents, currency: USD, unit: minor }
    ceilings: { account: 50.00 USD / 30d }
    approval: { above: 10.00 USD, expires: 15m, approvers: 1 }
\`\`\`

\`\`\`yaml bezoar
control: guard/approvals
\`\`\`
`;

describe('webhooks of a guard', () => {
  let folder: string;
  let location: { readonly workingDirectory: string };
  let receiver: Server;
  let environment: Record<string, string>;
  let received: { readonly type: string; readonly data: Record<string, unknown> }[];
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'bezoar-webhooks-')));
    await mkdir(join(folder, '.git'));
    await writeFile(join(folder, 'THREATMODEL.md'), DOCUMENT);
    location = { workingDirectory: folder };
    received = [];
    receiver = createServer(async (request, response) => {
      const body = await buffer(request);
      const headers = new Headers(request.headers as Record<string, string>);
      const { verified } = verifyWebhook({ headers, body, secrets: [SECRET], clock: systemClock });
      if (verified) received.push(JSON.parse(body.toString()));
      response.writeHead(verified ? 204 : 410).end();
    });
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    environment = {
      BEZOAR_GUARD_CALLERS: `support=${TOKEN}`,
      BEZOAR_GUARD_WEBHOOK_URL: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`,
      BEZOAR_GUARD_WEBHOOK_SECRET: SECRET,
    };
  });
  afterEach(async () => {
    receiver.close();
    await rm(folder, { recursive: true, force: true });
  });

  const types = (): string[] => received.map(({ type }) => type);

  /** Asks a served guard for a credit that a person must approve, and stops it. Returns the id of the request. */
  async function askServed(mode: 'enforce' | 'shadow' = 'enforce'): Promise<string> {
    const stop = new AbortController();
    let id = '';
    const asked = async ({ address }: GuardServing): Promise<void> => {
      const response = await fetch(`${address}/v1/authorize`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          action: 'issue_credit',
          principal: { account: 'anna', tenant: 'acme' },
          arguments: { cents: 2000 },
          idempotencyKey: 'one',
        }),
      });
      const answer = (await response.json()) as { readonly requestId?: string };
      id = answer.requestId ?? '';
      stop.abort();
    };
    await guardServe({ location, host: '127.0.0.1', port: 0, environment, mode, signal: stop.signal }, (serving) => {
      asked(serving).catch(() => stop.abort());
    });
    return id;
  }

  it('tell that a request waits, and that it was decided at the command line, without its arguments', async () => {
    const id = await askServed();
    // The end of the process waited for the message.
    expect(received).toMatchObject([{ type: 'approval.requested', data: { requestId: id, state: 'pending' } }]);
    const vote = { location, id, decision: 'approve', approver: 'ben' } as const;
    const faults: string[] = [];
    expect(await guardVote({ ...vote, environment, onFault: (fault) => faults.push(fault) })).toMatchObject({
      verdict: 'approved',
    });
    expect(received[1]).toMatchObject({
      type: 'approval.decided',
      data: { requestId: id, state: 'approved', approvals: 1 },
    });
    expect(JSON.stringify(received)).not.toContain('cents');
    expect(faults).toEqual([]);
  });

  it('say what was not delivered, and the vote counts', async () => {
    const id = await askServed();
    const faults: string[] = [];
    const document = await guardVote({
      location,
      id,
      decision: 'deny',
      approver: 'ben',
      environment: { ...environment, BEZOAR_GUARD_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 8).toString('base64')}` },
      onFault: (fault) => faults.push(fault),
    });
    expect(document.verdict).toBe('denied');
    expect(types()).toEqual(['approval.requested']);
    expect(faults[0]).toContain('was not delivered');
  });

  it('raise the alarm of shadow mode, once', async () => {
    await askServed('shadow');
    expect(received.filter(({ type }) => type === 'alarm.raised')).toMatchObject([
      { data: { code: 'guard/shadow-mode' } },
    ]);
  });

  it('refuse an address that is not encrypted, and a secret that is none', async () => {
    const vote = { location, id: '0'.repeat(32), decision: 'approve', approver: 'ben' } as const;
    for (const [name, value, code] of [
      ['BEZOAR_GUARD_WEBHOOK_URL', 'http://hooks.example/x', 'guard/webhook-url'],
      ['BEZOAR_GUARD_WEBHOOK_URL', 'hooks', 'guard/webhook-url'],
      ['BEZOAR_GUARD_WEBHOOK_SECRET', '', 'guard/webhook-key'],
    ] as const) {
      await expect(guardVote({ ...vote, environment: { ...environment, [name]: value } })).rejects.toMatchObject({
        code,
      });
    }
  });
});
