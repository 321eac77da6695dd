import { NextRequest } from "next/server";
import { expect, it } from "vitest";
import { testEnvironment } from "@/lib/testing/environment";
import { proxy } from "@/proxy";
import { GET } from "./.well-known/security.txt/route";

it.each(["/verify?token=x", "/reset?token=x", "/reset", "/verify", "/disable-key", "/any/other?a=1&token=x"])(
  "%s sends no referrer, because its address can contain a secret",
  (address) => {
    const response = proxy(new NextRequest(new URL(address, "https://console.example")));
    expect(response.headers.get("referrer-policy")).toBe("no-referrer");
  },
);

it("other pages send their address to this site only", () => {
  const response = proxy(new NextRequest("https://console.example/keys?kind=management"));
  expect(response.headers.get("referrer-policy")).toBe("same-origin");
});

it("security.txt names the configured contact, and its fields are valid (RFC 9116)", async () => {
  Object.assign(process.env, testEnvironment, {
    DATABASE_URL: "postgresql://127.0.0.1/x",
    SECURITY_EMAIL: "security@example.com",
  });
  const response = GET();
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  const lines = (await response.text()).trimEnd().split("\n");
  const fields = lines.map((line) => /^([A-Z][A-Za-z-]*): (\S.*)$/.exec(line)?.slice(1, 3) ?? [line, ""]);
  const values = (name: string) => fields.filter(([field]) => field === name).map(([, value]) => value ?? "");
  expect(values("Contact")).toEqual(["mailto:security@example.com"]);
  const [expires = "", ...others] = values("Expires");
  expect(others).toEqual([]);
  expect(expires).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
  const ahead = Date.parse(expires) - Date.now();
  // RFC 9116 recommends less than a year.
  expect(ahead).toBeGreaterThan(86_400_000);
  expect(ahead).toBeLessThan(365 * 86_400_000);
  expect(values("Canonical")[0]).toMatch(/^https?:\/\/.+\/\.well-known\/security\.txt$/);
  expect(fields.map(([name]) => name)).toEqual([
    "Contact",
    "Expires",
    "Preferred-Languages",
    "Canonical",
    "Policy",
  ]);
});
