import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Context } from "hono";
import type { CallerSignal } from "@/lib/kernel/caller-signal";

/** The connection behind a request, where Node serves it; none where Next does, in development. */
type Connection = { readonly incoming?: IncomingMessage; readonly outgoing?: ServerResponse } | undefined;

/** A header of the request, without making a `Headers` object of all of them. `name` is in lower case. */
export function headerOf(c: Context, name: string): string | undefined {
  const { incoming } = (c.env as Connection) ?? {};
  if (!incoming) return c.req.header(name);
  const value = incoming.headers[name];
  return Array.isArray(value) ? value.join(", ") : value;
}

/** True for the error with which the caller's connection ended before the request was there whole. */
export function brokeOff(c: Context, error: Error): boolean {
  const { incoming } = (c.env as Connection) ?? {};
  return incoming?.complete === false && incoming.errored === error;
}

/** Fires when the caller leaves before its response was handed over whole. */
export function callerSignal(c: Context): CallerSignal {
  const { outgoing } = (c.env as Connection) ?? {};
  return outgoing ? new ConnectionSignal(outgoing) : c.req.raw.signal;
}

class ConnectionSignal implements CallerSignal {
  aborted = false;
  readonly #listeners = new Set<() => void>();

  constructor(outgoing: ServerResponse) {
    this.aborted = outgoing.destroyed;
    outgoing.once("close", () => {
      if (outgoing.writableFinished) return;
      this.aborted = true;
      for (const listener of this.#listeners) listener();
      this.#listeners.clear();
    });
  }

  addEventListener(_type: "abort", listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: "abort", listener: () => void): void {
    this.#listeners.delete(listener);
  }
}
