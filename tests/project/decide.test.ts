import { sha256 } from '@bezoar/core';
import { getEvidence, openLedgerReader } from '@bezoar/ledger';
import { DECIDABLE, type DecideDocument, type DecideOptions, decide, status } from '@bezoar/operations';
import { describe, expect, it } from 'vitest';
import type { SoftwareKey } from '../../packages/ledger/src/attest/sshsig/testing/software-key.ts';
import { cleanMonth, jsonLines } from './months.test-support.ts';
import {
  DAY_MS,
  errorOf,
  KEYS,
  SUBMITTER,
  signatureFiles,
  type TestProject,
  withProject,
} from './project.test-support.ts';

const { alice, aliceToo, bob, carol, mallory, pipeline } = KEYS;

const RAISE = { action: 'tier-change', from: 'open', to: 'first-party-reviewed' } as const;
const LOWER = { action: 'tier-change', from: 'customer-owned', to: 'open' } as const;
const ADMIT = { action: 'admit-to-base', from: 'customer-owned' } as const;
const REVIEW = { action: 'review' } as const;

function optionsOf({ location, clock }: TestProject, options: Partial<DecideOptions>): DecideOptions {
  return {
    location,
    clock,
    action: 'review',
    scope: ['months/clean.jsonl'],
    reason: 'We read all of these records and found nothing odd.',
    evidence: ['review.txt'],
    expires: '90d',
    submitter: SUBMITTER,
    files: [],
    confirm: async () => false,
    ...options,
  };
}

/** Asks, then brings the signatures. */
async function decideWith(
  project: TestProject,
  options: Partial<DecideOptions>,
  keys: readonly SoftwareKey[],
): Promise<DecideDocument> {
  const asked = await decide(optionsOf(project, options));
  const files = await signatureFiles(asked.pending!.folder, keys);
  return decide(optionsOf(project, { ...options, files }));
}

/** A project whose document alice and bob have signed: two admit, three raise, one lowers. */
function withSigned<T>(use: (project: TestProject) => Promise<T>): Promise<T> {
  return withProject({ pipeline: [pipeline.fingerprint] }, async (project) => {
    await project.write('review.txt', 'read by alice and bob\n');
    await project.sign([alice, bob]);
    return use(project);
  });
}

describe('a decision', () => {
  it('is nobody’s before the document is signed', async () => {
    await withProject({}, async (project) => {
      await project.write('review.txt', 'read\n');
      expect((await errorOf(decide(optionsOf(project, REVIEW)))).code).toBe('decide/unsigned-policy');
      await project.sign([alice]);
      expect((await errorOf(decide(optionsOf(project, REVIEW)))).code).toBe('decide/unsigned-policy');
    });
  });

  it.each([
    ['a review', REVIEW, [carol]],
    ['a lower tier', LOWER, [alice]],
    ['an admission to the base model', ADMIT, [alice, bob]],
    ['a higher tier', RAISE, [alice, bob, carol]],
  ] as const)(
    'for %s takes as many people as the signed document asks for, and is an entry',
    async (_, action, keys) => {
      await withSigned(async (project) => {
        const need = keys.length;
        const few = await decideWith(project, action, keys.slice(1));
        if (need > 1) expect(few).toMatchObject({ verdict: 'pending', outcome: 'review', exit: 4, entry: null });
        expect(few.signatures).toEqual({ have: need - 1, need });
        const made = await decideWith(project, action, keys.slice(0, 1));
        expect(made).toMatchObject({
          verdict: 'made',
          outcome: 'ok',
          exit: 0,
          pending: null,
          signatures: { have: need, need },
        });
        const reader = await openLedgerReader(project.at('.bezoar/ledger'));
        const entry = await reader.entry(made.entry!.index);
        expect(entry).toMatchObject({
          kind: DECIDABLE[action.action],
          subject: [{ name: 'records', digest: { sha256: made.scope.sha256 } }],
          policy: sha256(await project.read('THREATMODEL.md')),
          refs: [0],
          detail: { records: cleanMonth().length },
        });
        const stored = JSON.parse(
          Buffer.from(await getEvidence(project.at('.bezoar/cas'), entry.payload!.sha256)).toString('utf8'),
        ) as { readonly statement: string; readonly signatures: readonly string[] };
        expect(stored.signatures).toHaveLength(need);
        const { predicate } = JSON.parse(stored.statement);
        expect(predicate).toMatchObject({
          action: action.action,
          submitter: SUBMITTER,
          expires: '2027-02-03T12:00:00Z',
        });
        expect(sha256(await getEvidence(project.at('.bezoar/cas'), predicate.evidence[0].digest.sha256))).toBe(
          sha256(await project.read('review.txt')),
        );
        expect((await status({ location: project.location })).pending).toEqual([]);
      });
    },
  );

  it.each([
    ['the submitter', alice, { submitter: 'alice@larkfield.example' }, 'decision/signer-is-submitter'],
    ['a machine', pipeline, {}, 'decision/pipeline-key'],
    ['a stranger', mallory, {}, 'decision/unknown-signer'],
  ] as const)('is not made by %s', async (_, key, options, code) => {
    await withSigned(async (project) => {
      const error = await errorOf(decideWith(project, { ...REVIEW, ...options }, [key]));
      expect(error).toMatchObject({ name: 'UsageError', code: 'decide/refused' });
      expect(error.message).toContain(code);
    });
  });

  it('does not count one person twice', async () => {
    await withSigned(async (project) => {
      const error = await errorOf(decideWith(project, ADMIT, [alice, aliceToo]));
      expect(error.message).toContain('decision/duplicate-signer');
    });
  });

  it('may not let records of a tier that the document does not name into a base model', async () => {
    await withSigned(async (project) => {
      const error = await errorOf(decide(optionsOf(project, { ...ADMIT, from: 'open' })));
      expect(error).toMatchObject({ code: 'decide/not-allowed' });
    });
  });

  it('names everything that is malformed at once', async () => {
    await withSigned(async (project) => {
      const wrong = { action: 'promote', scope: [], from: 'unknown', expires: 'soon' };
      const error = await errorOf(decide(optionsOf(project, wrong)));
      expect(error.code).toBe('decide/malformed');
      for (const part of ['promote', '--from', '--expires', 'files']) expect(error.message).toContain(part);
      for (const action of ['toString', '__proto__', 'policy-set']) {
        expect((await errorOf(decide(optionsOf(project, { action })))).code).toBe('decide/malformed');
      }
      const same = await errorOf(decide(optionsOf(project, { ...LOWER, to: 'customer-owned' })));
      expect(same.code).toBe('decide/malformed');
    });
  });

  it('wants its evidence to exist, before and while it waits', async () => {
    await withSigned(async (project) => {
      const missing = await errorOf(decide(optionsOf(project, { ...REVIEW, evidence: ['gone.txt'] })));
      expect(missing).toMatchObject({ code: 'decide/no-evidence' });
      expect(missing.message).toContain('gone.txt');
      const { pending } = await decide(optionsOf(project, REVIEW));
      const digest = sha256(await project.read('review.txt'));
      await project.write(`.bezoar/cas/sha256/${digest.slice(0, 2)}/${digest}`, 'read by nobody\n');
      const files = await signatureFiles(pending!.folder, [alice]);
      const error = await errorOf(decide(optionsOf(project, { ...REVIEW, files })));
      expect(error.message).toContain('decision/');
      expect((await status({ location: project.location })).ledger.size).toBe(1);
    });
  });
});

describe('the scope of a decision', () => {
  it('is the set of its records, in any order, file or format, and another one with one record more or less', async () => {
    await withSigned(async (project) => {
      const records = [...cleanMonth()];
      const variants = {
        'reversed.jsonl': jsonLines([...records].reverse()),
        'first.jsonl': jsonLines(records.slice(0, 5)),
        'rest.jsonl': jsonLines(records.slice(5)),
        'array.json': JSON.stringify(records, undefined, 1),
        'less.jsonl': jsonLines(records.slice(1)),
        'more.jsonl': jsonLines([...records, { id: 'one more', prompt: 'hi', response: 'hello' }]),
        'other.jsonl': jsonLines([...records.slice(1), { ...records[0], account: 'acc_other' }]),
      };
      for (const [name, text] of Object.entries(variants)) await project.write(`scope/${name}`, text);
      const digestOf = async (...names: readonly string[]): Promise<string> =>
        (await decide(optionsOf(project, { scope: names.map((name) => `scope/${name}`) }))).scope.sha256;
      const digest = (await decide(optionsOf(project, REVIEW))).scope.sha256;
      expect(await digestOf('reversed.jsonl')).toBe(digest);
      expect(await digestOf('rest.jsonl', 'first.jsonl')).toBe(digest);
      expect(await digestOf('array.json')).toBe(digest);
      for (const other of ['less.jsonl', 'more.jsonl', 'other.jsonl']) expect(await digestOf(other)).not.toBe(digest);
      expect((await status({ location: project.location })).pending).toHaveLength(4);
    });
  });

  it('is nothing of which a part cannot be read', async () => {
    await withSigned(async (project) => {
      await project.write('cut.jsonl', jsonLines(cleanMonth()).slice(0, -20));
      expect((await errorOf(decide(optionsOf(project, { scope: ['cut.jsonl'] })))).code).toBe('corpus/unreadable');
      expect((await errorOf(decide(optionsOf(project, { scope: ['gone.jsonl'] })))).name).toBe('UsageError');
    });
  });

  it('is never empty', async () => {
    await withSigned(async (project) => {
      await project.write('empty.jsonl', '');
      const result = await decide(optionsOf(project, { scope: ['empty.jsonl'] })).catch((error: unknown) => error);
      expect(result).toBeInstanceOf(Error);
    });
  });
});

describe('a decision that waits', () => {
  it('is not completed once it has expired, and can then be asked for again', async () => {
    await withSigned(async (project) => {
      const first = await decideWith(project, { ...ADMIT, expires: '2d' }, [alice]);
      expect(first.signatures.have).toBe(1);
      project.clock.now += 2 * DAY_MS;
      const files = await signatureFiles(first.pending!.folder, [bob]);
      const late = await errorOf(decide(optionsOf(project, { ...ADMIT, expires: '2d', files })));
      expect(late.message).toMatch(/decision\/(?:expired|bad-signature)/);
      const made = await decideWith(project, { ...ADMIT, expires: '2d' }, [alice, bob]);
      expect(made.verdict).toBe('made');
    });
  });

  it.each(['0d', '-1d', '1', 'P90D', ''])('cannot last `%s`', async (expires) => {
    await withSigned(async (project) => {
      expect((await errorOf(decide(optionsOf(project, { expires })))).name).toBe('UsageError');
    });
  });

  it('is not completed under another version of the document', async () => {
    await withSigned(async (project) => {
      const first = await decideWith(project, ADMIT, [alice]);
      expect(first.signatures).toEqual({ have: 1, need: 2 });
      await project.edit({ failOn: 'medium', pipeline: [pipeline.fingerprint] });
      // Not signed yet: the version in force is still the one that alice saw.
      expect((await decide(optionsOf(project, ADMIT))).pending).toEqual(first.pending);
      await project.sign([carol]);
      const files = await signatureFiles(first.pending!.folder, [bob]);
      const error = await errorOf(decide(optionsOf(project, { ...ADMIT, files })));
      expect(error.message).toContain('decision/bad-signature');
      const asked = await decide(optionsOf(project, ADMIT));
      expect(asked.signatures).toEqual({ have: 0, need: 2 });
      expect(asked.pending?.sha256).not.toBe(first.pending?.sha256);
    });
  });

  it('is judged by the document that is signed, not by the one that lies there', async () => {
    await withSigned(async (project) => {
      const text = (await project.read('THREATMODEL.md'))
        .toString()
        .replace('customer-owned: 2 signatures', 'customer-owned: 1 signature');
      await project.write('THREATMODEL.md', text);
      expect(await decideWith(project, ADMIT, [alice])).toMatchObject({ verdict: 'pending', signatures: { need: 2 } });
    });
  });
});
