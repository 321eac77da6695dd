// Callers in a process of their own: so many connections, each with one request at a time, for some seconds. The keys
// are used in turn, each connection beginning elsewhere in the list. Prints what became of it as JSON.
import autocannon from "autocannon";

const { url, keys, body, connections, seconds, amount } = JSON.parse(process.argv[2] ?? "{}");
const requests = keys.map((key) => ({
  method: "POST",
  headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
  body,
}));
let opened = 0;
const result = await autocannon({
  url,
  connections,
  ...(amount ? { amount } : { duration: seconds }),
  requests,
  setupClient: (client) => {
    const from = (opened * 97) % requests.length;
    opened += 1;
    client.setRequests([...requests.slice(from), ...requests.slice(0, from)]);
  },
});
const { average } = result.requests;
const { p50, p99 } = result.latency;
process.stdout.write(
  JSON.stringify({ average, p50, p99, non2xx: result.non2xx, errors: result.errors, took: result.duration }),
);
