/** A process that starts on a folder and is killed, by SIGKILL, right before the n-th statement of that start. `start-and-die.ts <data> <anchors> <n>` */
import { projections } from "../../src/assembly/assemble.ts";
import { testPorts } from "../../src/kernel/testing/test-ports.ts";
import { openLog } from "../../src/log/sqlite/open-log.ts";
import { DyingHandle } from "./dying-handle.ts";

const [folder = "", anchorFolder = "", at = "0"] = process.argv.slice(2);
openLog({
  folder,
  anchorFolder,
  ports: testPorts(),
  projections,
  connect: (path) => DyingHandle.database(path, Number(at), () => process.kill(process.pid, "SIGKILL")).database,
  fatal: (error) => {
    throw error;
  },
});
process.stdout.write("it was not killed\n");
