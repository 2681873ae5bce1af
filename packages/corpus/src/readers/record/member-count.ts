const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

/**
 * Object members that a JSON text writes, at every depth: the colons outside strings. Where a parsed value has fewer, a
 * name stands twice in one object. RFC 8259 section 4 leaves open which one counts, so two readers of the same line may see
 * two different records; `JSON.parse` keeps the last.
 *
 * INVARIANT: `json` is valid JSON.
 */
export function countMembers(json: string): number {
  let members = 0;
  for (let at = 0; at < json.length; at++) {
    const unit = json.charCodeAt(at);
    if (unit === COLON) members++;
    else if (unit === QUOTE) at = stringEnd(json, at);
  }
  return members;
}

function stringEnd(json: string, start: number): number {
  let at = start + 1;
  for (;;) {
    at = json.indexOf('"', at);
    if (at < 0) return json.length;
    let slashes = 0;
    while (json.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return at;
    at++;
  }
}
