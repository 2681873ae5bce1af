import { BezoarError, UsageError } from '@bezoar/core';
import { decodeBase64 } from '../../encoding/base64.ts';
import { parsePublicKey, type SshPublicKey } from '../sshsig/public-key.ts';
import { parseSignerOptions, patternListAt, type SignerOptions } from './signer-options.ts';

/** Largest allowed-signers file, in bytes (CWE-770): thousands of keys. */
export const MAX_SIGNERS_BYTES = 1_048_576;

/** Longest line, in characters: RSA of 8192 bits takes 1,500. */
const MAX_LINE_LENGTH = 16_384;

/** Faults that one message lists. */
const LISTED_FAULTS = 20;

/** One line of an allowed-signers file: who a key stands for. */
export interface AllowedSigner extends SignerOptions {
  /** 1-based line of the file. */
  readonly line: number;
  /** Pattern-list of principals (ssh_config(5), PATTERNS). */
  readonly principals: readonly string[];
  readonly key: SshPublicKey;
}

/**
 * Reads an OpenSSH allowed-signers file (ssh-keygen(1), ALLOWED SIGNERS): on each line principals, options, a public
 * key and a comment; lines that are empty or begin with `#` say nothing.
 *
 * Stricter than OpenSSH, which skips a line that it cannot read: here one line that cannot be read, one certificate
 * authority or one weak key refuses the file, because a signer who silently vanished or a restriction that was not
 * understood changes who decides. Throws `signers/malformed` with all the faults at once, each with its line, and
 * `signers/too-large`.
 */
export function parseAllowedSigners(file: Uint8Array | string): readonly AllowedSigner[] {
  // Attacker controls: the file, wherever its change was not reviewed.
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
  if (bytes.length > MAX_SIGNERS_BYTES) {
    throw new UsageError('signers/too-large', `expected at most ${MAX_SIGNERS_BYTES} bytes, got ${bytes.length}`);
  }
  const signers: AllowedSigner[] = [];
  const faults: string[] = [];
  for (const [index, text] of decodeLines(bytes).entries()) {
    const found: string[] = [];
    const signer = parseLine(text, index + 1, found);
    if (signer !== undefined && found.length === 0) signers.push(signer);
    faults.push(...found.map((fault) => `line ${index + 1}: ${fault}`));
  }
  if (faults.length > 0) throw new UsageError('signers/malformed', summary(faults));
  return signers;
}

function summary(faults: readonly string[]): string {
  const more = faults.length - LISTED_FAULTS;
  return `${faults.slice(0, LISTED_FAULTS).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

function decodeLines(bytes: Uint8Array): readonly string[] {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes).split(/\r?\n/);
  } catch (cause) {
    throw new UsageError('signers/malformed', 'not UTF-8', { cause });
  }
}

function parseLine(text: string, line: number, faults: string[]): AllowedSigner | undefined {
  if (text.length > MAX_LINE_LENGTH) {
    faults.push(`expected at most ${MAX_LINE_LENGTH} characters, got ${text.length}`);
    return undefined;
  }
  const content = text.replace(/^[ \t]+/, '');
  if (content === '' || content.startsWith('#')) return undefined;
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(content)) {
    faults.push('a control character');
    return undefined;
  }
  const first = principalsField(content);
  if (first === undefined) {
    faults.push('principals: a quote that is not closed');
    return undefined;
  }
  const principals = patternListAt(first.value, 'principals', faults);
  const [options, rest] = optionsField(first.rest);
  const parsed = parseSignerOptions(options, faults);
  const key = keyField(rest, faults);
  return key === undefined ? undefined : { line, principals, ...parsed, key };
}

/** The first field: bare up to white space, or in double quotes. */
function principalsField(content: string): { readonly value: string; readonly rest: string } | undefined {
  const match = /^(?:"([^"]*)"|([^" \t][^ \t]*))(?:[ \t]+|$)/.exec(content);
  if (match === null) return undefined;
  return { value: match[1] ?? match[2] ?? '', rest: content.slice(match[0].length) };
}

/** The second field where it is not a key type: up to white space outside of double quotes. Empty: no options. */
function optionsField(content: string): readonly [options: string, rest: string] {
  if (/^(?:ssh-|ecdsa-|sk-|rsa-)/.test(content)) return ['', content];
  let quoted = false;
  let at = 0;
  for (; at < content.length; at += 1) {
    const character = content[at];
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === ' ' || character === '\t')) break;
  }
  return [content.slice(0, at), content.slice(at).replace(/^[ \t]+/, '')];
}

function keyField(content: string, faults: string[]): SshPublicKey | undefined {
  const [type = '', encoded = ''] = content.split(/[ \t]+/, 2);
  const blob = decodeBase64(encoded);
  if (type === '' || encoded === '' || blob === undefined) {
    faults.push('expected a public key: its type, then its blob in base64');
    return undefined;
  }
  try {
    const key = parsePublicKey(blob);
    if (key.type === type) return key;
    faults.push(`the line says \`${type.slice(0, 64)}\`, the key \`${key.type}\``);
  } catch (error) {
    if (!(error instanceof BezoarError)) throw error;
    faults.push(error.message);
  }
  return undefined;
}
