import { expect, it } from "vitest";
import { isSameOrigin } from "./origin-check";

const ours = "http://localhost:3000";
const check = (headers: Record<string, string>) => isSameOrigin(new Headers(headers), ours);

it("accepts requests that a browser attributes to this site", () => {
  expect(check({ "sec-fetch-site": "same-origin" })).toBe(true);
  expect(check({ origin: ours })).toBe(true);
});

it("rejects other sites, other ports, and a missing header", () => {
  for (const site of ["cross-site", "same-site", "none", ""])
    expect(check({ "sec-fetch-site": site, origin: ours })).toBe(false);
  for (const origin of ["http://evil.example", "http://localhost:3001", "https://localhost:3000", "null"])
    expect(check({ origin })).toBe(false);
  expect(check({})).toBe(false);
});

it("does not trust a forwarded host", () => {
  expect(
    check({ origin: "http://evil.example", "x-forwarded-host": "evil.example", host: "evil.example" }),
  ).toBe(false);
});
