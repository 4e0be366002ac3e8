// Answers with a web page; a browser opens it at
// <server>/api/w/main/jobs/run_wait_result/p/f/examples/html_page?include_query=name&name=Ada
//   &token=<token of this script>
// The page gets an origin of its own: it can neither run scripts, nor send forms, nor read cookies.

/** Greets somebody in HTML. */
export function main(name = "") {
  return {
    getOperate_content_type: "text/html; charset=utf-8",
    result: `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Hello</title></head>
<body><h1>Hello, ${escapeHtml(name || "stranger")}.</h1></body>
</html>
`,
  };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
