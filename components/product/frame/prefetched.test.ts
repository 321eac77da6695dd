import { beforeEach, expect, test } from "vitest";
import { forgetPrefetches, isStalePrefetch, notePrefetch } from "./prefetched";

beforeEach(forgetPrefetches);

test("a page opened right after its prefetch is fresh", () => {
  notePrefetch("/keys", 1_000);
  expect(isStalePrefetch("/keys", 1_300)).toBe(false);
});

test("a page opened seconds after its prefetch is read again", () => {
  notePrefetch("/keys", 1_000);
  expect(isStalePrefetch("/keys", 6_000)).toBe(true);
});

test("a second prefetch does not make a kept page younger", () => {
  notePrefetch("/keys", 1_000);
  notePrefetch("/keys", 5_900);
  expect(isStalePrefetch("/keys", 6_000)).toBe(true);
});

test("a page that was never prefetched, or is no longer kept, was just read", () => {
  expect(isStalePrefetch("/keys", 6_000)).toBe(false);
  notePrefetch("/keys", 1_000);
  expect(isStalePrefetch("/keys", 32_000)).toBe(false);
  notePrefetch("/keys", 40_000);
  expect(isStalePrefetch("/keys", 45_000)).toBe(true);
});

test("nothing is stale after a refresh", () => {
  notePrefetch("/keys", 1_000);
  forgetPrefetches();
  expect(isStalePrefetch("/keys", 6_000)).toBe(false);
});
