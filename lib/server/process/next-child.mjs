// The pages' server in a process of its own. It ends with the process that started it, however that one ended.
import { createRequire } from "node:module";

process.on("disconnect", () => process.exit(0));
createRequire(import.meta.url)("next/dist/bin/next");
