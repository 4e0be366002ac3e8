// The first script to call, with arguments that have defaults and a line in the job's log:
// <server>/api/w/main/jobs/run_wait_result/p/f/examples/hello

/**
 * Greets somebody.
 *
 * @param name who is greeted
 * @param excited with an exclamation mark
 */
export function main(name = "world", excited = false) {
  console.log(`greeting ${name}`);
  return { greeting: `Hello, ${name}${excited ? "!" : "."}` };
}
