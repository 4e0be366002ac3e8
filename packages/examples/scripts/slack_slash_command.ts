// Answers a Slack slash command, once it is sure that Slack sent it. Request URL of the command:
// <server>/api/w/main/jobs/run_wait_result/p/f/examples/slack_slash_command?raw=true
//   &include_header=X-Slack-Signature,X-Slack-Request-Timestamp&token=<token of this script>
import { createHmac, timingSafeEqual } from "node:crypto";

// Replace it with the signing secret of your Slack app. It stands here because all that comes with a
// request is the sender's choice; whoever may read this script can read it. Empty: all is refused.
const SIGNING_SECRET: string = "";

const MAX_AGE_SECONDS = 300;

/** Answers in the channel, as JSON that Slack understands. */
export function main(raw_string = "", x_slack_signature = "", x_slack_request_timestamp = "") {
  if (!isFromSlack(raw_string, x_slack_signature, x_slack_request_timestamp)) {
    return { getOperate_status_code: 401, result: { error: "The signature is wrong or too old." } };
  }
  // Read from what was signed: an argument of the same name might come from the URL.
  const command = new URLSearchParams(raw_string);
  return {
    response_type: "in_channel",
    text: `<@${command.get("user_id")}> asks for ${command.get("text") || "nothing"}.`,
  };
}

function isFromSlack(body: string, signature: string, timestamp: string): boolean {
  const age = Math.abs(Date.now() / 1000 - Number(timestamp));
  if (SIGNING_SECRET === "" || !(age <= MAX_AGE_SECONDS)) {
    return false;
  }
  const signed = createHmac("sha256", SIGNING_SECRET).update(`v0:${timestamp}:${body}`);
  return isSame(signature, `v0=${signed.digest("hex")}`);
}

/** Takes the same time wherever they differ, so that nobody can guess one letter by letter. */
function isSame(given: string, expected: string): boolean {
  const one = new TextEncoder().encode(given);
  const other = new TextEncoder().encode(expected);
  return one.length === other.length && timingSafeEqual(one, other);
}
