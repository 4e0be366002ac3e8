/** Answers with a table that a spreadsheet opens. */
export function main(
  rows: Record<string, string | number>[] = [{ city: "Oslo", people: 709_037 }],
) {
  const names = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => names.map((name) => JSON.stringify(row[name] ?? "")).join(","));
  return {
    getOperate_content_type: "text/csv; charset=utf-8",
    result: [names.join(","), ...lines].join("\n"),
  };
}
