/** What a text that stands for a variable or a resource begins with. */
export const VARIABLE_REFERENCE = "$var:";
export const RESOURCE_REFERENCE = "$res:";

/** Whether JSON text may have references in it: cheap, and never wrong where it says no. */
export function mayHaveReferences(json: string): boolean {
  return json.includes(`"${VARIABLE_REFERENCE}`) || json.includes(`"${RESOURCE_REFERENCE}`);
}
