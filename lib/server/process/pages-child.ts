import "server-only";
import { request } from "node:http";
import { type Child, keepChild } from "./child";

/** From the root of the project: a compiled module does not know where its source lies. */
const wrapper = "lib/server/process/next-child.mjs";

/** The pages' server on a port of 127.0.0.1 that only the front server speaks to. */
export function supervisePages(port: number, environment: Readonly<Record<string, string>>): Child {
  return keepChild({
    title: "The pages' server",
    part: "pages",
    // Connections are ended by the front server, never by Next in the moment that a request is sent on one.
    args: [wrapper, "start", "-H", "127.0.0.1", "-p", String(port), "--keepAliveTimeout", "120000"],
    environment: () => ({ ...environment, NODE_ENV: "production", COUNTERFOIL_PROCESS: "pages" }),
    ready: () => answers(port),
    health: { ask: () => isAnswered(port, 15_000), everyMs: 10_000, missesMax: 3 },
  });
}

/** The development server, on the product's own port: it rebuilds pages as their sources change. */
export function superviseDevelopmentPages(
  port: number,
  environment: Readonly<Record<string, string>>,
): Child {
  return keepChild({
    title: "The development server",
    part: null,
    args: [wrapper, "dev", "-H", "127.0.0.1", "-p", String(port)],
    environment: () => ({ ...environment, NODE_ENV: "development" }),
    ready: () => answers(port),
  });
}

async function answers(port: number): Promise<void> {
  while (!(await isAnswered(port, 60_000))) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** True when the server on that port answers its simplest question in time, whatever it says. */
function isAnswered(port: number, timeoutMs: number): Promise<boolean> {
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
