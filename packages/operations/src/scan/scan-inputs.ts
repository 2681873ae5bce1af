import { BezoarError, type Finding, UsageError } from '@bezoar/core';
import { type InputFile, resolveInputs } from '@bezoar/corpus/readers';
import { readBaseline } from './baseline.ts';

/** Everything that a scan is given, found and opened. */
export interface ScanInputs {
  readonly former: readonly Finding[] | undefined;
  readonly month: readonly InputFile[];
  readonly trusted: readonly InputFile[];
  /** Deletes the private copies of streams. */
  release(): Promise<void>;
}

/** What `openScanInputs` looks for; the same fields as in `ScanOptions`. */
export interface ScanInputOptions {
  readonly files: readonly string[];
  readonly trusted?: readonly string[];
  readonly baseline?: string;
  /** Where relative paths lie. */
  readonly workingDirectory: string;
  /** What went wrong before, to be told together with what is wrong here. */
  readonly failures: readonly unknown[];
  readonly standardInput?: AsyncIterable<Uint8Array>;
  readonly signal?: AbortSignal;
}

/** Finds all inputs and reads the small ones. Throws a `UsageError` that names everything that is wrong with any of them. */
export async function openScanInputs(options: ScanInputOptions): Promise<ScanInputs> {
  const { baseline, trusted = [], standardInput, signal, workingDirectory } = options;
  // The small files and the trusted ones first: a wrong name among them must not wait for standard input to end.
  const small = await Promise.allSettled([
    baseline === undefined ? undefined : readBaseline(baseline, workingDirectory),
    trusted.length === 0 ? undefined : resolveInputs(trusted, { workingDirectory }),
  ]);
  const named =
    small.some(isRejected) || options.failures.length > 0
      ? options.files.filter((file) => file !== '-')
      : options.files;
  const month = await settle(
    named.length === 0
      ? undefined
      : resolveInputs(named, {
          workingDirectory,
          signal,
          ...(standardInput === undefined ? {} : { standardInput }),
        }),
  );
  const [former, earlier] = small;
  const release = async (): Promise<void> => {
    for (const one of [month, earlier]) if (one.status === 'fulfilled') await one.value?.release();
  };
  const failures = [
    ...[month, ...small].filter(isRejected).map(({ reason }) => reason as unknown),
    ...options.failures,
  ];
  if (isRejected(former) || isRejected(earlier) || isRejected(month) || failures.length > 0) {
    await release();
    throw joined(failures);
  }
  return {
    former: former.value,
    month: month.value?.files ?? [],
    trusted: earlier.value?.files ?? [],
    release,
  };
}

async function settle<T>(promise: Promise<T> | undefined): Promise<PromiseSettledResult<T | undefined>> {
  const [settled] = await Promise.allSettled([promise]);
  return settled!;
}

function isRejected(settled: PromiseSettledResult<unknown>): settled is PromiseRejectedResult {
  return settled.status === 'rejected';
}

/** One error for several; what is no usage error comes first, because it is a defect. */
function joined(failures: readonly unknown[]): unknown {
  const other = failures.find((failure) => !(failure instanceof UsageError));
  if (other !== undefined || failures.length === 1) return other ?? failures[0];
  const errors = failures.filter((failure) => failure instanceof BezoarError);
  return new UsageError(errors[0]!.code, errors.map(({ message }) => message).join('\n'), { cause: failures });
}
