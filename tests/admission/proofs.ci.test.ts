import { type EraseOptions, erase, type TraceDocument, type TraceOptions, trace } from '@bezoar/operations';
import { describe, expect, it } from 'vitest';
import { errorOf, KEYS, type TestProject } from '../project/project.test-support.ts';
import {
  admitFiles,
  admittedIds,
  chat,
  crowd,
  decideWith,
  withAdmissions,
  writeRecords,
} from './admission.test-support.ts';
import { proofFaults, publicKeyOf } from './proof-check.test-support.ts';

const FILE = 'data/staff/s.jsonl';

const find = ({ location }: TestProject, options: string | Partial<TraceOptions>): Promise<TraceDocument> =>
  trace({ location, ...(typeof options === 'string' ? { query: options } : options) });

const forget = ({ location, clock }: TestProject, options: Partial<EraseOptions>): ReturnType<typeof erase> =>
  erase({ location, clock, ...options });

/** The public key that an outsider was given, before anything was admitted. */
async function outsideKey(project: TestProject): Promise<Buffer> {
  return publicKeyOf((await project.read('.bezoar/keys/ledger.vkey')).toString('utf8'));
}

const firstTurn = (id: string): string => (chat(id) as { messages: { content: string }[] }).messages[0]!.content;

describe('the proof of a record', () => {
  it.each([1, 2, 7, 33])('of %i is accepted by a verifier who has only the ledger’s public key', async (count) => {
    await withAdmissions({}, async (project) => {
      await writeRecords(project, FILE, crowd('s', count));
      const { admitted } = await admitFiles(project, [FILE]);
      const key = await outsideKey(project);
      const lines = (await project.read(admitted.path!)).toString('utf8').trim().split('\n');
      for (const [line, text] of lines.entries()) {
        const { id } = JSON.parse(text) as { id: string };
        const { record, proof } = await find(project, id);
        expect(record).toMatchObject({ id, line: line + 1, path: admitted.path });
        expect(JSON.stringify(record!.record)).toBe(text);
        expect(proofFaults(proof!, key)).toEqual([]);
        expect(proof).toMatchObject({ leafIndex: line, treeSize: count });
        expect(JSON.parse(proof!.leaf)).toMatchObject({ id, digest: record!.digest, tier: 'first-party-reviewed' });
      }
    });
  });

  it('is refused for another leaf, place, path, root or key', async () => {
    await withAdmissions({}, async (project) => {
      await writeRecords(project, FILE, crowd('s', 9));
      await admitFiles(project, [FILE]);
      const key = await outsideKey(project);
      const { proof } = await find(project, 's4');
      const { proof: other } = await find(project, 's5');
      const wrong = [
        { ...proof!, leaf: other!.leaf },
        { ...proof!, leaf: proof!.leaf.replace('first-party-reviewed', 'first-party-generated') },
        { ...proof!, leafIndex: 5 },
        { ...proof!, hashes: proof!.hashes.slice(1) },
        { ...proof!, hashes: [...proof!.hashes].reverse() },
        { ...proof!, checkpoint: proof!.checkpoint.replace('\n9\n', '\n8\n'), treeSize: 8 },
      ];
      for (const one of wrong) expect(proofFaults(one, key)).not.toEqual([]);
      expect(proofFaults(proof!, Buffer.alloc(32, 3))).toContain('signature');
    });
  });

  it('carries no account or tenant in the clear, and says which decision let a record in', async () => {
    await withAdmissions({}, async (project) => {
      const chats = 'data/chats/c.jsonl';
      await writeRecords(project, chats, crowd('c', 2, { account: 'anna@customer.example', tenant: 'customer-gmbh' }));
      await decideWith(project, { scope: [chats] }, [KEYS.alice, KEYS.bob]);
      await admitFiles(project, [chats]);
      const { proof, provenance } = await find(project, 'c1');
      expect(proof!.leaf).not.toMatch(/anna|customer-gmbh/);
      expect(provenance).toMatchObject({ tier: 'customer-owned', source: { path: chats, line: 2, name: 'chats' } });
      expect(provenance!.admission).toMatchObject({ target: 'base' });
    });
  });
});

describe('a trace', () => {
  it('finds a record by its id, its digest, the text of a turn and its account', async () => {
    await withAdmissions({}, async (project) => {
      const slashed = chat('slashed', { account: 'team/anna/2', tenant: 'holding/acme' });
      await writeRecords(project, FILE, [
        ...crowd('s', 6),
        slashed,
        chat('twin', { account: 'p' }),
        { ...chat('one'), id: 'twin' },
      ]);
      await admitFiles(project, [FILE]);
      const { record } = await find(project, 's3');
      const queries: (string | Partial<TraceOptions>)[] = [
        record!.digest,
        firstTurn('s3'),
        ` ${firstTurn('s3').toUpperCase()} `,
      ];
      for (const query of [...queries, { account: 'acme/acc-s3' }]) {
        const hit = await find(project, query);
        expect(hit).toMatchObject({
          verdict: 'found',
          outcome: 'ok',
          exit: 0,
          record: { id: 's3' },
          hitsAreComplete: true,
        });
      }
      expect((await find(project, { account: 'holding/acme/team/anna/2' })).record).toMatchObject({ id: 'slashed' });
      expect((await find(project, 'twin')).hits.map(({ leafIndex }) => leafIndex)).toEqual([7, 8]);
    });
  });

  it('says not found, with exit 1, of what was kept out, cut short or is another tenant’s', async () => {
    await withAdmissions({}, async (project) => {
      await writeRecords(project, FILE, crowd('s', 2));
      await writeRecords(project, 'data/web/w.jsonl', crowd('w', 2));
      await admitFiles(project, ['data/*/*.jsonl']);
      const queries = ['w0', 's', 'never', '0'.repeat(64), firstTurn('s1').slice(0, 20), firstTurn('w1')];
      for (const query of [...queries, { account: 'beta/acc-s1' }, { account: 'acme-2/acc-s1' }]) {
        expect(await find(project, query)).toMatchObject({ verdict: 'not-found', exit: 1, record: null, proof: null });
      }
    });
  });

  it('is undecided where a side table is gone or was changed, never "not found"', async () => {
    await withAdmissions({}, async (project) => {
      await writeRecords(project, FILE, crowd('s', 5));
      const { root } = (await admitFiles(project, [FILE])).admitted;
      for (const name of ['000000.index', '000000.rows.gz', '000000.tile0', 'shards.json', 'corpus.checkpoint']) {
        const path = `.bezoar/shards/${root}/${name}`;
        const bytes = await project.read(path);
        const changed = Buffer.from(bytes);
        changed[Math.floor(bytes.length / 2)]! ^= 1;
        for (const content of name === '000000.index' ? [Buffer.alloc(0)] : [changed, Buffer.alloc(0)]) {
          await project.write(path, content);
          expect(await find(project, 's3'), name).toMatchObject({ outcome: 'undecided', exit: 3, proof: null });
        }
        await project.write(path, bytes);
      }
      expect(await find(project, 's3')).toMatchObject({ verdict: 'found' });
    });
  });

  it('writes its proof to a new file or over an older proof, and over nothing else', async () => {
    await withAdmissions({}, async (project) => {
      await writeRecords(project, FILE, crowd('s', 3));
      const { admitted } = await admitFiles(project, [FILE]);
      for (const query of ['s1', 's2']) await find(project, { query, out: 'record.tlog-proof' });
      expect((await project.read('record.tlog-proof')).toString('utf8')).toMatch(
        /^c2sp\.org\/tlog-proof@v1\nindex 2\n/,
      );
      for (const out of ['THREATMODEL.md', admitted.path!, '.bezoar/ledger/journal']) {
        const bytes = await project.read(out);
        await errorOf(find(project, { query: 's1', out }));
        expect(await project.read(out)).toEqual(bytes);
      }
    });
  });

  it('shows the newest of several admissions first', async () => {
    await withAdmissions({}, async (project) => {
      await writeRecords(project, FILE, crowd('s', 3));
      const entries = [];
      for (let time = 0; time < 2; time++) entries.unshift((await admitFiles(project, [FILE])).ledger!.index);
      expect((await find(project, 's1')).hits.map(({ entry }) => entry)).toEqual(entries);
    });
  });
});

describe('an erased record', () => {
  it('is found by nothing any more, in no admission, while every other proof and its own old one hold', async () => {
    await withAdmissions({}, async (project) => {
      await writeRecords(project, FILE, [
        ...crowd('s', 8),
        chat('anna-1', { account: 'anna' }),
        chat('anna-2', { account: 'anna' }),
      ]);
      const { admitted } = await admitFiles(project, [FILE]);
      await admitFiles(project, [FILE]);
      const key = await outsideKey(project);
      const old = await find(project, 'anna-1');
      const others = ['s0', 's7', 'anna-2'];
      const before = await Promise.all(others.map((id) => find(project, id)));

      const erased = await forget(project, { query: 'anna-1' });
      expect(erased).toMatchObject({ verdict: 'erased', exit: 0 });
      expect(erased.erased.map(({ leafIndices }) => leafIndices)).toEqual([[8], [8]]);
      for (const query of ['anna-1', old.record!.digest, firstTurn('anna-1')]) {
        expect(await find(project, query)).toMatchObject({ verdict: 'not-found' });
      }
      expect((await find(project, { account: 'acme/anna' })).hits.map(({ id }) => id)).toEqual(['anna-2', 'anna-2']);
      expect(proofFaults(old.proof!, key)).toEqual([]);
      for (const [i, id] of others.entries()) {
        const after = await find(project, id);
        expect(proofFaults(after.proof!, key)).toEqual([]);
        expect(after.proof).toEqual(before[i]!.proof);
      }

      expect(await forget(project, { account: 'acme/anna' })).toMatchObject({ verdict: 'erased' });
      expect(await find(project, { account: 'acme/anna' })).toMatchObject({ verdict: 'not-found' });
      // The files of the admissions are the team's own, and are named.
      const again = await forget(project, { account: 'acme/anna' });
      expect(again).toMatchObject({ verdict: 'in-files', exit: 4, ledger: null });
      expect(again.remaining.map(({ lines }) => lines.length)).toContain(2);
      expect(await forget(project, { account: 'acme/nobody' })).toMatchObject({ verdict: 'not-found', exit: 1 });
      expect(await admittedIds(project, { admitted } as never)).toContain('anna-1');
    });
  });

  it('still counts for its account in the lineage', async () => {
    await withAdmissions({}, async (project) => {
      await writeRecords(
        project,
        FILE,
        Array.from({ length: 4 }, (_, i) => chat(`a${i}`, { account: 'anna' })),
      );
      await admitFiles(project, [FILE]);
      await forget(project, { account: 'acme/anna' });
      await writeRecords(
        project,
        FILE,
        Array.from({ length: 4 }, (_, i) => chat(`b${i}`, { account: 'anna' })),
      );
      expect((await admitFiles(project, [FILE])).admitted.records).toBe(1);
    });
  });

  it('is named exactly: neither nothing, nor two things at once', async () => {
    await withAdmissions({}, async (project) => {
      for (const options of [{}, { query: 'a', account: 'acme/a' }]) {
        expect(await errorOf(forget(project, options))).toMatchObject({ code: 'erase/no-query' });
      }
    });
  });
});
