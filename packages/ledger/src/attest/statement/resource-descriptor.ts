import { arrayAt, type Faults, formAt, objectAt, onlyKeys, textAt } from '../encoding/field-faults.ts';

/** Digests of one artifact by algorithm, hexadecimal (in-toto attestation, DigestSet). */
export interface DigestSet {
  readonly [algorithm: string]: string;
}

/**
 * What a statement is about or refers to: the fields of the in-toto ResourceDescriptor v1 that bezoar reads and
 * writes. Attacker controls: every field of a statement that someone else signed.
 */
export interface ResourceDescriptor {
  readonly name?: string;
  readonly uri?: string;
  readonly digest?: DigestSet;
  readonly downloadLocation?: string;
  readonly mediaType?: string;
}

/** A resource that is identified by its bytes: what in-toto Statement v1 asks of a subject. */
export interface Subject extends ResourceDescriptor {
  readonly digest: DigestSet;
}

/** Longest name, URI or media type, in UTF-16 units. Longer ones only serve to hide something from a reader. */
export const MAX_DESCRIPTOR_TEXT = 2048;

/** Hexadecimal digits of the algorithms that are accepted; an unknown one could not be compared with any bytes. */
const HEX_DIGITS = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
  ['gitCommit', 40],
  ['gitTree', 40],
  ['gitBlob', 40],
]);

const KNOWN = ['name', 'uri', 'digest', 'downloadLocation', 'mediaType'];
const TEXTS = ['name', 'uri', 'downloadLocation', 'mediaType'];

/** Adds what is wrong with a list of descriptors to `faults`; every one needs a digest where `identified` is set. */
export function checkDescriptors(
  value: unknown,
  bounds: { readonly min: number; readonly max: number; readonly identified: boolean },
  at: string,
  faults: Faults,
): void {
  for (const [index, item] of arrayAt(value, bounds.min, bounds.max, at, faults).entries()) {
    checkDescriptor(item, bounds.identified, `${at}[${index}]`, faults);
  }
}

function checkDescriptor(value: unknown, identified: boolean, at: string, faults: Faults): void {
  const descriptor = objectAt(value, at, faults);
  if (descriptor === undefined) return;
  onlyKeys(descriptor, KNOWN, at, faults);
  for (const key of TEXTS) {
    if (descriptor[key] !== undefined) textAt(descriptor[key], MAX_DESCRIPTOR_TEXT, `${at}.${key}`, faults);
  }
  if (descriptor.digest !== undefined) checkDigests(descriptor.digest, `${at}.digest`, faults);
  else if (identified) faults.push(`${at}.digest: missing`);
  else if (descriptor.name === undefined && descriptor.uri === undefined) {
    faults.push(`${at}: expected a name, a uri or a digest`);
  }
}

function checkDigests(value: unknown, at: string, faults: Faults): void {
  const digests = objectAt(value, at, faults);
  if (digests === undefined) return;
  const algorithms = Object.keys(digests);
  if (algorithms.length === 0) faults.push(`${at}: empty`);
  for (const algorithm of algorithms) {
    const digits = HEX_DIGITS.get(algorithm);
    if (digits === undefined) faults.push(`${at}: unknown algorithm ${JSON.stringify(algorithm.slice(0, 64))}`);
    else {
      const form = new RegExp(`^[0-9a-f]{${digits}}$`);
      formAt(digests[algorithm], form, `${digits} lower-case hexadecimal digits`, `${at}.${algorithm}`, faults);
    }
  }
}
