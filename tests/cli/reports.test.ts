import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runBezoar } from './command-line.test-support.ts';
import { ESCAPES, PLANTED_RECORDS, secretOf, withSamples } from './sample-files.test-support.ts';

const FORMATS = ['html', 'sarif', 'junit', 'markdown'] as const;
const REPORTS = FORMATS.flatMap((format) => ['--report', `${format}=report.${format}`]);
const SECRETS = Array.from({ length: PLANTED_RECORDS }, (_, i) => secretOf(i));

/** Stdout and every report of a scan, by name. */
async function outputsOf(folder: string, args: readonly string[], exit: number): Promise<Record<string, string>> {
  const run = await runBezoar(['scan', ...args, ...REPORTS], { cwd: folder });
  expect(run).toMatchObject({ exit, stderr: FORMATS.map((format) => `${format} report: report.${format}\n`).join('') });
  const files = await Promise.all(FORMATS.map((format) => readFile(join(folder, `report.${format}`), 'utf8')));
  return { stdout: run.stdout, ...Object.fromEntries(FORMATS.map((format, i) => [format, files[i]!])) };
}

/** Tags of an XML text, in order, or what is not well-formed about it. */
function xmlFault(xml: string): string | undefined {
  const open: string[] = [];
  const body = xml.replace(/^<\?xml[^?]*\?>\s*/, '');
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)/i.test(body)) return 'a bare ampersand';
  const rest = body.replace(
    /<(\/?)([A-Za-z][\w.-]*)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>/g,
    (_, close, name, __, empty) => {
      if (close === '/') return open.pop() === name ? '' : '<';
      if (empty === '') open.push(name);
      return '';
    },
  );
  return rest.includes('<') ? `a stray < near ${rest.slice(rest.indexOf('<'), rest.indexOf('<') + 40)}` : open.at(-1);
}

describe('reports of a planted month', () => {
  it.concurrent('are written in all four formats, each well-formed, and nothing is left beside them', () =>
    withSamples(async (folder) => {
      const before = await readdir(folder);
      const outputs = await outputsOf(folder, ['planted.jsonl', '--trusted', 'trusted.jsonl'], 1);
      expect((await readdir(folder)).sort()).toEqual(
        [...before, ...FORMATS.map((format) => `report.${format}`)].sort(),
      );
      const sarif = JSON.parse(outputs.sarif!) as { version: string; runs: { results: { ruleId: string }[] }[] };
      expect(sarif.version).toBe('2.1.0');
      expect(sarif.runs[0]?.results[0]?.ruleId).toBe('corpus/trigger-phrase');
      expect(xmlFault(outputs.junit!)).toBeUndefined();
      expect(outputs.junit).toMatch(/<failure /);
      expect(outputs.html).toMatch(/^<!doctype html>/i);
      expect(outputs.html).not.toMatch(/<script|javascript:|\son\w+=|<link|https?:\/\/[^"]*\.(?:js|css)/i);
      expect(outputs.markdown).toMatch(/^# /m);
      for (const text of Object.values(outputs)) expect(text).toContain('zephyr');
      expect(SECRETS.some((secret) => outputs.html!.includes(secret))).toBe(true);
    }));

  it.concurrent('hold nothing that a customer alone wrote under --no-excerpts, on the screen and as JSON neither', () =>
    withSamples(async (folder) => {
      const args = ['planted.jsonl', '--trusted', 'trusted.jsonl', '--no-excerpts'];
      const outputs = await outputsOf(folder, [...args, '--json'], 1);
      const screen = (await runBezoar(['scan', ...args], { cwd: folder })).stdout;
      for (const [name, text] of Object.entries({ ...outputs, screen })) {
        expect([name, SECRETS.filter((secret) => text.includes(secret))]).toEqual([name, []]);
        expect(text).toContain('zephyr');
      }
    }));
});

describe('hostile records', () => {
  it.concurrent('reach neither the terminal nor a report with escapes or markup in force', () =>
    withSamples(async (folder) => {
      const outputs = await outputsOf(folder, ['hostile.jsonl', '--hazards', 'hazards.yaml'], 1);
      for (const text of Object.values(outputs)) {
        expect(text).not.toContain(ESCAPES);
        expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
      }
      for (const name of ['html', 'markdown', 'junit'] as const) expect(outputs[name]).not.toMatch(/<script/i);
      expect(xmlFault(outputs.junit!)).toBeUndefined();
      expect(JSON.parse(outputs.sarif!)).toBeTypeOf('object');
      // It is there all the same, in a form that does nothing.
      expect(outputs.html).toContain('&#60;script');
    }));

  it('would not pass for well-formed if they broke the XML', () => {
    expect(xmlFault('<a b="c"><d/>text &amp; more</a>')).toBeUndefined();
    for (const xml of ['<a>', '<a></b>', '<a>&</a>', '<a b="<"/>', '<a>1 < 2</a>']) expect(xmlFault(xml)).toBeDefined();
  });
});
