import "server-only";
import { type Product, startProduct } from "./start-product";

/** A terminal and the programs between it and us may each deliver the same Ctrl-C. */
const sameSignalMs = 1_000;

let product: Product | null = null;
let stopRequestedAt = 0;

async function stop(exitCode: number): Promise<void> {
  const now = Date.now();
  if (stopRequestedAt > 0) {
    if (now - stopRequestedAt < sameSignalMs) return;
    console.log("Stopping at once.");
    await product?.abandon();
    process.exit(1);
  }
  stopRequestedAt = now;
  console.log("\nStopping. Running requests may finish; press Ctrl-C again to stop at once.");
  await product?.stop();
  console.log("Stopped.");
  process.exit(exitCode);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(0));
// The process that started us is gone, however it went.
process.on("disconnect", () => void stop(0));

product = startProduct({
  source: process.env,
  development: process.argv.includes("--dev"),
  onFatal: (sentence) => {
    console.error(sentence);
    void stop(1);
  },
});
product.started.catch((error: unknown) => {
  if (stopRequestedAt > 0) return;
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
