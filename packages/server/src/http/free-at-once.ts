/**
 * Gives memory back that nobody will look at again. Left to V8, which counts what lies outside of its
 * heap late, the pieces of large bodies pile up.
 */
export function freeAtOnce(bytes: Buffer): void {
  const { buffer } = bytes;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength) {
    buffer.transfer(0);
  }
}
