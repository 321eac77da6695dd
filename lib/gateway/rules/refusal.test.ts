import { expect, test } from "vitest";
import { isRetryable, upstreamRefusal } from "./refusal";

test("only what a provider says of the request itself is the caller's, and no other provider is asked", () => {
  for (const status of [400, 413, 422]) {
    expect(upstreamRefusal({ kind: "status", status }, "Wren").status).toBe(status);
    expect(isRetryable({ kind: "status", status })).toBe(false);
  }
});

test.each([201, 202, 204, 206, 301, 302, 304, 307, 401, 402, 403, 404, 405, 410, 418, 451, 500, 501, 502])(
  "a provider that answers with %d has failed, which is no mistake of the caller's",
  (status) => {
    expect(upstreamRefusal({ kind: "status", status }, "Wren")).toMatchObject({
      status: 502,
      message: "Provider returned error",
    });
    expect(isRetryable({ kind: "status", status })).toBe(true);
  },
);
