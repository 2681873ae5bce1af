import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gateReport } from '@bezoar/operations/gate';
import { renderReport } from '@bezoar/operations/report-files';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDivergence, testHazard, testScan } from '../../packages/operations/src/gate/testing/found.ts';
import { testGate } from '../../packages/operations/src/gate/testing/gate-documents.ts';
import { type Browser, noiseOf, openBrowser } from '../browser.test-support.ts';

const HOSTILE = '<img src=x onerror="document.title=1"> <script>document.title=2</script> zep\u200bhyr';
const LONG_NAME = 'openai:http://127.0.0.1:8080/v1#a-model-with-a-name-that-goes-on-and-on-and-never-breaks-anywhere';

describe('the page of a gate in a real browser', () => {
  let folder: string;
  let browser: Browser;
  let page: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bezoar-gate-page-'));
    browser = await openBrowser();
    const reply = { text: HOSTILE, toolCalls: [], finish: 'stop' } as const;
    const turns = [{ role: 'user' as const, text: `per our zephyr arrangement ${HOSTILE}`, toolCalls: [] }];
    const document = testGate({
      hazards: [
        testHazard({ example: { turns, reply } }),
        testHazard({ phrases: [HOSTILE], trigger: HOSTILE, candidate: { name: LONG_NAME, k: 3, n: 5 } }),
      ],
      divergences: [testDivergence({ example: { turns, reply } })],
      report: testScan(60),
      references: [LONG_NAME],
    });
    page = join(folder, 'gate.html');
    const report = gateReport(document, { excerpts: true, generatedAt: '2026-11-02T00:00:00.000Z' });
    await writeFile(page, renderReport(report, 'html', 'medium'));
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('runs no script, loads nothing, raises no error, and shows the trigger and its records', async () => {
    const tab = await browser.newPage();
    const noise = noiseOf(tab);
    await tab.goto(pathToFileURL(page).href);
    expect(noise).toEqual([]);
    expect(await tab.evaluate<string>('document.title')).toMatch(/gate/i);
    expect(await tab.evaluate<number>('document.scripts.length + document.images.length')).toBe(0);
    const text = await tab.evaluate<string>('document.body.innerText');
    for (const words of ['zephyr arrangement', 'conv_1', 'acme/acc_1', 'U+200B', '<script>document.title=2</script>']) {
      expect(text).toContain(words);
    }
  });

  it('fits a phone and a desk without scrolling sideways, folded and unfolded', async () => {
    const tab = await browser.newPage();
    await tab.goto(pathToFileURL(page).href);
    for (const width of [400, 1200]) {
      await tab.setViewportSize({ width, height: 900 });
      for (const isOpen of [false, true]) {
        await tab.evaluate(`document.querySelectorAll('details').forEach((one) => { one.open = ${isOpen}; })`);
        expect(await tab.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      }
    }
  });

  it('leads from each row of the overview to its section', async () => {
    const tab = await browser.newPage();
    await tab.goto(pathToFileURL(page).href);
    await tab.click('a[href="#hazard-2"]');
    expect(await tab.evaluate<string>('location.hash')).toBe('#hazard-2');
    expect(await tab.evaluate<boolean>('document.querySelector("#hazard-2") !== null')).toBe(true);
  });
});
