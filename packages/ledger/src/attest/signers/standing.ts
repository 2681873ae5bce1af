import type { AllowedSigner } from './allowed-signers.ts';
import { matchesPatternList, namesOf } from './pattern.ts';

/** What an allowed-signers file says of a key, in a namespace, at an instant. */
export type SignerStanding =
  | { readonly allowed: true; readonly principals: readonly string[] }
  | { readonly allowed: false; readonly code: StandingRefusal; readonly message: string };

/** Why a key stands for nobody. */
export type StandingRefusal = 'signers/unknown-key' | 'signers/wrong-namespace' | 'signers/not-valid-then';

/**
 * Which principals a key stands for: the names on all its lines that allow the namespace and are valid at `atMs`
 * (milliseconds since the epoch). A wildcard names nobody, so that a key with wildcards only is unknown here, although
 * ssh-keygen would accept it for whoever claims a matching name.
 */
export function signerStanding(
  signers: readonly AllowedSigner[],
  fingerprint: string,
  namespace: string,
  atMs: number,
): SignerStanding {
  const named = signers.filter(
    ({ key, principals }) => key.fingerprint === fingerprint && namesOf(principals).length > 0,
  );
  if (named.length === 0) return refused('signers/unknown-key', `no line names a person for ${fingerprint}`);
  const here = named.filter(({ namespaces }) => namespaces === undefined || matchesPatternList(namespace, namespaces));
  if (here.length === 0) return refused('signers/wrong-namespace', `${fingerprint} may not sign in \`${namespace}\``);
  const valid = here.filter((signer) => isValidAt(signer, atMs));
  if (valid.length === 0) {
    const at = Number.isFinite(atMs) && Math.abs(atMs) < 8.64e15 ? new Date(atMs).toISOString() : String(atMs);
    return refused('signers/not-valid-then', `${fingerprint} is not valid at ${at}`);
  }
  const principals = [...new Set(valid.flatMap(({ principals }) => namesOf(principals)))].sort();
  return { allowed: true, principals };
}

/** Every key that may stand for a principal on any line, at any time, in any namespace, wildcards included: fingerprints. */
export function keysOfPrincipal(signers: readonly AllowedSigner[], principal: string): ReadonlySet<string> {
  const wanted = principal.toLowerCase();
  const lines = signers.filter(({ principals }) =>
    matchesPatternList(
      wanted,
      principals.map((pattern) => pattern.toLowerCase()),
    ),
  );
  return new Set(lines.map(({ key }) => key.fingerprint));
}

/** Both bounds belong to the time of validity, in whole seconds, as in ssh-keygen. */
function isValidAt({ validAfterMs, validBeforeMs }: AllowedSigner, atMs: number): boolean {
  const second = Math.floor(atMs / 1000) * 1000;
  if (!Number.isFinite(second)) return false;
  return (validAfterMs ?? second) <= second && second <= (validBeforeMs ?? second);
}

function refused(code: StandingRefusal, message: string): SignerStanding {
  return { allowed: false, code, message };
}
