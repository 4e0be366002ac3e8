// Answers a Discord command, once it is sure that Discord sent it. Interactions endpoint URL:
// <server>/api/w/main/jobs/run_wait_result/p/f/examples/discord_interaction?raw=true
//   &include_header=X-Signature-Ed25519,X-Signature-Timestamp&token=<token of this script>
import { Buffer } from "node:buffer";

// Replace it with the public key of your Discord application, 64 hex digits. It is no secret, but it
// must not come with the request, where the sender would choose it. Empty: all is refused.
const PUBLIC_KEY: string = "";

const PING = 1;
const COMMAND = 2;
const PONG = 1;
const MESSAGE = 4;

interface Interaction {
  type: number;
  data?: { name: string; options?: { name: string; value: string | number | boolean }[] };
}

/** Answers to Discord's own check, and to every command with a message. */
export async function main(raw_string = "", x_signature_ed25519 = "", x_signature_timestamp = "") {
  if (!(await isFromDiscord(x_signature_timestamp + raw_string, x_signature_ed25519))) {
    return { getOperate_status_code: 401, result: { error: "The signature is wrong." } };
  }
  // Read from what was signed: an argument of the same name might come from the URL.
  const { type, data }: Interaction = JSON.parse(raw_string);
  if (type === PING) {
    return { type: PONG };
  }
  if (type !== COMMAND) {
    return { getOperate_status_code: 400, result: { error: `Type ${type} is not known here.` } };
  }
  const options = (data?.options ?? []).map(({ name, value }) => `${name}: ${value}`);
  return { type: MESSAGE, data: { content: [`/${data?.name}`, ...options].join("\n") } };
}

async function isFromDiscord(signed: string, signature: string): Promise<boolean> {
  if (PUBLIC_KEY === "") {
    return false;
  }
  const publicKey = Buffer.from(PUBLIC_KEY, "hex");
  const key = await crypto.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
  const message = new TextEncoder().encode(signed);
  return crypto.subtle.verify("Ed25519", key, Buffer.from(signature, "hex"), message);
}
