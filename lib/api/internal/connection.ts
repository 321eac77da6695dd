import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
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

/** True when the caller has left before its request was here whole. */
export function hasLeftSending(c: Context): boolean {
  const { incoming } = (c.env as Connection) ?? {};
  return incoming !== undefined && incoming.destroyed && !incoming.complete;
}

/**
 * Fires when the caller leaves before its response was handed over whole. A caller who has ended its side counts as gone
 * while nothing was sent for it, since most who do have closed the connection; later it may be listening still.
 */
export function callerSignal(c: Context): CallerSignal {
  const { incoming, outgoing } = (c.env as Connection) ?? {};
  return incoming && outgoing ? new ConnectionSignal(incoming.socket, outgoing) : c.req.raw.signal;
}

/** Signals by connection: one listener for all requests that come over it. */
const signalsOf = new WeakMap<Socket, Set<ConnectionSignal>>();

/** Between the two times that a caller who has ended its side is asked whether it listens. */
const probeMs = 250;

function watchEnd(socket: Socket): Set<ConnectionSignal> {
  const known = signalsOf.get(socket);
  if (known) return known;
  const signals = new Set<ConnectionSignal>();
  signalsOf.set(socket, signals);
  socket.once("end", () => {
    for (const signal of signals) signal.end();
  });
  return signals;
}

class ConnectionSignal implements CallerSignal {
  aborted = false;
  isGone = false;
  readonly #outgoing: ServerResponse;
  readonly #listeners = new Set<() => void>();

  constructor(socket: Socket, outgoing: ServerResponse) {
    this.#outgoing = outgoing;
    this.isGone = outgoing.destroyed;
    this.aborted = this.isGone || socket.readableEnded;
    const signals = watchEnd(socket);
    signals.add(this);
    outgoing.once("close", () => {
      signals.delete(this);
      if (outgoing.writableFinished) return;
      this.isGone = true;
      this.#abort();
    });
  }

  /** The caller has ended its side. */
  end(): void {
    this.#abort();
    this.#probe();
    setTimeout(() => this.#probe(), probeMs).unref();
  }

  /**
   * A caller that has closed its connection looks like one that waits for its answer, until something is sent to it: the
   * first time tells its machine, the second one ours. An interim response changes nothing for one that waits.
   */
  #probe(): void {
    const { headersSent, socket, req } = this.#outgoing;
    if (socket && !headersSent && req.httpVersion === "1.1") this.#outgoing.writeProcessing();
  }

  #abort(): void {
    this.aborted = true;
    for (const listener of [...this.#listeners]) listener();
  }

  addEventListener(_type: "abort", listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: "abort", listener: () => void): void {
    this.#listeners.delete(listener);
  }
}
