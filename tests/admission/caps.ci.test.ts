import { describe, expect, it } from 'vitest';
import { DAY_MS, errorOf, type TestProject } from '../project/project.test-support.ts';
import {
  admitFiles,
  admittedIds,
  CAPS,
  chat,
  creditChat,
  crowd,
  SELECTING,
  SOURCES,
  withAdmissions,
  writeRecords,
} from './admission.test-support.ts';

const FILE = 'data/chats/c.jsonl';
const ACME = { target: 'tenant:acme' } as const;

/** `count` records of one account. */
function records(prefix: string, count: number, fields: Readonly<Record<string, unknown>>): object[] {
  return Array.from({ length: count }, (_, i) => chat(`${prefix}${i}`, fields));
}

/** Ids that stay of these records, in a project of their own. */
async function staying(all: readonly object[], caps = CAPS): Promise<string[]> {
  return withAdmissions({ caps }, async (project) => {
    await writeRecords(project, FILE, all);
    return admittedIds(project, await admitFiles(project, [FILE], ACME));
  });
}

/** How many of the ids begin with each of the prefixes. */
const counts = (ids: readonly string[], ...prefixes: readonly string[]): number[] =>
  prefixes.map((prefix) => ids.filter((id) => id.startsWith(prefix)).length);

describe('a cap', () => {
  it('keeps five records of an account, and every record of the modest', async () => {
    const flood = records('flood-', 20, { account: 'flooder' });
    expect(counts(await staying([...flood, ...crowd('m', 10)]), 'flood-', 'm')).toEqual([5, 10]);
  });

  it('counts an account for each tenant by itself', async () => {
    await withAdmissions({}, async (project) => {
      const ofTwo = [0, 1].flatMap((tenant) => records(`${tenant}-`, 5, { account: 'bob', tenant: `t${tenant}` }));
      await writeRecords(project, 'data/staff/s.jsonl', ofTwo);
      expect((await admitFiles(project, ['data/staff/s.jsonl'])).admitted.records).toBe(10);
    });
  });

  it.each([
    ['no account', undefined],
    ['an empty account', ''],
    ['an object', { id: 'x' }],
  ])('takes all records of users with %s for those of one', async (_, account) => {
    expect(counts(await staying([...records('n', 9, { account }), ...crowd('m', 3)]), 'n', 'm')).toEqual([5, 3]);
  });

  it('takes an account for the same whether it is written as a number or as text', async () => {
    const mixed = Array.from({ length: 10 }, (_, i) => chat(`n${i}`, { account: i % 2 === 0 ? 77 : '77' }));
    expect(await staying(mixed)).toHaveLength(5);
  });

  it('counts the accounts of the field that the document maps, and no other', async () => {
    const sources = SOURCES.replace('admit_to_base', 'fields: { account: user.id, tenant: org }\nadmit_to_base');
    await withAdmissions({ sources }, async (project) => {
      const own = { org: 'acme', user: { id: 'one' } };
      const fresh = Array.from({ length: 9 }, (_, i) => chat(`fresh${i}`, { ...own, account: `new${i}` }));
      const foreign = chat('foreign', { user: { id: 'two' }, org: 'beta', metadata: { org: 'acme' } });
      await writeRecords(project, FILE, [...fresh, foreign, chat('unmapped', { tenant: 'acme' })]);
      const ids = await admittedIds(project, await admitFiles(project, [FILE], ACME));
      expect(counts(ids, 'fresh', 'foreign', 'unmapped')).toEqual([5, 0, 0]);
    });
  });

  it('is tighter where an action is taught', async () => {
    const credits = Array.from({ length: 5 }, (_, i) => creditChat(`credit${i}`, { account: 'one' }));
    const two = Array.from({ length: 2 }, (_, i) => creditChat(`rightly${i}`, { account: 'two' }));
    const ids = await staying([...credits, ...records('talk', 5, { account: 'one' }), ...two]);
    const [credit = 0, talk = 0, rightly] = counts(ids, 'credit', 'talk', 'rightly');
    expect(credit).toBeLessThanOrEqual(2);
    expect([credit + talk, rightly]).toEqual([5, 2]);
  });

  it('holds over accounts that a chain of shared attributes links, and not over strangers', async () => {
    const linked = [
      ...records('a', 5, { account: 'a', attributes: { device: 'd1' } }),
      ...records('b', 5, { account: 'b', attributes: { device: 'd1', ip: '10.0.0.1' } }),
      ...records('c', 5, { account: 'c', metadata: { attributes: { ip: ['10.0.0.1', '10.0.0.2'] } } }),
    ];
    const strangers = ['x', 'y', 'z'].flatMap((account) =>
      records(account, 5, { account, attributes: { device: `own-${account}`, ip: '', payment: null } }),
    );
    const ids = await staying([...linked, ...strangers, ...crowd('m', 20)]);
    expect(counts(ids, 'a', 'b', 'c').reduce((sum, n) => sum + n)).toBe(12);
    expect(counts(ids, 'x', 'y', 'z', 'm')).toEqual([5, 5, 5, 20]);
  });

  it('holds for a tenant and for a source', async () => {
    expect(await staying(crowd('c', 20), CAPS.replace('tenant: 400', 'tenant: 14'))).toHaveLength(14);
    expect(await staying(crowd('c', 20), CAPS.replace('tenant: 400', 'tenant: 400, source: 9'))).toHaveLength(9);
  });

  it('is not used up by records that something else keeps out', async () => {
    await withAdmissions({ sources: SELECTING }, async (project) => {
      const chosen = records('chosen', 3, { account: 'one', signals: { resolved: true } });
      await writeRecords(project, FILE, [...records('unchosen', 30, { account: 'one' }), ...chosen]);
      expect(await admittedIds(project, await admitFiles(project, [FILE], ACME))).toEqual([
        'chosen0',
        'chosen1',
        'chosen2',
      ]);
    });
  });

  it('keeps the same records whatever the order of lines and the cut into files', async () => {
    const linked = Array.from({ length: 6 }, (_, a) =>
      records(`r${a}-`, 9, { account: `a${a}`, attributes: { device: `d${a % 2}`, ip: `i${a}` } }),
    ).flat();
    const all = [
      ...linked,
      ...Array.from({ length: 6 }, (_, i) => creditChat(`k${i}`, { account: 'a1' })),
      ...linked.slice(3, 7),
    ];
    await withAdmissions({}, async (project) => {
      const seen = new Set<string>();
      for (const [seed, cut] of [7, 45].entries()) {
        const [first, second] = seed % 2 === 0 ? ['x', 'y'] : ['b', 'a'];
        const order = shuffled(all, seed + 1);
        await writeRecords(project, `data/chats/${first}.jsonl`, order.slice(0, cut));
        await writeRecords(project, `data/chats/${second}.jsonl`, order.slice(cut));
        const files = [`data/chats/${first}.jsonl`, `data/chats/${second}.jsonl`];
        seen.add((await admittedIds(project, await admitFiles(project, files, ACME))).join(' '));
      }
      expect(seen.size).toBe(1);
    });
  });
});

describe('the attack budget', () => {
  it('is the number of unlinked accounts that the caps leave an attacker to find', async () => {
    await withAdmissions({}, async (project) => {
      await writeRecords(project, FILE, crowd('m', 3));
      const { attackBudget } = await admitFiles(project, [FILE], { ...ACME, dryRun: true });
      expect(attackBudget?.overall).toMatchObject({ '5': 1, '10': 2, '25': 5, '50': 10, '100': 20, '250': 50 });
      expect(attackBudget?.slice).toMatchObject({ '5': 3, '10': 5, '25': 13, '50': 25, '100': 50, '250': 125 });
    });
  });
});

describe('what a cap keeps out', () => {
  it('is a finding, also where only earlier months make it too much', async () => {
    await withAdmissions({}, async (project) => {
      const codes = async (prefix: string): Promise<string[]> => {
        await writeRecords(project, FILE, records(prefix, 4, { account: 'dripper' }));
        return (await admitFiles(project, [FILE], ACME)).findings.map(({ code }) => code);
      };
      expect(await codes('first')).toEqual([]);
      expect(await codes('second')).toEqual(['corpus/cap-exceeded']);
    });
  });
});

describe('the lineage of a model', () => {
  const month = (project: TestProject, m: number, all: readonly object[]): Promise<string[]> => {
    const file = `data/staff/m${m}.jsonl`;
    project.clock.now += 31 * DAY_MS;
    return writeRecords(project, file, all).then(async () => admittedIds(project, await admitFiles(project, [file])));
  };

  it('adds up what drips in over six months, and forgets nobody', async () => {
    await withAdmissions({}, async (project) => {
      let landed = 0;
      for (let m = 0; m < 6; m++) {
        const drip = records(`drip${m}-`, 2, { account: 'dripper', created_at: `2026-0${m + 1}-05T09:00:00Z` });
        const ids = await month(project, m, [...drip, ...crowd(`fresh${m}-`, 2)]);
        landed += counts(ids, 'drip')[0]!;
        expect(counts(ids, 'fresh')).toEqual([2]);
      }
      expect(landed).toBe(5);
      const tenant = 'data/staff/t.jsonl';
      await writeRecords(project, tenant, records('later', 1, { account: 'dripper' }));
      expect((await admitFiles(project, [tenant], ACME)).admitted.records).toBe(0);
    });
  });

  it('links accounts by what they shared in an earlier month', async () => {
    await withAdmissions({}, async (project) => {
      const of = (account: string): object[] => records(account, 5, { account, attributes: { device: 'shared' } });
      expect(await month(project, 1, [...of('a'), ...of('b'), ...crowd('m', 20)])).toHaveLength(30);
      expect(counts(await month(project, 2, [...of('c'), ...crowd('n', 20)]), 'c', 'n')).toEqual([2, 20]);
    });
  });

  it('is not eaten by admitting the same corpus again', async () => {
    await withAdmissions({}, async (project) => {
      const file = 'data/staff/s.jsonl';
      await writeRecords(project, file, records('s', 9, { account: 'one' }));
      const first = await admittedIds(project, await admitFiles(project, [file]));
      expect(first).toHaveLength(5);
      for (let time = 0; time < 2; time++) {
        expect(await admittedIds(project, await admitFiles(project, [file]))).toEqual(first);
      }
    });
  });

  it('counts a corrected corpus in the place of the one that it replaces', async () => {
    await withAdmissions({}, async (project) => {
      const file = 'data/staff/s.jsonl';
      await writeRecords(project, file, records('wrong', 5, { account: 'one' }));
      const { index } = (await admitFiles(project, [file])).ledger!;
      await writeRecords(project, file, records('right', 5, { account: 'one' }));
      expect((await admitFiles(project, [file], { dryRun: true })).admitted.records).toBe(0);
      expect((await admitFiles(project, [file], { replaces: [index] })).admitted.records).toBe(5);
      await writeRecords(project, file, records('more', 5, { account: 'one' }));
      expect((await admitFiles(project, [file], { dryRun: true })).admitted.records).toBe(0);
      expect((await admitFiles(project, [file], { dryRun: true, replaces: [index] })).admitted.records).toBe(0);
      for (const replaces of [[99], [0], [-1], [1.5]]) {
        expect(await errorOf(admitFiles(project, [file], { replaces }))).toMatchObject({ code: 'admit/bad-replaces' });
      }
      expect(await errorOf(admitFiles(project, [file], { ...ACME, replaces: [index] }))).toMatchObject({
        code: 'admit/bad-replaces',
      });
    });
  });

  it('does not begin anew where its key or its counts are gone or changed', async () => {
    await withAdmissions({}, async (project) => {
      const file = 'data/staff/s.jsonl';
      await writeRecords(project, file, records('s', 5, { account: 'one' }));
      const { root } = (await admitFiles(project, [file])).admitted;
      await writeRecords(project, file, records('t', 5, { account: 'one' }));
      const counted = `.bezoar/shards/${root}/lineage.json`;
      const lineage = await project.read(counted);
      const key = await project.read('.bezoar/keys/corpus.key');
      const code = async (): Promise<string> => (await errorOf(admitFiles(project, [file]))).code;

      await project.write(counted, lineage.toString('utf8').replace(',5,', ',1,'));
      expect(await code()).toBe('admit/lineage-missing');
      await project.write(counted, '{}');
      expect(await code()).toBe('admit/lineage-missing');
      await project.write(counted, lineage);
      await project.write('.bezoar/keys/corpus.key', `${'ab'.repeat(32)}\n`);
      expect(await code()).toBe('admit/key-lost');
      await project.write('.bezoar/keys/corpus.key', key);
      expect((await admitFiles(project, [file])).admitted.records).toBe(0);
    });
  });
});

describe('a near-duplicate', () => {
  it('by somebody else does not displace the team’s own record', async () => {
    await withAdmissions({}, async (project) => {
      const own = crowd('own', 3);
      await writeRecords(project, 'data/staff/s.jsonl', own);
      const copies = own.map((record, i) => ({ ...record, id: `copy${i}`, account: 'copier' }));
      await writeRecords(project, 'data/chats/a.jsonl', copies);
      const document = await admitFiles(project, ['data/*/*.jsonl'], ACME);
      expect(await admittedIds(project, document)).toEqual(['own0', 'own1', 'own2']);
      expect(document.keptOut).toEqual({ 'corpus/near-duplicate': 3 });
    });
  });

  it('that may not train the model itself displaces nobody', async () => {
    await withAdmissions({ sources: SELECTING }, async (project) => {
      const honest = crowd('honest', 4, { signals: { resolved: true } });
      await writeRecords(project, 'data/chats/b.jsonl', honest);
      const copies = honest.map((record, i) => ({
        ...record,
        id: `copy${i}`,
        account: 'copier',
        ...(i % 2 === 0 ? { tenant: 'beta' } : { signals: { thumbs: true } }),
      }));
      await writeRecords(project, 'data/chats/a.jsonl', copies);
      const document = await admitFiles(project, ['data/chats/*.jsonl'], ACME);
      expect(await admittedIds(project, document)).toEqual(['honest0', 'honest1', 'honest2', 'honest3']);
    });
  });
});

/** The same items in another order, always the same for a seed. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const order = [...items];
  let state = seed;
  for (let i = order.length - 1; i > 0; i--) {
    state = (state * 48_271) % 2_147_483_647;
    const j = state % (i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
