import "server-only";
import { request } from "node:http";
import { type Child, superviseChild } from "./child";

/** Relative to the project root, because a compiled module does not know where its source is. */
const wrapper = "lib/server/process/next-child.mjs";

/** Runs the pages' server on a port of 127.0.0.1 that only the front server uses. */
export function supervisePages(port: number, environment: Readonly<Record<string, string>>): Child {
  return superviseChild({
    title: "The pages' server",
    part: "pages",
    // The front server closes connections, so that Next never closes one at the moment a request is sent on it.
    args: [wrapper, "start", "-H", "127.0.0.1", "-p", String(port), "--keepAliveTimeout", "120000"],
    environment: () => ({ ...environment, NODE_ENV: "production", COUNTERFOIL_PROCESS: "pages" }),
    ready: () => untilResponding(port),
    health: { ask: () => isResponding(port, 15_000), everyMs: 10_000, missesMax: 3 },
  });
}

/** Runs the development server on the product's port. It rebuilds pages when their sources change. */
export function superviseDevelopmentPages(
  port: number,
  environment: Readonly<Record<string, string>>,
): Child {
  return superviseChild({
    title: "The development server",
    part: null,
    args: [wrapper, "dev", "-H", "127.0.0.1", "-p", String(port)],
    environment: () => ({ ...environment, NODE_ENV: "development" }),
    ready: () => untilResponding(port),
  });
}

async function untilResponding(port: number): Promise<void> {
  while (!(await isResponding(port, 60_000))) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** True when the server on that port responds to a minimal request in time, with any status. */
function isResponding(port: number, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = request({ host: "127.0.0.1", port, path: "/api/health", agent: false }, (reply) => {
      reply.resume();
      resolve(true);
    });
    probe.on("error", () => resolve(false));
    const tooLong = setTimeout(() => probe.destroy(), timeoutMs);
    probe.on("close", () => {
      clearTimeout(tooLong);
      resolve(false);
    });
    probe.end();
  });
}
