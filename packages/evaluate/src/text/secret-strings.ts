/** A string that looks like a secret. */
export interface SecretString {
  /** `key` has a known prefix or form; `random` looks drawn at random. */
  readonly kind: 'key' | 'random';
  /** The string itself: a report shows its first characters only. */
  readonly text: string;
}

/**
 * Forms of keys, each documented by who issues them: OpenAI and Anthropic, GitHub, GitLab, AWS, Google, Slack, Stripe, npm,
 * JSON Web Tokens (RFC 7519), PEM private keys (RFC 7468).
 */
const KEY =
  /\bsk-[\w-]{20,200}|\bgh[pousr]_\w{30,255}|\bgithub_pat_\w{22,255}|\bglpat-[\w-]{20,64}|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[\w-]{35}|\bxox[abprs]-[\w-]{10,250}|\b[sr]k_(?:live|test)_\w{16,250}|\bnpm_\w{36}\b|\beyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{10,2000}|-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/g;
const CANDIDATE = /[\w+/=-]{20,4096}/g;
/** 20 random characters of base64 have 4.04 bits each on average, and one in a thousand draws is under 3.48. */
const RANDOM_BITS = 3.4;
/** Share of neighbours of different kinds (small, capital, digit). Random: 0.62 on average; `InvoiceNumber2025ForMarch`: 0.33. */
const RANDOM_SWITCHES = 0.4;

/**
 * Strings in a text that look like secrets: known forms of keys, and runs of at least 20 characters that are spread and
 * mixed as random ones are. About one random run of 20 characters in thirty is missed; UUIDs and hexadecimal digests are
 * none, because they are everywhere. Attacker controls: the text.
 */
export function secretStrings(text: string): SecretString[] {
  const keys = Array.from(text.matchAll(KEY), ([key]): SecretString => ({ kind: 'key', text: key }));
  const rest = text.replace(KEY, ' ');
  const random = Array.from(rest.matchAll(CANDIDATE))
    .filter(([run]) => isRandom(run))
    .map(([run]): SecretString => ({ kind: 'random', text: run }));
  return [...keys, ...random];
}

function isRandom(run: string): boolean {
  const isMixed = /[a-z]/.test(run) && /[A-Z]/.test(run) && /[0-9]/.test(run);
  if (!isMixed || /^[0-9a-fA-F-]+$/.test(run) || bitsPerCharacter(run) <= RANDOM_BITS) return false;
  // Signs join words as often as they stand in a secret.
  const kinds = Array.from(run.replace(/[^a-zA-Z0-9]/g, ''), (char) =>
    /[a-z]/.test(char) ? 0 : /[A-Z]/.test(char) ? 1 : 2,
  );
  const switches = kinds.filter((kind, i) => i > 0 && kind !== kinds[i - 1]).length;
  return switches >= RANDOM_SWITCHES * (kinds.length - 1);
}

/** Shannon entropy of the characters of a text, in bits. */
export function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  const total = Array.from(counts.values()).reduce((sum, count) => sum + count, 0);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / total) * Math.log2(count / total);
  return bits;
}
