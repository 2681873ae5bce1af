/** Open elements that are followed. Deeper ones are read as children of the last (CWE-674). */
export const MAX_DEPTH = 512;
/** Attributes of one tag; more make the tag malformed. */
export const MAX_ATTRIBUTES = 256;
/** Characters of one tag, its attributes included: a `data:` image stays under it. A longer one is malformed (CWE-400). */
export const MAX_TAG: number = 4 * 1024 * 1024;
/** Rules of style sheets inside a page. */
export const MAX_STYLE_RULES = 5000;
/** Segments of a page that are judged one by one. */
export const MAX_SEGMENTS = 50_000;
/**
 * Characters and attributes of a tag whose name is no element of HTML; beyond them it is text in angle brackets. An
 * unknown name that nothing ends is read again as text from its second character on, which these keep linear (CWE-407).
 */
export const MAX_UNKNOWN_TAG = 4096;
/** See `MAX_UNKNOWN_TAG`. */
export const MAX_UNKNOWN_ATTRIBUTES = 16;
