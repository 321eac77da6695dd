import { expect, test } from "vitest";
import { exportEnd } from "./export-end";

const end = {
  rows: 2,
  costNanos: 1_500_000n,
  from: new Date("2026-11-01T00:00:00Z"),
  to: new Date("2026-11-02T00:00:00Z"),
  zone: "Europe/Berlin",
  filters: [
    { name: "Key is not", value: 'a "b", c' },
    { name: "End user", value: "\r\n=1+1\u202ex" },
  ],
  digest: "ab12",
};

test("a CSV file ends with its facts in the column of the model", () => {
  expect(exportEnd(end, "csv", ["generation_id", "created_at_utc", "model", "cost_usd"])).toBe(
    'end,,"2 requests; cost 0.0015; from 2026-11-01T00:00:00.000Z to 2026-11-02T00:00:00.000Z; ' +
      'local times in Europe/Berlin; SHA-256 of the lines above: ab12; Key is not: a ""b"", c; End user:   =1+1 x",\r\n',
  );
});

test("lines of JSON end with an object that no request looks like", () => {
  const line = exportEnd(end, "ndjson", []);
  expect(line).toMatch(/^\{"end":true,.*\}\n$/);
  expect(JSON.parse(line)).toEqual({
    end: true,
    rows: 2,
    cost_usd: "0.0015",
    from: "2026-11-01T00:00:00.000Z",
    to: "2026-11-02T00:00:00.000Z",
    zone: "Europe/Berlin",
    filters: end.filters,
    sha256: "ab12",
  });
});

test("one request is one request", () => {
  expect(exportEnd({ ...end, rows: 1 }, "csv", ["generation_id", "model"])).toContain('"1 request; cost');
});
