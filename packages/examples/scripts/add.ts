// The smallest example; whatever `main` returns is the answer:
// <server>/api/w/main/jobs/run_wait_result/p/f/examples/add

/** Adds two numbers. */
export function main(a: number, b: number): number {
  return a + b;
}
