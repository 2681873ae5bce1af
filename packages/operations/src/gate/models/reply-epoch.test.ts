import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Fingerprint, fingerprintModel, functionModel } from '@bezoar/evaluate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replyEpoch } from './reply-epoch.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reply-epoch-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const IDENTITY = { kind: 'endpoint', url: 'http://127.0.0.1/v1', model: 'desk' } as const;

function printOf(text: string): Promise<Fingerprint> {
  return fingerprintModel(functionModel({ name: 'desk', chat: () => ({ text, toolCalls: [], finish: 'stop' }) }));
}
const epoch = async (text: string, identity: Parameters<typeof replyEpoch>[1] = IDENTITY): Promise<string> =>
  replyEpoch(join(folder, 'cache'), identity, await printOf(text));
async function file(): Promise<string> {
  const [name] = await readdir(join(folder, 'cache'));
  return join(folder, 'cache', name!);
}

describe('the epoch of replies', () => {
  it('is the same for the same fingerprint, and another one for another model at the same address', async () => {
    const first = await epoch('Good morning, how can I help?');
    const second = await epoch('Als anderes Modell antworte ich anders.');
    expect(second).not.toBe(first);
    expect(await epoch('Good morning, how can I help?')).toBe(first);
    expect(await epoch('Als anderes Modell antworte ich anders.')).toBe(second);
  });

  it('is kept apart for each address', async () => {
    await epoch('Hello.');
    await epoch('Hello.', { ...IDENTITY, model: 'other' });
    expect(await readdir(join(folder, 'cache'))).toHaveLength(2);
  });

  const spoiled: readonly [string, (print: Fingerprint) => unknown][] = [
    ['is no JSON', () => undefined],
    ['is no list', (print) => print],
    ['holds nothing that is one', () => [null, 1, 'x', {}, []]],
    ['has no samples', (print) => [{ ...print, samples: print.samples.map(() => []) }]],
    [
      'has samples of another shape',
      (print) => [{ ...print, samples: print.samples.map(() => [{ text: 1, top: 2 }]) }],
    ],
    ['has other questions', (print) => [{ ...print, questions: '0'.repeat(64) }]],
  ];
  it.each(spoiled)('begins anew where the file %s', async (_, spoil) => {
    const first = await epoch('Hello.');
    const value = spoil(await printOf('Als anderes Modell antworte ich anders.'));
    await writeFile(await file(), value === undefined ? '{"' : JSON.stringify(value));
    expect(await epoch('Hello.')).toBe(first);
    expect((JSON.parse(await readFile(await file(), 'utf8')) as unknown[])[0]).toEqual(await printOf('Hello.'));
  });

  it('is kept for 32 models of one address, the latest', async () => {
    await epoch('Hello.');
    const others = await Promise.all(
      Array.from({ length: 40 }, (_, index) => printOf(String.fromCodePoint(65 + index).repeat(30))),
    );
    await writeFile(await file(), JSON.stringify(others));
    await epoch('Als anderes Modell antworte ich anders.');
    const kept = JSON.parse(await readFile(await file(), 'utf8')) as Fingerprint[];
    expect(kept).toEqual([await printOf('Als anderes Modell antworte ich anders.'), ...others.slice(0, 31)]);
  });
});
