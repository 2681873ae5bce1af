/** Takes bytes as they come, and gives the lines that they end. Throws what `tooLong` makes for a line beyond `maxBytes`. */
export function createLineSplitter(
  maxBytes: number,
  tooLong: () => Error,
): (chunk: Uint8Array) => readonly Uint8Array[] {
  let parts: Uint8Array[] = [];
  let length = 0;
  const take = (piece: Uint8Array): void => {
    length += piece.byteLength;
    if (length > maxBytes) throw tooLong();
    if (piece.byteLength > 0) parts.push(piece);
  };
  return (chunk) => {
    const lines: Uint8Array[] = [];
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      take(chunk.subarray(start, end));
      lines.push(Buffer.concat(parts));
      parts = [];
      length = 0;
      start = end + 1;
    }
    take(chunk.subarray(start));
    return lines;
  };
}
