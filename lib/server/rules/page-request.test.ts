import { expect, test } from "vitest";
import { isOwnForm, rejectionOfPageRequest } from "./page-request";

const judge = (method: string, url: string, isRoute = false, headers = {}) =>
  rejectionOfPageRequest({ method, url, headers }, isRoute)?.status ?? null;

test("an address that does not decode to text is rejected", () => {
  for (const url of ["/%E0%A4%A", "/keys/%E0", "/%", "/%00", "/keys/a%00b"]) {
    expect(judge("GET", url)).toBe(400);
    expect(judge("GET", url, true)).toBe(400);
  }
  for (const url of ["/", "/keys/%F0%9F%98%80", "/models?q=%E0%A4%A"]) expect(judge("GET", url)).toBeNull();
});

test("pages accept GET, HEAD and POST; other methods are for route handlers, and unknown ones are rejected", () => {
  for (const method of ["GET", "HEAD", "POST"]) expect(judge(method, "/keys")).toBeNull();
  for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS"]) {
    expect(judge(method, "/keys")).toBe(405);
    expect(judge(method, "/api/auth/session", true)).toBeNull();
  }
  for (const method of ["PROPFIND", "PURGE", "LOCK", "QUERY", "TRACE", "get"]) {
    expect(judge(method, "/keys")).toBe(405);
    expect(judge(method, "/api/auth/session", true)).toBe(405);
  }
});

test("an invalid or duplicate router state is rejected", () => {
  const state = encodeURIComponent('["",{}]');
  const sent = (...values: string[]) => judge("GET", "/", false, { "next-router-state-tree": values });
  expect(sent(state)).toBeNull();
  expect(sent("{")).toBe(400);
  expect(sent(state, state)).toBe(400);
});

test("a form counts as ours by the browser's headers about its origin", () => {
  const own = "https://console.example";
  const check = (site: string[] | undefined, origin: string[] | undefined) =>
    isOwnForm({ "sec-fetch-site": site, origin }, own);
  expect(check(["same-origin"], [own])).toBe(true);
  expect(check(["same-origin"], ["null"])).toBe(true);
  expect(check(["same-origin"], undefined)).toBe(true);
  expect(check(undefined, [own])).toBe(true);
  expect(check(undefined, undefined)).toBe(false);
  expect(check(undefined, ["null"])).toBe(false);
  for (const site of ["cross-site", "same-site", "none", ""]) {
    expect(check([site], [own])).toBe(false);
    expect(check([site], ["null"])).toBe(false);
  }
  for (const origin of ["https://evil.example", "http://console.example", "https://console.example.evil"]) {
    expect(check(["same-origin"], [origin])).toBe(false);
    expect(check(undefined, [origin])).toBe(false);
  }
  expect(check(["same-origin", "same-origin"], [own])).toBe(false);
  expect(check(["same-origin"], [own, own])).toBe(false);
});
