/** Adds two numbers. */
export function main(a: number, b: number): number {
  return a + b;
}
