import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Where a worker finds its store. */
export type StorePlace =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'postgres'; readonly connection: object; readonly schema: string };

/** A request that a worker makes. */
export interface WorkerRequest {
  readonly account: string;
  readonly tenant: string;
  readonly order: string;
  readonly minor: number;
  /** `refused`: certainly no effect; `lost`: an effect of which the tool heard nothing. Absent: done. */
  readonly fate?: 'refused' | 'lost';
  readonly key?: string;
}

/** What a worker is told. */
export interface WorkerTask {
  readonly store: StorePlace;
  readonly policy: string;
  /** File that its effects go to. */
  readonly log: string;
  readonly clients: number;
  readonly requests: readonly WorkerRequest[];
  /** How often a request is made again that the store could not count, 20 ms later. */
  readonly retries?: number;
}

/** What a worker says at its end. */
export interface WorkerReport {
  /** Place of the request, decision, and code or settlement. */
  readonly answers: readonly (readonly [number, string, string | undefined])[];
  readonly durationMs: number;
  readonly alarms: readonly (readonly [string, number])[];
}

/** An effect as a worker logged it. */
export interface Effect {
  readonly account: string;
  readonly tenant: string;
  readonly order: string;
  readonly minor: number;
  readonly reservation: string;
}

/** How a process ended. */
export interface Ended {
  readonly exit: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts one of this folder's workers with its task; `setUp` is run by the shell that becomes it. */
export function startWorker(
  name: string,
  task: object,
  setUp = ':',
): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const program = fileURLToPath(new URL(name, import.meta.url));
  const args = ['-c', `${setUp}; exec "$0" "$@"`, process.execPath, program, JSON.stringify(task)];
  const child = spawn('sh', args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]!.setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk;
    });
  }
  child.stdin!.on('error', () => undefined);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exit, signal) => resolve({ exit, signal, ...text }));
  });
  return { child, ended };
}

/** Runs workers beside one another, all of which begin when the last of them is ready; and something else meanwhile. */
export async function runTogether(
  tasks: readonly WorkerTask[],
  meanwhile: (atEnd: Promise<void>) => Promise<void> = async () => undefined,
): Promise<WorkerReport[]> {
  const workers = tasks.map((task) => startWorker('guard-worker.mjs', task));
  try {
    await Promise.all(
      workers.map(
        ({ child, ended }) =>
          new Promise<void>((resolve, reject) => {
            child.stdout!.once('data', () => resolve());
            ended.then(({ stderr }) => reject(new Error(`a worker did not start: ${stderr}`)), reject);
          }),
      ),
    );
    for (const { child } of workers) child.stdin!.end('go\n');
    const reports = Promise.all(
      workers.map(async ({ ended }) => {
        const { exit, stdout, stderr } = await ended;
        if (exit !== 0) throw new Error(`a worker failed: ${stderr}`);
        return JSON.parse(stdout.slice('ready\n'.length)) as WorkerReport;
      }),
    );
    await Promise.all([meanwhile(reports.then(() => undefined)), reports]);
    return await reports;
  } finally {
    for (const { child } of workers) child.kill('SIGKILL');
  }
}

/** Every effect of logs, one after the other. */
export async function effectsIn(logs: readonly string[]): Promise<Effect[]> {
  const texts = await Promise.all(logs.map((log) => readFile(log, 'utf8').catch(() => '')));
  return texts.flatMap((text) =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Effect),
  );
}
