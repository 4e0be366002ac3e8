// A thread of the compiler's process. A source can keep that process busy for ever, and then it
// would not hear that the server is gone, and would outlive it.
import { workerData } from "node:worker_threads";

const CHECK_MS = 500;

setInterval(() => {
  if (process.ppid !== workerData) {
    process.kill(process.pid, "SIGKILL");
  }
}, CHECK_MS);
