import { describe, expect, it } from "vitest";
import { createIdempotency } from "./idempotency";

const request = { method: "POST", path: "/v1/refunds", body: "charge=ch_1", id: "req_1" };
const answer = { status: 200, json: "{}" };

describe("idempotency keys", () => {
  it("let the first request through and replay its response", () => {
    const keys = createIdempotency(new Map());
    expect(keys.claim("k", request)).toBeNull();
    keys.keep("k", answer);
    expect(keys.claim("k", { ...request, id: "req_2" })).toMatchObject({ answer, requestId: "req_1" });
  });

  it("reject other parameters, and a second request while the first is running", () => {
    const keys = createIdempotency(new Map());
    keys.claim("k", request);
    expect(() => keys.claim("k", request)).toThrow(expect.objectContaining({ status: 409 }));
    keys.keep("k", answer);
    expect(() => keys.claim("k", { ...request, body: "charge=ch_2" })).toThrow(/same parameters/);
  });

  it("are free again after a failed validation, and after 24 hours", () => {
    let now = 0;
    const keys = createIdempotency(new Map(), () => now);
    keys.claim("a", request);
    keys.release("a");
    expect(keys.claim("a", request)).toBeNull();
    keys.keep("a", answer);
    now = 24 * 3_600_000 + 1;
    expect(keys.claim("a", request)).toBeNull();
  });
});
