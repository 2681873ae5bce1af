import { describe, expect, it } from 'vitest';
import type { PostgresClient } from './postgres-pool.ts';
import { quoteSchema } from './schema.ts';
import { withSession } from './with-session.ts';

/** A pool of one connection that answers as told, and remembers how it was given back. */
function fakePool(answer: (text: string) => Promise<unknown>) {
  const listeners = new Set<(error: Error) => void>();
  const released: (Error | undefined)[] = [];
  const client: PostgresClient = {
    query: ({ text }) => answer(text),
    release: (error) => {
      released.push(error);
    },
    on: (_, listener) => listeners.add(listener),
    removeListener: (_, listener) => listeners.delete(listener),
  };
  const lose = (error: Error): void => {
    for (const listener of listeners) listener(error);
  };
  return { pool: { connect: async () => client }, released, lose };
}

describe('a session', () => {
  it('gives the connection back after work and after an error that the server answered', async () => {
    const refused = Object.assign(new Error('duplicate key'), { code: '23505' });
    const { pool, released } = fakePool(async (text) => {
      if (text === 'bad') throw refused;
      return [{ rows: [[1]] }, { rows: [[2]], command: 'SELECT' }];
    });
    expect(await withSession(pool, 1000, (session) => session.rows('good'))).toEqual([[2]]);
    await expect(withSession(pool, 1000, (session) => session.rows('bad'))).rejects.toBe(refused);
    expect(released).toEqual([undefined, undefined]);
  });

  it('drops a connection that was lost, that the server ends, or that does not answer', async () => {
    const lost = new Error('Connection terminated unexpectedly');
    const ended = Object.assign(new Error('terminating connection'), { code: '57P01' });
    for (const answer of [async () => Promise.reject(lost), async () => Promise.reject(ended)]) {
      const { pool, released } = fakePool(answer);
      await expect(withSession(pool, 1000, (session) => session.rows('x'))).rejects.toThrow();
      expect(released).toEqual([expect.any(Error)]);
    }
    const silent = fakePool(() => new Promise(() => undefined));
    await expect(withSession(silent.pool, 1, (session) => session.rows('x'))).rejects.toMatchObject({
      code: 'guard/store-silent',
    });
    expect(silent.released).toEqual([expect.objectContaining({ code: 'guard/store-silent' })]);
  });

  it('asks nothing more of a connection that was lost between two statements', async () => {
    let asked = 0;
    const { pool, released, lose } = fakePool(async () => {
      asked++;
      return { rows: [] };
    });
    const work = withSession(pool, 1000, async (session) => {
      await session.rows('first');
      lose(new Error('reset'));
      return session.rows('second');
    });
    await expect(work).rejects.toThrow('reset');
    expect([asked, released]).toEqual([1, [expect.objectContaining({ message: 'reset' })]]);
    // What the dying connection still says reaches nobody.
    lose(new Error('again'));
  });

  it('gives back a connection that comes too late', async () => {
    const released: unknown[] = [];
    let arrive: (client: PostgresClient) => void = () => undefined;
    const connecting = new Promise<PostgresClient>((resolve) => {
      arrive = resolve;
    });
    const work = withSession({ connect: () => connecting }, 1, async () => undefined);
    await expect(work).rejects.toMatchObject({ code: 'guard/store-silent' });
    arrive({ release: (error) => released.push(error) } as Partial<PostgresClient> as PostgresClient);
    await connecting;
    await Promise.resolve();
    expect(released).toEqual([undefined]);
  });
});

describe('the name of a schema', () => {
  it('is quoted, and refused where it could leave the quotes or belongs to the server', () => {
    expect(quoteSchema('bezoar_guard')).toBe('"bezoar_guard"');
    for (const name of ['', 'a"b', 'A', 'a b', 'a;drop', '1a', 'pg_catalog', 'é', 'a'.repeat(64), 'a\0']) {
      expect(() => quoteSchema(name)).toThrow('schema name');
    }
  });
});
