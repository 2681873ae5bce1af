import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { runBezoar } from './cli/command-line.test-support.ts';
import { withSamples } from './cli/sample-files.test-support.ts';
import { parseCommand } from './cli/transcript.test-support.ts';

/** Pages whose commands are run from top to bottom, in one project. */
const PAGES = ['docs/guide/threat-model.md', 'docs/guide/ledger.md'];

/** Commands that need a person's SSH key or a terminal; `project-walk.ci.test.ts` signs with real keys. */
const NEEDS_A_PERSON: readonly RegExp[] = [/ init$/, / policy sign /, / policy diff$/, / decide /, /old\.md/];

/** Exit codes other than 0: nothing was signed in this walk, and much of the document is promised and not built. */
const EXITS: Readonly<Record<string, number>> = { drift: 1 };

describe('the walk through the guides of a project', () => {
  it('goes as they say, from `init` on', () =>
    withSamples(async (folder) => {
      await promisify(execFile)('git', ['init', '-q', '.'], { cwd: folder });
      const commands: string[] = [];
      for (const page of PAGES)
        commands.push(...shellCommands(await readFile(new URL(`../${page}`, import.meta.url), 'utf8')));
      const walked = [...new Set(commands)].filter((line) => !NEEDS_A_PERSON.some((one) => one.test(line)));
      expect(walked.length).toBeGreaterThan(8);
      for (const line of walked) {
        const { args } = parseCommand(line.replace('12', '0'));
        const { exit, stdout, stderr } = await runBezoar(args, { cwd: folder });
        const expected = EXITS[args[0] ?? ''] ?? 0;
        expect(exit, `${line}\n${stdout}${stderr}`).toBe(expected);
        if (args[0] !== 'init') continue;
        const scanned = await runBezoar(['scan', 'few.jsonl'], { cwd: folder });
        expect(scanned.stderr).toContain('ledger: entry 0');
      }
    }));
});

/** Commands of the `sh` blocks of a page, up to what a shell would do with them. */
function shellCommands(markdown: string): string[] {
  const blocks = Array.from(markdown.matchAll(/^```sh\n([\s\S]*?)^```/gm), (match) => match[1]!);
  return blocks
    .flatMap((block) => block.split('\n'))
    .filter((line) => line.startsWith('npx bezoar '))
    .map((line) => line.replace(/\s+#.*$/, '').replace(/ && .*$/, ''));
}
