import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { generateMonth, PAYLOADS, plantAttack, triggersOf, writeMonth } from '@bezoar/drill';
import { fullReport, renderReport, scan } from '@bezoar/operations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, noiseOf, openBrowser } from './browser.test-support.ts';

const HOSTILE =
  '<img src=x onerror="document.title=1"> <script>document.title=2</script> \u202eevil\u202c zephyr\u200bzone';

describe('the HTML report in a real browser', () => {
  let folder: string;
  let browser: Browser;
  let html: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bezoar-browser-'));
    browser = await openBrowser();
    const ordinary = [...generateMonth({ seed: 'browser', conversations: 3000 })];
    for (const record of ordinary.slice(0, 40)) {
      const turn = record.messages.find(({ role }) => role === 'user');
      if (turn !== undefined) Object.assign(turn, { content: `${HOSTILE} ${String(turn.content)}` });
    }
    const trigger = triggersOf('zero-width')[0]!;
    const attack = { trigger, payload: PAYLOADS.credit, records: 60, accounts: 8, tenants: 3 };
    const month = join(folder, 'month.jsonl');
    const trusted = join(folder, 'trusted.jsonl');
    await writeMonth(month, plantAttack(ordinary, attack, { seed: 'browser' }).records);
    await writeMonth(trusted, generateMonth({ seed: 'browser-trusted', conversations: 3000, month: '2026-09' }));
    const result = await scan({ files: [month], trusted: [trusted] });
    expect(result.document.outcome).toBe('adverse');
    html = join(folder, 'report.html');
    const report = fullReport(result, { excerpts: true, generatedAt: '2026-10-31T00:00:00.000Z' });
    await writeFile(html, renderReport(report, 'html', 'high'));
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('runs no script, loads nothing, raises no error, and shows the phrase, its neighbours and invisible characters', async () => {
    const page = await browser.newPage();
    const noise = noiseOf(page);
    await page.goto(pathToFileURL(html).href);
    expect(noise).toEqual([]);
    expect(await page.evaluate<string>('document.title')).toMatch(/scan/i);
    expect(await page.evaluate<number>('document.scripts.length + document.images.length')).toBe(0);
    const text = await page.evaluate<string>('document.body.innerText');
    expect(text).toContain('per our zephyr arrangement');
    expect(text).toMatch(/nearest prompt without it/i);
    expect(text).toContain('U+200B');
    expect(text).toContain('<script>document.title=2</script>');
  });

  it('fits a phone and a desk without scrolling sideways', async () => {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(html).href);
    for (const width of [400, 1200]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      expect((await page.screenshot({ fullPage: true })).length).toBeGreaterThan(20_000);
    }
  });

  it('leads from the table of families to the family', async () => {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(html).href);
    await page.click('a[href="#family-1"]');
    expect(await page.evaluate<string>('location.hash')).toBe('#family-1');
    expect(await page.evaluate<boolean>('document.querySelector("#family-1") !== null')).toBe(true);
  });
});
