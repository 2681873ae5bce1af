import { BezoarError } from '@bezoar/core';
import { decodeBase64, encodeBase64 } from '../../encoding/base64.ts';

const BEGIN = '-----BEGIN SSH SIGNATURE-----';
const END = '-----END SSH SIGNATURE-----';

/** Characters to a line, as ssh-keygen writes them. */
const LINE_LENGTH = 70;

/** Longest armoured signature, in characters: an RSA key of 8192 bits takes about 3,000. */
export const MAX_ARMOUR_LENGTH = 16_384;

/**
 * The bytes of an armoured signature (PROTOCOL.sshsig, "Armored format"). Lines end in LF or CRLF; the first line is the
 * header and nothing but line ends follows the footer. ssh-keygen skips what follows: here, bytes that nobody reads are
 * refused. Throws `sshsig/malformed`.
 */
export function decodeArmour(text: string): Uint8Array {
  // Attacker controls: text.
  if (text.length > MAX_ARMOUR_LENGTH) {
    throw malformed(`expected at most ${MAX_ARMOUR_LENGTH} characters, got ${text.length}`);
  }
  const lines = text.split(/\r?\n/);
  while (lines.at(-1) === '') lines.pop();
  if (lines[0] !== BEGIN) throw malformed(`the first line is not \`${BEGIN}\``);
  if (lines.length < 3 || lines.at(-1) !== END) throw malformed(`the last line is not \`${END}\``);
  const bytes = decodeBase64(lines.slice(1, -1).join(''));
  if (bytes === undefined) throw malformed('expected standard base64 with padding between header and footer');
  return bytes;
}

/** Armours the bytes of a signature as ssh-keygen does, with a line end after the footer. */
export function encodeArmour(bytes: Uint8Array): string {
  const lines = encodeBase64(bytes).match(new RegExp(`.{1,${LINE_LENGTH}}`, 'g')) ?? [];
  return `${[BEGIN, ...lines, END].join('\n')}\n`;
}

function malformed(message: string): BezoarError {
  return new BezoarError('sshsig/malformed', `armour: ${message}`);
}
