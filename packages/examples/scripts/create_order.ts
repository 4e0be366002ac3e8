// Chooses the status of its answer, and shows how an argument's type becomes its JSON Schema:
// <server>/api/w/main/jobs/run_wait_result/p/f/examples/create_order

interface Item {
  /** Article number */
  sku: string;
  quantity: number;
}

/**
 * Answers a webhook with a status of its own choice.
 *
 * @param items what is ordered
 */
export function main(items: Item[]) {
  if (items.length === 0) {
    return { getOperate_status_code: 422, result: { error: "An order needs an item." } };
  }
  const pieces = items.reduce((sum, { quantity }) => sum + quantity, 0);
  return { getOperate_status_code: 201, result: { pieces } };
}
