const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Longest reference, `&#x10FFFF;` with a few leading zeros. */
export const MAX_REFERENCE_LENGTH = 16;

const REFERENCE = /&([^;&]{0,14});?/g;

/** Characters that XML 1.0 (fifth edition, section 2.2) does not allow. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/**
 * Text with its references resolved: the five names of XML and character numbers, nothing else. There is no document
 * type, and so there are no entities that grow (CWE-776) or read files (CWE-611). Undefined where it is not well-formed.
 */
export function resolveReferences(text: string): string | undefined {
  if (FORBIDDEN.test(text)) return undefined;
  if (!text.includes('&')) return text;
  let isWellFormed = true;
  const resolved = text.replace(REFERENCE, (whole, name: string) => {
    const character = whole.endsWith(';') ? referenced(name) : undefined;
    if (character === undefined) isWellFormed = false;
    return character ?? '';
  });
  return isWellFormed ? resolved : undefined;
}

function referenced(name: string): string | undefined {
  if (Object.hasOwn(NAMED, name)) return NAMED[name];
  const match = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(name);
  if (match === null) return undefined;
  const code = match[1] === undefined ? Number.parseInt(match[2]!, 10) : Number.parseInt(match[1], 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
  const character = String.fromCodePoint(code);
  return FORBIDDEN.test(character) ? undefined : character;
}

/** Line ends as XML hands them on (section 2.11): a line feed each. */
export function normaliseLineEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}
