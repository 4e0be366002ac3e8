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
