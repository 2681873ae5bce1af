import { createHash, createPublicKey, verify } from 'node:crypto';

/** What `bezoar trace --json` gives to somebody outside. */
export interface OutsideProof {
  readonly leafIndex: number;
  readonly treeSize: number;
  readonly hashes: readonly string[];
  readonly checkpoint: string;
  readonly leaf: string;
}

const hash = (...parts: readonly Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
const [LEAF, NODE] = [Buffer.from([0]), Buffer.from([1])];
/** SubjectPublicKeyInfo of an Ed25519 key, up to its 32 bytes. */
const ED25519 = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * What is wrong with a proof, for somebody who has nothing of the project but the 32 bytes of its public key: the inclusion of
 * RFC 9162 (2.1.3.2) and the signed note of a checkpoint, written after those texts and not after the product. Empty where it holds.
 */
export function proofFaults(proof: OutsideProof, publicKey: Uint8Array): string[] {
  const { leafIndex, treeSize, checkpoint } = proof;
  const end = checkpoint.indexOf('\n\n');
  const text = checkpoint.slice(0, end + 1);
  const [origin, size, root] = text.split('\n');
  const faults: string[] = [];
  if (Number(size) !== treeSize) faults.push(`size ${size} against ${treeSize}`);

  const signatures = checkpoint
    .slice(end + 2)
    .split('\n')
    .filter((line) => line.startsWith(`\u2014 ${origin} `))
    .map((line) => Buffer.from(line.slice(`\u2014 ${origin} `.length), 'base64').subarray(4));
  const key = createPublicKey({ key: Buffer.concat([ED25519, publicKey]), format: 'der', type: 'spki' });
  if (!signatures.some((signature) => verify(null, Buffer.from(text), key, signature))) faults.push('signature');

  const path = proof.hashes.map((one) => Buffer.from(one, 'base64'));
  if (rootOf(hash(LEAF, Buffer.from(proof.leaf)), leafIndex, treeSize, path)?.toString('base64') !== root)
    faults.push('root');
  return faults;
}

/** The root that a path leads to; undefined where the path has another length than the tree. */
function rootOf(leaf: Buffer, index: number, size: number, path: readonly Buffer[]): Buffer | undefined {
  let [first, last, node] = [index, size - 1, leaf];
  if (first > last) return undefined;
  for (const sibling of path) {
    if (last === 0) return undefined;
    if (first % 2 === 1 || first === last) {
      node = hash(NODE, sibling, node);
      while (first % 2 === 0 && first !== 0) [first, last] = [Math.floor(first / 2), Math.floor(last / 2)];
    } else node = hash(NODE, node, sibling);
    [first, last] = [Math.floor(first / 2), Math.floor(last / 2)];
  }
  return last === 0 ? node : undefined;
}

/** The 32 bytes of the key in a verifier key line (`name+hash+base64 of type and key`). */
export function publicKeyOf(verifierKey: string): Buffer {
  return Buffer.from(verifierKey.trim().split('+').slice(2).join('+'), 'base64').subarray(1);
}
