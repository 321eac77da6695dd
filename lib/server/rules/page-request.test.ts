import { expect, test } from "vitest";
import { isOwnForm, refusalOfPageRequest } from "./page-request";

const judge = (method: string, url: string, isRoute = false, headers = {}) =>
  refusalOfPageRequest({ method, url, headers }, isRoute)?.status ?? null;

test("an address that is no text is refused", () => {
  for (const url of ["/%E0%A4%A", "/keys/%E0", "/%", "/%00", "/keys/a%00b"]) {
    expect(judge("GET", url)).toBe(400);
    expect(judge("GET", url, true)).toBe(400);
  }
  for (const url of ["/", "/keys/%F0%9F%98%80", "/models?q=%E0%A4%A"]) expect(judge("GET", url)).toBeNull();
});

test("a page is read and its forms are sent; other methods are for route handlers, unknown ones for nobody", () => {
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

test("a state of the router that is none, or is sent twice, is refused", () => {
  const state = encodeURIComponent('["",{}]');
  const sent = (...values: string[]) => judge("GET", "/", false, { "next-router-state-tree": values });
  expect(sent(state)).toBeNull();
  expect(sent("{")).toBe(400);
  expect(sent(state, state)).toBe(400);
});

test("a form is our own by what the browser says of where it was sent", () => {
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
