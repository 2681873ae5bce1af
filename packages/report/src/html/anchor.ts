/** Longest name of an anchor. */
const MAX_ANCHOR_LENGTH = 80;

/** A name that is safe as an `id` and as the fragment of a link: ASCII letters, digits, `-` and `_`. */
export function anchorName(text: string): string {
  const name = text
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, MAX_ANCHOR_LENGTH);
  return name === '' ? 'section' : name;
}

/** The anchor of a finding in the HTML report, by its id. */
export function findingAnchor(findingId: string): string {
  return anchorName(`finding-${findingId}`);
}
