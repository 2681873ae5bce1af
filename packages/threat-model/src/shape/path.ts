import type { Shape } from './shape.ts';
import { text } from './text.ts';

/**
 * Not absolute, no drive, no scheme, no home, no backslash, no `..`, not like an option (CWE-22, CWE-88). A document
 * names what stands beside it: who may write the document must not thereby read or trust the rest of the machine, and
 * the same document must mean the same files on every machine.
 */
const RELATIVE = '^(?![/~-])(?![A-Za-z][A-Za-z0-9+.-]*:)(?!(?:.*/)?\\.\\.(?:/|$))[^\\\\]+$';

/** A path or glob relative to the document, which never leaves the document's folder. */
export function relativePath(): Shape<string> {
  return text({
    expects: "a path within the document's folder, without `..`, such as `data/staff/*.jsonl`",
    pattern: RELATIVE,
    suggest: (written) => {
      const better = written.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
      return better !== written && new RegExp(RELATIVE, 'u').test(better) ? better : undefined;
    },
  });
}

/** The name of an action, a tool, a source, a signal. */
export const NAME_PATTERN = '^[A-Za-z0-9_](?:[A-Za-z0-9_.:/-]{0,126}[A-Za-z0-9_])?$';

/** A name in ASCII, without spaces: what a reviewer reads is what is compared. */
export function name(what: string): Shape<string> {
  return text({ expects: what, pattern: NAME_PATTERN });
}
