import { get, type IncomingMessage } from "node:http";
import type { Request } from "@playwright/test";
import { db } from "@/lib/db/client";
import { makeAccount, makeKey } from "./support/accounts";
import { complete } from "./support/calls";
import { deviceCookie, origin, sessionCookie } from "./support/product";
import { expect, fillSignIn, signedInTest, test } from "./support/test";

const publicPages = [
  "/",
  "/models",
  "/rankings",
  "/docs",
  "/legal/privacy",
  "/security",
  "/legal/terms",
  "/sign-in",
  "/sign-up",
  "/reset",
];
const ownPages = [
  "/activity",
  "/credits",
  "/credits?tab=purchases",
  "/keys?kind=inference&new=1",
  "/privacy",
  "/account?manage=security",
  "/account/security",
];

signedInTest(
  "every page has a strict content policy with its own nonce, and the other headers",
  async ({ page }) => {
    const nonces = new Set<string>();
    for (const path of [...ownPages, ...publicPages, "/nowhere"]) {
      const response = await page.request.get(path);
      const headers = response.headers();
      const policy = headers["content-security-policy"] ?? "";
      expect(policy, path).not.toMatch(/unsafe-/);
      expect(policy, path).toMatch(/default-src 'none'/);
      expect(policy, path).toMatch(/frame-ancestors 'none'/);
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
      expect(nonce.length, path).toBeGreaterThan(16);
      nonces.add(nonce);
      expect(headers, path).toMatchObject({
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
      });
      expect(headers["permissions-policy"], path).toContain("camera=()");
      expect(headers["referrer-policy"], path).toMatch(/same-origin|no-referrer/);
      expect(headers["x-powered-by"], path).toBeUndefined();
      if (ownPages.includes(path)) expect(headers["cache-control"], path).toMatch(/no-store/);
    }
    expect(nonces.size).toBe(ownPages.length + publicPages.length + 1);
  },
);

test("responses that are not pages have their headers too", async ({ page, account }) => {
  const { secret } = await makeKey(account);
  await complete(secret);
  const bearer = { authorization: `Bearer ${secret}` };
  const responses = [
    await page.request.get("/api/v1/models", { headers: bearer }),
    await page.request.get("/api/v1/key"),
    await page.request.get("/api/v1/nothing", { headers: bearer }),
    await page.request.get("/api/dashboard/activity/export"),
    await page.request.get("/api/dashboard/activity/chart"),
    await page.request.get("/api/dashboard/nothing"),
    await page.request.post("/api/webhooks/stripe", { data: "{}" }),
    await page.request.get("/api/health"),
    await page.request.get("/activity", { headers: { rsc: "1" } }),
    await page.request.get("/icon.svg"),
  ];
  expect(responses.slice(0, 8).map((response) => response.status())).toEqual([
    200, 401, 404, 200, 200, 404, 400, 200,
  ]);
  for (const response of responses) {
    const headers = response.headers();
    expect(headers["x-content-type-options"], response.url()).toBe("nosniff");
    expect(headers["x-frame-options"], response.url()).toBe("DENY");
    expect(headers["x-powered-by"], response.url()).toBeUndefined();
  }
  for (const response of responses.slice(0, 8))
    expect(response.headers(), response.url()).toMatchObject({
      "cache-control": expect.stringContaining("no-store"),
      "content-security-policy": expect.stringMatching(/^default-src 'none'/),
    });
});

test("the framework's own responses have the default headers", async () => {
  const { port } = new URL(origin());
  for (const [path, status] of [
    ["//x", 308],
    ["/\\x", 308],
    ["/settings/preferences", 307],
    ["/settings/privacy", 307],
    ["/robots.txt", 200],
    ["/icon.svg", 200],
    ["/_next/static/none.js", 404],
    ["/x%00", 400],
  ] as const) {
    // Sent unchanged: URL parsing would normalize the path.
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get({ host: "localhost", port, path }, resolve).on("error", reject);
    });
    response.resume();
    const { headers } = response;
    expect([path, response.statusCode]).toEqual([path, status]);
    expect(headers["content-security-policy"], path).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(headers, path).toMatchObject({ "x-content-type-options": "nosniff", "x-frame-options": "DENY" });
    expect(headers["referrer-policy"], path).toMatch(/same-origin|no-referrer/);
    expect(headers["cache-control"], path).toBeTruthy();
  }
});

test("a fresh browser keeps only the device cookie beyond its session, stores nothing, and contacts no third party", async ({
  page,
  context,
}) => {
  const account = await makeAccount({ credits: "10" });
  const elsewhere: string[] = [];
  context.on("request", (request: Request) => {
    if (!request.url().startsWith(`${origin()}/`) && !request.url().startsWith("data:"))
      elsewhere.push(request.url());
  });
  for (const path of publicPages) await page.goto(path);
  expect(await context.cookies()).toEqual([]);
  await page.goto("/sign-in");
  await fillSignIn(page, account.email, account.password);
  await expect(page).toHaveURL(/\/activity$/);
  for (const path of ownPages) {
    await page.goto(path);
    await expect(page.getByRole("heading").first()).toBeVisible();
    const stored = await page.evaluate(() => [
      ...Object.keys(localStorage),
      ...Object.keys(sessionStorage),
      document.cookie,
    ]);
    expect(
      stored.filter((name) => name !== ""),
      path,
    ).toEqual([]);
  }
  const cookies = await context.cookies();
  expect(
    cookies.map(({ name, expires, httpOnly, sameSite }) => ({ name, expires, httpOnly, sameSite })),
  ).toEqual([
    { name: sessionCookie(), expires: -1, httpOnly: true, sameSite: "Lax" },
    { name: deviceCookie(), expires: expect.any(Number), httpOnly: true, sameSite: "Lax" },
  ]);
  const lastsDays = ((cookies[1]?.expires ?? 0) - Date.now() / 1_000) / 86_400;
  expect(lastsDays).toBeGreaterThan(179);
  expect(lastsDays).toBeLessThan(181);
  expect(elsewhere).toEqual([]);
});

test("a form that was sent from another site changes nothing", async ({ page, account, quietConsole }) => {
  quietConsole.allow(/status of/);
  await page.goto("/account");
  const profile = page.getByRole("region", { name: "Profile" });
  await profile.getByLabel("Name").fill("Ada Lovelace");
  const sent = page.waitForRequest((request) => request.method() === "POST");
  await profile.getByRole("button", { name: "Save profile" }).click();
  await expect(page.getByText("Profile saved.")).toBeVisible();
  const request = await sent;
  const body = (request.postDataBuffer()?.toString("latin1") ?? "").replace("Ada Lovelace", "Mallory");
  const headers = Object.fromEntries(
    Object.entries(await request.allHeaders()).filter(
      ([name]) => !/^(:|content-length|host|origin)/.test(name),
    ),
  );
  // A page without a referrer also has the origin "null"; then the browser's Sec-Fetch-Site header decides.
  const forgeries: readonly Record<string, string>[] = [
    { origin: "https://evil.example" },
    { origin: "null", "sec-fetch-site": "cross-site" },
    { origin: "null", "sec-fetch-site": "none" },
    { origin: origin(), "sec-fetch-site": "same-site" },
    { origin: origin().replace("localhost", "localhost.evil.example") },
  ];
  for (const forged of forgeries) {
    await fetch(request.url(), {
      method: "POST",
      headers: { ...headers, ...forged, cookie: await cookieHeader(page.context()) },
      body: Buffer.from(body, "latin1"),
    });
    const { name } = await db().user.findUniqueOrThrow({
      where: { email: account.email },
      select: { name: true },
    });
    expect(name).toBe("Ada Lovelace");
  }
  const honest = { ...headers, origin: origin(), cookie: await cookieHeader(page.context()) };
  await fetch(request.url(), { method: "POST", headers: honest, body: Buffer.from(body, "latin1") });
  const { name } = await db().user.findUniqueOrThrow({
    where: { email: account.email },
    select: { name: true },
  });
  expect(name, "the same request from our own page is taken").toBe("Mallory");
});

async function cookieHeader(context: {
  cookies(): Promise<{ name: string; value: string }[]>;
}): Promise<string> {
  return (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
}
