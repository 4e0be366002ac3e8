// Run by Deno: the essence of a runner. Lines of JSON come over descriptor 3, sums go back.
import { Socket } from "node:net";

const main = (a: number, b: number) => a + b;

const socket = new Socket({ fd: 3, readable: true, writable: true });
let rest = "";
socket.setEncoding("utf8");
socket.on("data", (text) => {
  const lines = (rest + String(text)).split("\n");
  rest = lines.pop() ?? "";
  const sums = lines.map((line) => {
    const { a, b } = JSON.parse(line);
    return `${JSON.stringify(main(a, b))}\n`;
  });
  socket.write(sums.join(""));
});
