import "server-only";
import { keepOutputPrivate } from "@/lib/config/private-output";
import { complain, say } from "./process/say";
import { describeFailure } from "./process/describe-failure";
import { type Product, startProduct } from "./process/start-product";

/** The terminal and the programs between it and this process may each deliver the same Ctrl-C. */
const sameSignalMs = 1_000;

let product: Product | null = null;
let stopRequestedAt = 0;

async function stop(exitCode: number): Promise<void> {
  const now = Date.now();
  if (stopRequestedAt > 0) {
    if (now - stopRequestedAt < sameSignalMs) return;
    say("Stopping immediately.");
    await product?.abandon();
    process.exit(1);
  }
  stopRequestedAt = now;
  say("\nStopping. Running requests may finish; press Ctrl-C again to stop at once.");
  await product?.stop();
  say("Stopped.");
  process.exit(exitCode);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(0));
// The parent process has exited, for whatever reason.
process.on("disconnect", () => void stop(0));

// Before anything can print, since the API and the jobs run in this process.
keepOutputPrivate("server", { exitOnCrash: true });

product = startProduct({
  source: process.env,
  development: process.argv.includes("--dev"),
  onFatal: (sentence) => {
    complain(sentence);
    void stop(1);
  },
});
product.started.catch((error: unknown) => {
  if (stopRequestedAt > 0) return;
  complain(describeFailure(error, process.env.DATABASE_URL ?? ""));
  process.exit(1);
});
