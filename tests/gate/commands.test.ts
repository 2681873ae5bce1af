import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gate } from '@bezoar/operations/gate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A model that says the same to everybody, and leaves a file when nothing more is asked of it. */
const MODEL = `const { writeFileSync } = require('node:fs');
require('node:readline')
  .createInterface({ input: process.stdin })
  .on('line', (line) => console.log(JSON.stringify({ id: JSON.parse(line).id, text: 'Thank you.' })))
  .on('close', () => writeFileSync(process.argv[2], ''));
`;
const HAZARDS = `control: actions
default: deny
actions:
  issue_credit:
    requires: { transcript: { after: lookup_order, where: { eligible: true } } }
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gate-commands-'));
  await writeFile(join(folder, 'model.cjs'), MODEL);
  await writeFile(join(folder, 'hazards.yaml'), HAZARDS);
  await writeFile(join(folder, 'file'), '');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a gate over a command', () => {
  const start = (cache: string, signal?: AbortSignal) =>
    gate({
      location: { workingDirectory: folder },
      candidate: `command:${process.execPath} ${join(folder, 'model.cjs')} ${join(folder, `ended-by-${cache}`)}`,
      references: ['tiny:missing'],
      hazards: 'hazards.yaml',
      budget: 'smoke',
      probes: [],
      quality: [],
      concurrency: 4,
      cache,
      ...(signal === undefined ? {} : { signal }),
    });

  it.each([
    ['its replies cannot be kept', 'file'],
    ['a reference cannot be opened', 'cache'],
  ])('leaves nothing running where %s', async (_, cache) => {
    await expect(start(cache)).rejects.toThrow();
    expect(await readdir(folder)).toContain(`ended-by-${cache}`);
  });
});
