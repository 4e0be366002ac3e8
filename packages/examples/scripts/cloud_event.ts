// Takes CloudEvents, structured (application/cloudevents+json) or binary (ce- headers). Address:
// <server>/api/w/main/jobs/run_wait_result/p/f/examples/cloud_event?wrap_body=true
// With wrap_body the event's data is one argument, whatever it is; without, its keys are arguments.

interface Envelope {
  specversion: string;
  id: string;
  source: string;
  type: string;
}

/** Says which event it took. */
export function main(WEBHOOK__METADATA__?: Envelope, body: unknown = null) {
  if (WEBHOOK__METADATA__ === undefined) {
    return { getOperate_status_code: 400, result: { error: "This is no CloudEvent." } };
  }
  const { id, source, type } = WEBHOOK__METADATA__;
  return { getOperate_status_code: 202, result: { id, source, type, data: body } };
}
