import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Context } from "hono";
import type { CallerSignal } from "@/lib/kernel/caller-signal";
import { headerText } from "./header-text";

/** The connection behind a request served by Node; undefined when Next serves it, in development. */
type Connection = { readonly incoming?: IncomingMessage; readonly outgoing?: ServerResponse } | undefined;

/** Reads a request header without building a `Headers` object of all of them. `name` is in lower case. */
export function headerOf(c: Context, name: string): string | undefined {
  const { incoming } = (c.env as Connection) ?? {};
  if (!incoming) return c.req.header(name);
  const value = incoming.headers[name];
  return Array.isArray(value) ? value.join(", ") : value;
}

/** The same for a header whose text is recorded. */
export function textHeaderOf(c: Context, name: string): string | undefined {
  const value = headerOf(c, name);
  return value === undefined ? undefined : headerText(value);
}

/** True when the caller disconnected before the request arrived completely. */
export function hasLeftSending(c: Context): boolean {
  const { incoming } = (c.env as Connection) ?? {};
  return incoming !== undefined && incoming.destroyed && !incoming.complete;
}

/**
 * Returns a signal that fires when the caller disconnects before the whole response was handed over. A caller that has
 * ended its side of the connection counts as disconnected while nothing was sent to it, since most that do so have
 * closed the connection. Later it may still be listening.
 */
export function callerSignal(c: Context): CallerSignal {
  const { incoming, outgoing } = (c.env as Connection) ?? {};
  return incoming && outgoing ? new ConnectionSignal(incoming.socket, outgoing) : c.req.raw.signal;
}

/** Signals by connection, so that all requests on a connection share one listener. */
const signalsOf = new WeakMap<Socket, Set<ConnectionSignal>>();

/** The pause between the two probes of a caller that has ended its side. */
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

  /** Called when the caller has ended its side. */
  end(): void {
    this.#abort();
    this.#probe();
    setTimeout(() => this.#probe(), probeMs).unref();
  }

  /**
   * A caller that has closed its connection looks like one that waits for its response, until something is sent to it:
   * the first write reveals it to the caller's machine, the second one to ours. An interim response changes nothing for
   * a caller that waits.
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
