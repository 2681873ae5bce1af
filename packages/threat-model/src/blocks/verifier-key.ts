import { sha256 } from '@bezoar/core';
import { checked, type Shape } from '../shape/shape.ts';
import { text } from '../shape/text.ts';

/** Key types whose key id is SHA-256 over name, line feed, type and key: Ed25519 notes and cosignatures (C2SP signed-note). */
const DERIVED_TYPES: readonly number[] = [0x01, 0x04];

/** Bytes of an Ed25519 key after its type. */
const ED25519_BYTES = 32;

/** A verifier key (C2SP signed-note): `name+8 hex digits+base64`. A key whose id does not follow from it has a typing error. */
export function verifierKey(): Shape<string> {
  const rule = {
    expects: 'a verifier key such as `example.org/log+1a2b3c4d+AbCd…`',
    pattern: '^[^\\s+]+\\+[0-9a-f]{8}\\+(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$',
  };
  return checked(text(rule), (value, { at }, what, report) => {
    const [name = '', id = ''] = value.split('+');
    const key = Uint8Array.from(atob(value.slice(name.length + id.length + 2)), (char) => char.charCodeAt(0));
    if (!DERIVED_TYPES.includes(key[0]!)) return;
    if (key.length !== ED25519_BYTES + 1) {
      report(at, `expected the key of ${what} to have ${ED25519_BYTES} bytes, got ${key.length - 1}`);
      return;
    }
    const prefix = new TextEncoder().encode(`${name}\n`);
    const hashed = new Uint8Array(prefix.length + key.length);
    hashed.set(prefix);
    hashed.set(key, prefix.length);
    const expected = sha256(hashed).slice(0, 8);
    if (expected !== id) report(at, `expected the key id of ${what} to be \`${expected}\`, got \`${id}\``);
  });
}
