/** Undoes the chunked coding, once the last chunk is there; trailers are dropped. */
export function readChunked(content: Buffer): { body: Buffer; length: number } | undefined {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = content.indexOf("\r\n", at);
    const size = Number.parseInt(content.subarray(at, lineEnd).toString("latin1"), 16);
    const start = lineEnd + 2;
    if (lineEnd === -1 || Number.isNaN(size) || content.length < start + size + 2) {
      return undefined;
    }
    if (size === 0) {
      const end = content.indexOf("\r\n\r\n", lineEnd);
      return end === -1 ? undefined : { body: Buffer.concat(chunks), length: end + 4 };
    }
    chunks.push(content.subarray(start, start + size));
    at = start + size + 2;
  }
}
