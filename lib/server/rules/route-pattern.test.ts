import { expect, test } from "vitest";
import { matchesPattern } from "./route-pattern";

test.each([
  ["/api/health", "/api/health", true],
  ["/api/health", "/api/health/", true],
  ["/api/health", "/api/healthy", false],
  ["/api/health", "/api/health/more", false],
  ["/api/health", "/api", false],
  ["/api/keys/[id]", "/api/keys/1", true],
  ["/api/keys/[id]", "/api/keys", false],
  ["/api/keys/[id]", "/api/keys//", false],
  ["/api/keys/[id]", "/api/keys/1/2", false],
  ["/api/auth/[...path]", "/api/auth/session", true],
  ["/api/auth/[...path]", "/api/auth/callback/x", true],
  ["/api/auth/[...path]", "/api/auth", false],
  ["/api/v1/[[...path]]", "/api/v1", true],
  ["/api/v1/[[...path]]", "/api/v1/models/x", true],
  ["/api/v1/[[...path]]", "/api/v2", false],
])("%s and %s: %s", (pattern, path, matches) => {
  expect(matchesPattern(pattern, path)).toBe(matches);
});
