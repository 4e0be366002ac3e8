// Answers with a table that a browser saves and a spreadsheet opens:
// <server>/api/w/main/jobs/run_wait_result/p/f/examples/report_csv

/** Makes CSV of rows. */
export function main(
  rows: Record<string, string | number>[] = [
    { city: "Oslo", people: 709_037 },
    { city: "Bergen", people: 291_940 },
  ],
) {
  const names = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => names.map((name) => row[name] ?? ""));
  return {
    getOperate_content_type: "text/csv; charset=utf-8",
    getOperate_headers: { "Content-Disposition": 'attachment; filename="report.csv"' },
    result: [names, ...lines].map((line) => `${line.map(quote).join(",")}\r\n`).join(""),
  };
}

function quote(value: string | number): string {
  return typeof value === "number" ? String(value) : `"${value.replaceAll('"', '""')}"`;
}
