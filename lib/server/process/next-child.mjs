// The pages' server as a separate process. It exits with its parent, for whatever reason the parent exits.
import { createRequire } from "node:module";

process.on("disconnect", () => process.exit(0));
createRequire(import.meta.url)("next/dist/bin/next");
