/** A result may be nested this deeply; what stores and shapes it recurses. */
export const MAX_RESULT_DEPTH = 1000;

/**
 * Says what is wrong with the text of a result; undefined when it is JSON.
 *
 * The text comes from a process of user code, so that it is JSON cannot be taken on trust.
 */
export function checkResult(text: string): string | undefined {
  try {
    JSON.parse(text);
  } catch {
    return "a result is not JSON";
  }
  return isDeeperThan(text, MAX_RESULT_DEPTH)
    ? `a result is nested more than ${MAX_RESULT_DEPTH} deep`
    : undefined;
}

/** Counts brackets outside of strings; `text` is JSON. */
function isDeeperThan(text: string, limit: number): boolean {
  // Each level takes two characters at least.
  if (text.length <= 2 * limit) {
    return false;
  }
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (inString) {
      if (character === 0x5c) {
        at += 1;
      } else if (character === 0x22) {
        inString = false;
      }
    } else if (character === 0x22) {
      inString = true;
    } else if (character === 0x5b || character === 0x7b) {
      depth += 1;
      if (depth > limit) {
        return true;
      }
    } else if (character === 0x5d || character === 0x7d) {
      depth -= 1;
    }
  }
  return false;
}
