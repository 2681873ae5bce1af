import { rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DRIFT_CHECKS, type DriftDocument, drift, driftReport } from '@bezoar/operations';
import { renderMarkdown } from '@bezoar/report';
import { describe, expect, it } from 'vitest';
import { runBezoar } from '../cli/command-line.test-support.ts';
import type { DocumentChoices } from './document.test-support.ts';
import { errorOf, KEYS, type TestProject, withProject } from './project.test-support.ts';

const { alice, bob } = KEYS;

interface Asked {
  readonly method: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** A credit tool that remembers what it was asked, and takes amounts up to a ceiling. */
async function withTool(
  ceilingCents: number,
  use: (url: string, asked: readonly Asked[]) => Promise<void>,
  status?: number,
): Promise<void> {
  const asked: Asked[] = [];
  const server: Server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const body = JSON.parse(text) as { amount_cents: number };
      asked.push({ method: request.method, headers: request.headers, body });
      response.writeHead(status ?? (body.amount_cents > ceilingCents ? 422 : 201)).end('<script>alert(1)</script>');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/credits`, asked);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

function documentFor(url: string): DocumentChoices {
  return {
    hasCorpus: false,
    blocks: [
      `control: actions
actions:
  issue_credit:
    amount: { argument: amount_cents, currency: USD, unit: minor }
    ceilings: { account: [50.00 USD / 30d, 5 / 1d], global: 2000.00 USD / 1d }
    canary: { post: "${url}", arguments: { account_id: canary-1 } }
  send_summary: {}`,
    ],
  };
}

/** Drift by the check of the tools alone. */
function driftOf({ location, clock }: TestProject, canaryHeaders?: string): Promise<DriftDocument> {
  const checks = DRIFT_CHECKS.filter(({ name }) => name === 'tool ceilings');
  expect(checks).toHaveLength(1);
  return drift({
    location,
    clock,
    checks,
    canaryDeadlineMs: 2000,
    ...(canaryHeaders === undefined ? {} : { canaryHeaders }),
  });
}

describe('drift of a real tool', () => {
  it('is none where it refuses the smallest amount above the ceiling, on the canary account', async () => {
    await withTool(5000, async (url, asked) => {
      await withProject(documentFor(url), async (project) => {
        await project.sign([alice, bob]);
        const document = await driftOf(project, '{"authorization":"Bearer tok-5ecret"}');
        expect(document).toMatchObject({ verdict: 'none', exit: 0, findings: [], undecided: [] });
        expect(document.checks).toEqual([{ name: 'tool ceilings', compared: 1, drifts: 0 }]);
        expect(JSON.stringify(document)).not.toContain('5ecret');
        expect(asked).toMatchObject([
          {
            method: 'POST',
            headers: {
              authorization: 'Bearer tok-5ecret',
              'bezoar-canary': '1',
              'idempotency-key': expect.stringMatching(/^bezoar-canary-[0-9a-f]{32}$/),
            },
            body: { account_id: 'canary-1', amount_cents: 5001 },
          },
        ]);
        project.clock.now += 1;
        await driftOf(project);
        expect(new Set(asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(2);
        expect(asked[1]?.headers).not.toHaveProperty('authorization');
      });
    });
  });

  it('is found, and the credit said loudly, where it takes one cent more than the document', async () => {
    await withTool(5001, async (url) => {
      await withProject(documentFor(url), async (project) => {
        await project.sign([alice, bob]);
        const document = await driftOf(project);
        expect(document).toMatchObject({ verdict: 'drift', outcome: 'adverse', exit: 1 });
        expect(document.findings).toMatchObject([
          {
            code: 'guard/tool-ceiling-looser',
            severity: 'high',
            subject: 'issue_credit',
            control: 'actions',
            location: { file: 'THREATMODEL.md' },
            message: expect.stringContaining('THE CANARY ACCOUNT WAS CREDITED'),
            evidence: { method: 'POST', url, status: 201, asked: '50.01 USD', ceiling: '50.00 USD' },
          },
        ]);
        expect(document.drifts).toMatchObject([
          {
            control: 'actions',
            declared: '`issue_credit`: at most 50.00 USD',
            observed: 'THE CANARY ACCOUNT WAS CREDITED: the tool answers 201 to 50.01 USD',
          },
        ]);
        const markdown = renderMarkdown(driftReport(document));
        expect(markdown).toContain('THE CANARY ACCOUNT WAS CREDITED');
        expect(markdown).not.toContain('script');
      });
    });
  });

  it.each([401, 409, 302, 500, 503])('is undecided where it answers %i', async (status) => {
    await withTool(
      5000,
      async (url, asked) => {
        await withProject(documentFor(url), async (project) => {
          await project.sign([alice, bob]);
          const document = await driftOf(project);
          expect(document).toMatchObject({ verdict: 'undecided', exit: 3, findings: [] });
          expect(document.undecided).toEqual([expect.stringContaining(`answers ${status}`)]);
          expect(asked).toHaveLength(1);
        });
      },
      status,
    );
  });

  it('is undecided, and the tool is not asked, where the document is not the one that was signed', async () => {
    await withTool(5000, async (url, asked) => {
      await withProject(documentFor('https://billing.invalid/credits'), async (project) => {
        const unsigned = await driftOf(project);
        expect(unsigned.undecided).toEqual([
          'the real tool of `issue_credit` is not asked: the document is not the one that was signed',
        ]);
        await project.sign([alice, bob]);
        await project.edit(documentFor(url));
        expect(await driftOf(project, '{"authorization":"Bearer a"}')).toMatchObject({ verdict: 'undecided', exit: 3 });
        expect(asked).toEqual([]);
      });
    });
  });

  it('is undecided, and the tool is not asked, where the ledger cannot be read', async () => {
    await withTool(5000, async (url, asked) => {
      await withProject(documentFor(url), async (project) => {
        await project.sign([alice, bob]);
        await rm(project.at('.bezoar/ledger/checkpoint'));
        const document = await driftOf(project);
        expect(document.undecided.join()).toContain('`issue_credit` is not asked: the ledger cannot be read');
        expect(asked).toEqual([]);
      });
    });
  });

  it('is looked for by the command line, with headers of the environment that it never prints', async () => {
    await withTool(9000, async (url, asked) => {
      await withProject(documentFor(url), async (project) => {
        await project.sign([alice, bob]);
        const env = { BEZOAR_CANARY_HEADERS: '{"issue_credit":{"x-token":"tok-5ecret"},"other":{"x-other":"5ecret"}}' };
        const { exit, stdout, stderr } = await runBezoar(['drift'], { cwd: project.folder, env });
        expect(exit).toBe(1);
        expect(stdout).toContain('CANARY ACCOUNT WAS CREDITED');
        expect(stdout + stderr).not.toContain('5ecret');
        expect(asked).toMatchObject([{ headers: { 'x-token': 'tok-5ecret' }, body: { amount_cents: 5001 } }]);
        expect(asked[0]?.headers).not.toHaveProperty('x-other');
        const broken = await runBezoar(['drift'], {
          cwd: project.folder,
          env: { BEZOAR_CANARY_HEADERS: 'tok-5ecret' },
        });
        expect(broken.exit).toBe(2);
        expect(broken.stderr).toContain('BEZOAR_CANARY_HEADERS');
        expect(broken.stdout + broken.stderr).not.toContain('5ecret');
        expect(asked).toHaveLength(1);
      });
    });
  });

  it('is not looked for where no action declares a canary, whatever the environment has', async () => {
    await withProject({}, async (project) => {
      expect(await driftOf(project, '{"authorization":"Bearer a"}')).toMatchObject({
        undecided: [],
        checks: [{ name: 'tool ceilings', compared: 0 }],
      });
    });
  });

  it('is not looked for with headers that cannot be read: nothing is asked, and no value is shown', async () => {
    await withTool(5000, async (url, asked) => {
      await withProject(documentFor(url), async (project) => {
        await project.sign([alice, bob]);
        const error = await errorOf(driftOf(project, '{"authorization":"tok-5ecret'));
        expect(error).toMatchObject({ code: 'drift/canary-headers' });
        expect(error.message).not.toContain('5ecret');
        expect(asked).toEqual([]);
      });
    });
  });

  it('counts no more once the document accepts it, and the tool is asked all the same', async () => {
    await withTool(9000, async (url, asked) => {
      await withProject(documentFor(url), async (project) => {
        await project.sign([alice, bob]);
        const { findings } = await driftOf(project);
        await project.edit({ ...documentFor(url), accepted: [{ finding: findings[0]!.id, until: '2026-12-31' }] });
        await project.sign([alice, bob]);
        const document = await driftOf(project);
        expect(document).toMatchObject({ verdict: 'none', exit: 0, findings: [{ status: 'accepted' }] });
        expect(asked).toHaveLength(2);
      });
    });
  });
});
