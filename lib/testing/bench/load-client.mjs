// Clients in a separate process: a number of connections, each with one request at a time, for some seconds. The keys
// are used in turn. Each connection has a part of the list, and all connections together use all of it. Prints the
// results as JSON. A part, because autocannon serializes every request of every connection before it sends the first:
// whole lists took seconds, which counted as the server's time.
import autocannon from "autocannon";

const { url, keys, body, connections, seconds, amount } = JSON.parse(process.argv[2] ?? "{}");
const requests = keys.map((key) => ({
  method: "POST",
  headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
  body,
}));
const perConnection = Math.min(requests.length, 32);
let opened = 0;
const result = await autocannon({
  url,
  connections,
  ...(amount ? { amount } : { duration: seconds }),
  requests: requests.slice(0, 1),
  setupClient: (client) => {
    const from = (opened * perConnection) % requests.length;
    opened += 1;
    client.setRequests(
      Array.from({ length: perConnection }, (_, index) => requests[(from + index) % requests.length]),
    );
  },
});
const { average } = result.requests;
const { p50, p99 } = result.latency;
process.stdout.write(
  JSON.stringify({ average, p50, p99, non2xx: result.non2xx, errors: result.errors, took: result.duration }),
);
