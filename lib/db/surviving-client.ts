import "server-only";
import pg from "pg";

/**
 * A client, not yet connected, that survives a server which exits under it: a call under way rejects, and what the
 * server says between two calls is ignored. Without a listener, that message would end this process.
 */
export function survivingClient(config: pg.ClientConfig): pg.Client {
  const client = new pg.Client(config);
  client.on("error", () => undefined);
  return client;
}
