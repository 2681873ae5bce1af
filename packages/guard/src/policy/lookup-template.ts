import { isWellFormed } from '../request/well-formed.ts';

/** The URL of a look-up: `{argument}` stands for an argument of the action, in its path or its query. */
export type LookupTemplate = string;

const PLACEHOLDER = /\{([A-Za-z_][A-Za-z0-9_]{0,63})\}/g;

/** What is wrong with a template, or undefined. The host is never a placeholder: the model would choose who vouches for it (CWE-918). */
export function lookupFault(template: LookupTemplate): string | undefined {
  const expected = 'an absolute http or https URL whose host has no placeholder, user or fragment';
  if (!/^https?:\/\/[^\s{}@/?#\\]+(?:[/?][^\s#]*)?$/.test(template)) return expected;
  const filled = template.replaceAll(PLACEHOLDER, 'x');
  return /[{}]/.test(filled) || !URL.canParse(filled) ? expected : undefined;
}

/**
 * The URL with every placeholder filled in, percent-encoded. Undefined where a value cannot stand in a URL without
 * changing which resource it names: a missing one, an empty one, a dot segment, or one that is neither text nor a whole number.
 */
export function fillTemplate(template: LookupTemplate, values: Readonly<Record<string, unknown>>): URL | undefined {
  let isSound = true;
  const text = template.replaceAll(PLACEHOLDER, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    const piece = typeof value === 'string' || Number.isSafeInteger(value) ? String(value) : '';
    // `encodeURIComponent` leaves `.` and `..` as they are, and a URL parser then walks up.
    if (piece === '' || /^\.{1,2}$/.test(piece) || !isWellFormed(piece)) isSound = false;
    return isSound ? encodeURIComponent(piece) : '';
  });
  return isSound && URL.canParse(text) ? new URL(text) : undefined;
}
