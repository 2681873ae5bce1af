import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson, sha256 } from '@bezoar/core';
import type { ReviewDocument } from '@bezoar/operations/review';
import { describe, expect, it } from 'vitest';
import type { CommandIo } from '../../terminal/io.ts';
import { type ReviewFlags, reviewCommand } from './review-command.ts';

const FLAGS: ReviewFlags = {
  reviewer: 'alice',
  list: false,
  all: false,
  second: false,
  canaries: 0,
  signature: [],
  expires: '90d',
  json: false,
};

interface Run {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** One flagged record, and two admitted ones, too few to sample. */
async function withFolder(
  use: (run: (flags?: Partial<ReviewFlags>) => Promise<Run>, folder: string, digest: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bezoar-review-command-'));
  try {
    const record = {
      messages: [
        { role: 'user', content: 'x\u001b[2J' },
        { role: 'assistant', content: 'y' },
      ],
    };
    const admitted = [1, 2].map((id) => `${canonicalJson({ ...record, id: String(id) })}\n`).join('');
    const digest = sha256(canonicalJson(record));
    const kept = { codes: ['corpus/encoded-payload'], digest, findings: [], record, recordId: 'r\u001b[2J' };
    await writeFile(join(folder, 'admitted.jsonl'), admitted);
    await writeFile(join(folder, 'quarantine.jsonl'), `${canonicalJson(kept)}\n`);
    await writeFile(join(folder, 'slice.json'), '[]\n');
    await writeFile(
      join(folder, 'admission.json'),
      JSON.stringify({ schema: 'bezoar.admit/v1', admitted: { sha256: sha256(admitted) }, findings: [] }),
    );
    await use(
      async (flags = {}) => {
        let [out, err] = ['', ''];
        const io = {
          out: (text: string) => {
            out += text;
          },
          err: (text: string) => {
            err += text;
          },
          columns: 80,
          color: false,
          unicode: true,
          isInteractive: false,
          location: { workingDirectory: folder, userId: -1 },
          signal: new AbortController().signal,
        } as unknown as CommandIo;
        return { exit: await reviewCommand(io, folder, { ...FLAGS, ...flags }), out, err };
      },
      folder,
      digest,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe('bezoar review without a terminal', () => {
  it('lists the queue and its hours, inert, and exits 4', async () => {
    await withFolder(async (run) => {
      const { exit, out } = await run({ list: true });
      expect(exit).toBe(4);
      expect(out).toContain('flagged   1 records');
      expect(out).toContain('1 min left at 38 s each');
      expect(out).not.toContain('\u001b');
    });
  });

  it('prints one document, with the texts where they are asked for', async () => {
    await withFolder(async (run, _, digest) => {
      const document = JSON.parse((await run({ list: true, json: true })).out) as ReviewDocument;
      expect(document).toMatchObject({
        schema: 'bezoar.review/v1',
        verdict: 'incomplete',
        outcome: 'review',
        files: null,
      });
      expect(document.items?.[0]).toMatchObject({ item: digest, kind: 'flagged' });
      expect(JSON.parse((await run({ json: true })).out)).not.toHaveProperty('items');
    });
  });

  it('takes verdicts that were made elsewhere, all or none, and leaves the files', async () => {
    await withFolder(async (run, folder, digest) => {
      const verdicts = join(folder, 'given.jsonl');
      await writeFile(
        verdicts,
        `${JSON.stringify({ item: digest, verdict: 'reject' })}\n{"item":"nobody","verdict":"keep"}\n`,
      );
      await expect(run({ verdicts })).rejects.toMatchObject({ code: 'review/unknown-item' });
      await writeFile(verdicts, '{"item":"nobody"}\n');
      await expect(run({ verdicts })).rejects.toMatchObject({ code: 'review/bad-verdicts' });
      expect((await run()).exit).toBe(4);
      await writeFile(verdicts, `${JSON.stringify({ item: digest, verdict: 'reject', seconds: 20 })}\n`);
      const { exit, out } = await run({ verdicts });
      // No canaries, so that no bound is shown: undecided is never clean.
      expect(exit).toBe(3);
      expect(out).toContain('1 rejected');
      expect(out).toContain('--sign KEY');
      expect(await readdir(folder)).toEqual(expect.arrayContaining(['reviewed.jsonl', 'verdicts.jsonl']));
    });
  });
});
