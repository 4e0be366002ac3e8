// Takes events that are signed the way Stripe does it: `t=<time>,v1=<signature>`. Endpoint URL:
// <server>/api/w/main/jobs/run_wait_result/p/f/examples/stripe_webhook?raw=true
//   &include_header=Stripe-Signature&token=<token of this script>
import { createHmac, timingSafeEqual } from "node:crypto";

// Replace it with the endpoint's signing secret. It stands here because all that comes with a request
// is the sender's choice; whoever may read this script can read it. Empty: all is refused.
const SIGNING_SECRET: string = "";

const MAX_AGE_SECONDS = 300;

interface Event {
  id: string;
  type: string;
}

/** Says which event it took. The sender repeats events, so do nothing twice for the same id. */
export function main(raw_string = "", stripe_signature = "") {
  if (!isGenuine(raw_string, stripe_signature)) {
    return { getOperate_status_code: 401, result: { error: "The signature is wrong or too old." } };
  }
  // Read from what was signed: an argument of the same name might come from the URL.
  const { id, type }: Event = JSON.parse(raw_string);
  return { received: id, type };
}

function isGenuine(body: string, header: string): boolean {
  const parts = header.split(",").map((part) => part.split("="));
  const valuesOf = (name: string) =>
    parts.filter(([key]) => key === name).map(([, value = ""]) => value);
  const [timestamp = ""] = valuesOf("t");
  const age = Math.abs(Date.now() / 1000 - Number(timestamp));
  if (SIGNING_SECRET === "" || !(age <= MAX_AGE_SECONDS)) {
    return false;
  }
  const signed = createHmac("sha256", SIGNING_SECRET).update(`${timestamp}.${body}`).digest("hex");
  // While a secret is replaced, there is one signature for each.
  return valuesOf("v1").some((signature) => isSame(signature, signed));
}

/** Takes the same time wherever they differ, so that nobody can guess one letter by letter. */
function isSame(given: string, expected: string): boolean {
  const one = new TextEncoder().encode(given);
  const other = new TextEncoder().encode(expected);
  return one.length === other.length && timingSafeEqual(one, other);
}
