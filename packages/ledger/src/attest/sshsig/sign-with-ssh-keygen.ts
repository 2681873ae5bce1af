import { execFile } from 'node:child_process';
import { BezoarError, describeError, UsageError } from '@bezoar/core';
import { MAX_ARMOUR_LENGTH } from './armour.ts';
import { parseSshSignature } from './ssh-signature.ts';
import { verifySshSignature } from './verify-ssh-signature.ts';

/** Milliseconds that a person has to type a passphrase or touch an authenticator. */
export const DEFAULT_SIGN_TIMEOUT_MS = 120_000;

/** How `signWithSshKeygen` signs. */
export interface SshKeygenOptions {
  /** A private key, or a public one whose private key an agent or authenticator holds. */
  readonly keyPath: string;
  readonly namespace: string;
  /** `DEFAULT_SIGN_TIMEOUT_MS` by default. */
  readonly timeoutMs?: number;
  /** The program; `ssh-keygen` by default. */
  readonly program?: string;
  /** Ends the program, for example on Ctrl-C. */
  readonly signal?: AbortSignal;
  /** What ssh-keygen says to the person, such as to touch the authenticator. A passphrase is asked on the terminal itself. */
  readonly onMessage?: (text: string) => void;
}

/**
 * Signs bytes with the person's own tool, `ssh-keygen -Y sign`: bezoar never sees a private key. Returns the armoured
 * signature, once it has been verified over exactly these bytes. No shell is involved.
 *
 * Throws `attest/no-ssh-keygen` where the program is missing, `attest/sign-timeout`, `attest/sign-failed` with what
 * ssh-keygen said, and whatever `parseSshSignature` throws on a key that bezoar would not accept.
 */
export async function signWithSshKeygen(bytes: Uint8Array, options: SshKeygenOptions): Promise<string> {
  const { namespace } = options;
  const armoured = await run(bytes, options);
  const verdict = verifySshSignature(parseSshSignature(armoured), bytes, namespace);
  if (verdict.verified) return armoured;
  throw new BezoarError('attest/sign-failed', `ssh-keygen made a signature that is refused: ${verdict.message}`);
}

function run(bytes: Uint8Array, options: SshKeygenOptions): Promise<string> {
  const {
    keyPath,
    namespace,
    timeoutMs = DEFAULT_SIGN_TIMEOUT_MS,
    program = 'ssh-keygen',
    signal,
    onMessage,
  } = options;
  return new Promise((resolve, reject) => {
    const settings = { timeout: timeoutMs, maxBuffer: MAX_ARMOUR_LENGTH, ...(signal === undefined ? {} : { signal }) };
    const child = execFile(
      program,
      ['-Y', 'sign', '-f', keyPath, '-n', namespace],
      settings,
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(signError(error, stderr, options, timeoutMs));
      },
    );
    child.stderr?.on('data', (text: unknown) => onMessage?.(String(text)));
    // A program that ends before it has read everything breaks the pipe; its exit says why.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(bytes);
  });
}

function signError(
  error: Error & { readonly code?: unknown; readonly killed?: boolean },
  stderr: string,
  { keyPath, program = 'ssh-keygen', signal }: SshKeygenOptions,
  timeoutMs: number,
): BezoarError {
  const options = { cause: error };
  if (error.code === 'ENOENT') {
    const message = `\`${program}\` was not found; install OpenSSH 8.2 or newer, or sign elsewhere`;
    return new UsageError('attest/no-ssh-keygen', message, options);
  }
  if (error.killed === true && signal?.aborted !== true && error.code !== 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') {
    return new BezoarError('attest/sign-timeout', `ssh-keygen did not sign within ${timeoutMs} ms`, options);
  }
  const said = stderr.trim() === '' ? describeError(error) : stderr.trim();
  return new UsageError('attest/sign-failed', `ssh-keygen did not sign with \`${keyPath}\`: ${said}`, options);
}
