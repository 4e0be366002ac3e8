export { instanceDocument } from "./instance-document.ts";
