import net from "node:net";

type Way = "open" | "refused" | "silent";

export type DatabaseProxy = {
  /** URL of the database through the proxy. */
  readonly url: string;
  /**
   * "open" forwards everything. "refused" closes all connections and every new one, like a stopped server. "silent"
   * keeps connections and accepts new ones, but forwards nothing, like a frozen server or network.
   */
  become(way: Way): void;
  stop(): Promise<void>;
};

/**
 * A proxy between the product and its database, so that a test can make the database unavailable and available again.
 */
export async function startDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const target = new URL(databaseUrl);
  const pairs = new Set<readonly [net.Socket, net.Socket]>();
  let way: Way = "open";

  const server = net.createServer((near) => {
    if (way === "refused") {
      near.destroy();
      return;
    }
    const far = net.connect(Number(target.port), target.hostname);
    const pair = [near, far] as const;
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of pair) socket.on("error", end).on("close", end);
    pass(pair, way);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  const url = new URL(databaseUrl);
  url.hostname = "127.0.0.1";
  url.port = `${address.port}`;
  const become = (next: Way) => {
    way = next;
    for (const pair of [...pairs]) pass(pair, way);
  };
  return {
    url: url.toString(),
    become,
    stop: () => {
      become("refused");
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function pass([near, far]: readonly [net.Socket, net.Socket], way: Way): void {
  near.unpipe(far);
  far.unpipe(near);
  if (way === "refused") near.destroy();
  if (way !== "open") return;
  near.pipe(far);
  far.pipe(near);
}
