/** Longest piece of a name in a reason, UTF-16 code units. */
const MAX_SHOWN = 64;

/**
 * A name that a model or a foreign system wrote, as a reason may quote it: bounded, in backticks, and of harmless characters
 * alone, since reasons reach terminals, logs and the model itself (CWE-117).
 */
export function shownName(name: string): string {
  const shown = name.slice(0, MAX_SHOWN).replace(/[^A-Za-z0-9_.[\]-]/g, '?');
  return `\`${shown}${name.length > MAX_SHOWN ? '…' : ''}\``;
}
