import { NextRequest } from "next/server";
import { afterAll, expect, it } from "vitest";
import { env } from "@/lib/config/env";
import { closeDb } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { handleAuthRequest } from "./handle-auth-request";

await testDatabase();
afterAll(closeDb);

const ask = async (path: string, init: { method?: string; body?: string; headers?: object } = {}) => {
  const url = `${env().appUrl}/api/auth/${path}`;
  const headers = { "sec-fetch-site": "same-origin", ...init.headers };
  const request = new NextRequest(url, { method: init.method ?? "GET", headers, body: init.body ?? null });
  const steps = new URL(url).pathname.split("/").slice(3).map(decodeURIComponent);
  return handleAuthRequest(request, { params: Promise.resolve({ nextauth: steps }) });
};

it.each([
  "error?error=%0d%0aX:y",
  "error?error=a%00b",
  "signin?callbackUrl=%0d%0aX:y",
  "signin/%0d%0a",
  "session?%0d%0a=1",
])("rejects input that would break a header: %s", async (path) => {
  expect((await ask(path)).status).toBe(400);
});

it("rejects form fields with characters that break headers, but accepts them in passwords", async () => {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const post = (fields: Record<string, string>) =>
    ask("callback/credentials", { method: "POST", body: String(new URLSearchParams(fields)), headers });
  expect((await post({ callbackUrl: "/\r\nX: y", password: "x" })).status).toBe(400);
  expect((await post({ email: "ada@example.com", password: "a\u0000b" })).status).toBeLessThan(400);
});

it("signs in only by POST, and serves no other next-auth routes", async () => {
  expect((await ask("callback/credentials")).status).toBe(405);
  expect((await ask("callback/unknown")).status).toBe(404);
  expect((await ask("nothing")).status).toBe(404);
  expect((await ask("session")).status).toBe(200);
});
