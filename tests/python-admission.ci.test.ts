import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { admitFiles, chat, crowd, withAdmissions, writeRecords } from './admission/admission.test-support.ts';
import type { TestProject } from './project/project.test-support.ts';

const CHECK = fileURLToPath(new URL('../examples/python/require_admission.py', import.meta.url));
const CORPUS = 'admitted/month/admitted.jsonl';
const BUNDLE = 'admitted/month/admission.sigstore.json';

/** A Python that has the package; the second is where Debian's python3-cryptography is. */
const python = ['python3', '/usr/bin/python3'].find((one) => {
  try {
    execFileSync(one, ['-c', 'import cryptography'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});
const NAME = 'the check in Python before training';
const WHY = python === undefined ? ' (not run: no python3 with the package cryptography; see .ci/setup)' : '';

interface Answer {
  readonly exit: number;
  readonly text: string;
}

interface Month {
  readonly project: TestProject;
  /** The ledger's verifier key, which its user keeps with the training code. */
  readonly key: string;
  /** Runs the check as a program: exit code and all that it prints. */
  check(corpus: string, key: string, target?: string): Answer;
}

/** Two admissions: the team's month for everybody, and one for the model of `acme` alone. */
function withMonth<T>(use: (month: Month) => Promise<T>): Promise<T> {
  return withAdmissions({}, async (project) => {
    await writeRecords(project, 'data/staff/s.jsonl', [...crowd('s', 5), chat('sé“’')]);
    await admitFiles(project, ['data/staff/s.jsonl'], { out: 'admitted/month' });
    await writeRecords(project, 'data/chats/c.jsonl', crowd('c', 3));
    await admitFiles(project, ['data/chats/c.jsonl'], { out: 'admitted/acme', target: 'tenant:acme' });
    const key = (await readFile(project.at('.bezoar/keys/ledger.vkey'), 'utf8')).trim();
    const check: Month['check'] = (corpus, ledgerKey, target) => {
      const args = [CHECK, project.at(corpus), ledgerKey, ...(target === undefined ? [] : [target])];
      try {
        return { exit: 0, text: execFileSync(python!, args, { encoding: 'utf8', stdio: 'pipe' }) };
      } catch (error) {
        const { status, stderr } = error as { status: number; stderr: string };
        return { exit: status, text: stderr };
      }
    };
    return use({ project, key, check });
  });
}

/** Refused with a sentence, and not with a stack trace. */
function refusal(reason: string): object {
  return { exit: 1, text: expect.stringMatching(new RegExp(`^refused: .*${reason}`)) };
}

/** The bundle with something changed in its envelope. */
async function editBundle(project: TestProject, edit: (envelope: Envelope) => void): Promise<void> {
  const bundle = JSON.parse((await project.read(BUNDLE)).toString('utf8')) as { dsseEnvelope: Envelope };
  edit(bundle.dsseEnvelope);
  await project.write(BUNDLE, JSON.stringify(bundle));
}

interface Envelope {
  payload: string;
  payloadType: string;
  signatures: { sig: string }[];
}

const payloadWith = (envelope: Envelope, from: string, to: string): string => {
  const text = Buffer.from(envelope.payload, 'base64').toString('utf8');
  expect(text).toContain(from);
  return Buffer.from(text.replace(from, to)).toString('base64');
};

describe.skipIf(python === undefined)(`${NAME}${WHY}`, () => {
  it('lets the admitted corpus train what it was admitted for', async () => {
    await withMonth(async ({ key, check }) => {
      expect(check(CORPUS, key)).toEqual({ exit: 0, text: 'admitted for base: 6 records\n' });
      expect(check(CORPUS, key, 'base')).toMatchObject({ exit: 0 });
      expect(check('admitted/acme/admitted.jsonl', key, 'tenant:acme')).toMatchObject({ exit: 0 });
    });
  });

  it('refuses another target; what may train everybody’s model may train a tenant’s', async () => {
    await withMonth(async ({ key, check }) => {
      expect(check(CORPUS, key, 'tenant:acme')).toMatchObject({ exit: 0 });
      for (const target of ['base', 'tenant:beta', 'tenant:ACME'])
        expect(check('admitted/acme/admitted.jsonl', key, target)).toMatchObject(refusal(`not for ${target}`));
    });
  });

  it('refuses an admission that let nothing in', async () => {
    await withMonth(async ({ project, key, check }) => {
      await writeRecords(project, 'data/chats/beta.jsonl', crowd('b', 2, { tenant: 'beta' }));
      await admitFiles(project, ['data/chats/beta.jsonl'], { out: 'admitted/none' });
      expect(check('admitted/none/admitted.jsonl', key, 'base')).toMatchObject(refusal('let no record in'));
    });
  });

  it('refuses a corpus in which one byte is changed, missing or more', async () => {
    await withMonth(async ({ project, key, check }) => {
      const bytes = await project.read(CORPUS);
      const flipped = Buffer.from(bytes);
      flipped[40]! ^= 1;
      for (const content of [
        flipped,
        bytes.subarray(0, -1),
        Buffer.concat([bytes, Buffer.from('\n')]),
        Buffer.alloc(0),
      ]) {
        await project.write(CORPUS, content);
        expect(check(CORPUS, key, 'base')).toMatchObject(refusal('is not what was admitted'));
      }
      await project.write(CORPUS, bytes);
      expect(check(CORPUS, key, 'base')).toMatchObject({ exit: 0 });
    });
  });

  it('refuses the quarantine beside the corpus, and a file that is not there', async () => {
    await withMonth(async ({ key, check }) => {
      expect(check('admitted/month/other.jsonl', key)).toMatchObject(refusal('cannot read'));
      expect(check('admitted/month/quarantine.jsonl', key)).toMatchObject(refusal('is not what was admitted'));
    });
  });

  it('refuses the key of another ledger, and what is no key', async () => {
    await withMonth(async ({ key, check }) => {
      const other = await withMonth(async (month) => month.key);
      expect(check(CORPUS, other, 'base')).toMatchObject(refusal('not signed by the key of the ledger'));
      const short = `${key.split('+').slice(0, 2).join('+')}+AQID`;
      expect(check(CORPUS, short, 'base')).toMatchObject(refusal('expected an Ed25519 verifier key'));
      for (const none of ['nonsense', 'a+b+%%%', ''])
        expect(check(CORPUS, none, 'base')).toMatchObject(refusal('is no verifier key'));
    });
  });

  it('refuses a corpus without its statement, and one with the statement of another', async () => {
    await withMonth(async ({ project, key, check }) => {
      await project.write('elsewhere/admitted.jsonl', await project.read(CORPUS));
      expect(check('elsewhere/admitted.jsonl', key)).toMatchObject(refusal('no statement vouches for'));
      await project.write(
        'elsewhere/admission.sigstore.json',
        await project.read('admitted/acme/admission.sigstore.json'),
      );
      expect(check('elsewhere/admitted.jsonl', key)).toMatchObject(refusal('is not what was admitted'));
      const envelope = { payload: '', signatures: [{ sig: '' }] };
      const odd = [5, null, '\ud800'].map((payloadType) => ({ dsseEnvelope: { ...envelope, payloadType } }));
      const bundles = [
        {},
        [],
        null,
        { dsseEnvelope: null },
        { dsseEnvelope: { payload: '%', signatures: [] } },
        ...odd,
      ];
      for (const text of ['', '['.repeat(200_000), ...bundles.map((one) => JSON.stringify(one))]) {
        await project.write('elsewhere/admission.sigstore.json', text);
        expect(check('elsewhere/admitted.jsonl', key)).toMatchObject(refusal('no statement vouches for'));
      }
    });
  });

  it('refuses a statement whose payload, type or signature was tampered with', async () => {
    await withMonth(async ({ project, key, check }) => {
      const genuine = await project.read(BUNDLE);
      const edits: ((envelope: Envelope) => void)[] = [
        (one) => {
          one.payload = payloadWith(one, '"target":"base"', '"target":"tenant:acme"');
        },
        (one) => {
          one.payload = payloadWith(one, 'corpus-admission', 'corpus-admissiom');
        },
        (one) => {
          one.payloadType = 'application/vnd.in-toto+jsom';
        },
        (one) => {
          one.signatures[0]!.sig = Buffer.alloc(64, 7).toString('base64');
        },
      ];
      for (const edit of edits) {
        await project.write(BUNDLE, genuine);
        await editBundle(project, edit);
        expect(check(CORPUS, key)).toMatchObject(refusal('not signed by the key of the ledger'));
      }
    });
  });
});
