import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { makeAccount } from "./support/accounts";
import { linkIn, logFile, mailTo, origin } from "./support/product";
import { expect, signedInTest, test } from "./support/test";

/** Requests that no normal client sends, byte for byte, and the status of their responses. */
async function statusOf(method: string, path: string, headers: object = {}, body: Buffer | string = "") {
  const { port } = new URL(origin());
  const lines = Object.entries({
    host: `localhost:${port}`,
    connection: "close",
    "content-length": Buffer.byteLength(body),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`);
  const socket = connect(Number(port), "127.0.0.1");
  socket.on("error", () => undefined);
  socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
  socket.write(body);
  let response = "";
  for await (const chunk of socket) response += (chunk as Buffer).toString("latin1");
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(response)?.[1] ?? 0);
}

const logSize = () => readFileSync(logFile(), "utf8").length;
const logSince = (size: number) => readFileSync(logFile(), "utf8").slice(size);

const ours = () => ({ origin: origin(), "sec-fetch-site": "same-origin" });
/** As long as those of browsers, since the parser treats a short one as content. */
const mark = "----CounterfoilFormBoundary7MA4YWxk";
const boundary = { "content-type": `multipart/form-data; boundary=${mark}` };
const part = (name: string, value: string) =>
  `--${mark}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

/** The action of the form on a page, as in the page's HTML. */
async function actionOf(path: string): Promise<string> {
  const page = await (await fetch(`${origin()}${path}`)).text();
  const id = /&quot;id&quot;:&quot;([0-9a-f]{42})&quot;/.exec(page)?.[1];
  if (!id) throw new Error(`no form at ${path}`);
  return id;
}

test("addresses that only the framework knows, and unknown ones of the API, get an error in its envelope", async () => {
  for (const path of [
    "/api",
    "/api/nope",
    "/api/dashboard/nope",
    "/_next/nope",
    "/_next/data/x.json",
    "/nope.rsc",
    "/keys.rsc",
  ]) {
    const response = await fetch(`${origin()}${path}`);
    expect(response.status, path).toBe(404);
    expect(await response.json(), path).toEqual({
      error: { code: 404, message: "There is nothing at this address." },
    });
  }
  expect((await fetch(`${origin()}/nope`)).headers.get("content-type")).toContain("text/html");
});

test("requests that the framework cannot parse are rejected with 4xx and not logged", async () => {
  const before = logSize();
  const action = { "next-action": await actionOf("/sign-in") };
  const text = { "content-type": "text/plain;charset=UTF-8" };
  const router = { rsc: "1", "next-router-prefetch": "1" };
  const end = `--${mark}--\r\n`;
  const call = (root: string) => part("_1_email", "x") + part("0", root) + end;
  const cases: [number, string, string, object?, string?][] = [
    [400, "GET", "/%E0%A4%A"],
    [400, "GET", "/keys/%E0%A4%A"],
    [400, "GET", "/api/dashboard/purchases/%E0%A4%A"],
    [400, "GET", "/keys/%00"],
    [400, "GET", "/api/auth/error?error=%0d%0aX:y"],
    [400, "GET", "/api/auth/signin?callbackUrl=%0d%0a"],
    [405, "GET", "/api/auth/callback/credentials"],
    [400, "GET", "/sign-in", { ...router, "next-router-state-tree": "%7B" }],
    [400, "GET", "/sign-in", { ...router, "next-router-state-tree": "%E0%A4%A" }],
    [400, "GET", "/sign-in", { ...router, "next-router-state-tree": "%5B1%5D" }],
    [400, "POST", "/sign-in", { ...ours(), ...boundary }, "garbage"],
    [400, "POST", "/sign-in", { ...ours(), ...boundary }, part("a", "b") + end],
    [415, "POST", "/sign-in", { ...ours(), "content-type": "application/json" }, "{}"],
    [404, "POST", "/sign-in", { ...ours(), ...boundary, "next-action": "00".repeat(21) }, call("[]")],
    [400, "POST", "/sign-in", { ...ours(), ...boundary, ...action }, "garbage"],
    [400, "POST", "/sign-in", { ...ours(), ...boundary, ...action }, call("[]")],
    [400, "POST", "/sign-in", { ...ours(), ...boundary, ...action }, call('[{"status":"idle"},"$F9"]')],
    [400, "POST", "/sign-in", { ...ours(), ...text, ...action }, "[]"],
    [400, "POST", "/sign-in", { ...ours(), ...text, ...action }, "{"],
    [403, "POST", "/sign-in", { ...boundary, ...action }, call("[]")],
    [403, "POST", "/sign-in", { ...boundary, ...action, origin: "https://evil.example" }, call("[]")],
    [403, "POST", "/sign-in", { ...boundary, ...action, origin: "null" }, call("[]")],
    [403, "POST", "/sign-in", { ...ours(), ...boundary, ...action, "sec-fetch-site": "cross-site" }, "x"],
    // The form itself is valid; its content is rejected, by us and in the form.
    [200, "POST", "/sign-in", { ...ours(), ...boundary, ...action }, call('[{"status":"idle"},"$K1"]')],
    [413, "POST", "/sign-in", { ...ours(), ...boundary, ...action }, "x".repeat(70_000)],
    ...["PROPFIND", "PURGE", "LOCK", "QUERY", "PUT", "DELETE", "PATCH", "OPTIONS"].map(
      (method): [number, string, string] => [405, method, "/sign-in"],
    ),
    ...["PROPFIND", "PURGE", "LOCK", "QUERY"].flatMap((method): [number, string, string][] => [
      [405, method, "/api/dashboard/keys"],
      [405, method, "/api/auth/session"],
      [405, method, "/api/v1/keys"],
      [405, method, "/api/v1/chat/completions"],
    ]),
    [405, "PUT", "/api/dashboard/keys"],
    [405, "DELETE", "/api/v1/models"],
  ];
  for (const [status, method, path, headers, body] of cases) {
    const name = `${method} ${path} ${JSON.stringify(headers ?? {})} ${body?.slice(0, 40) ?? ""}`;
    expect.soft(`${await statusOf(method, path, headers, body)} ${name}`).toBe(`${status} ${name}`);
  }
  expect(logSince(before)).toBe("");
});

signedInTest("an unknown page has status 404 and a single main landmark", async ({ page, quietConsole }) => {
  quietConsole.allow(/status of 404/);
  const notThere = [
    "/keys/unknown",
    "/keys/0192aaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa",
    `/keys/${"0".repeat(64)}`,
    "/operator",
    "/logs?api_key_hash=x",
    "/nothing",
  ];
  for (const path of notThere) {
    const response = await page.goto(path);
    expect(`${path} ${response?.status()}`).toBe(`${path} 404`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    await expect(page.getByRole("main")).toHaveCount(1);
  }
  for (const path of ["/", "/models", "/docs", "/activity", "/keys", "/account", "/privacy", "/credits"]) {
    const response = await page.goto(path);
    expect(`${path} ${response?.status()}`).toBe(`${path} 200`);
    await expect(page.getByRole("main"), path).toHaveCount(1);
  }
  await page.goto("/settings");
  await expect(page).toHaveURL(/\/account$/);
});

test("a page with a secret in its address does not leak it, and its form works without JavaScript", async ({
  browser,
}) => {
  const account = await makeAccount();
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: origin() });
  const page = await context.newPage();
  const asked = await page.goto("/reset");
  expect(asked?.headers()["referrer-policy"]).toBe("no-referrer");
  const sent = page.waitForRequest((request) => request.method() === "POST");
  await page.getByLabel("Email address").fill(account.email);
  await page.getByRole("button").last().click();
  const headers = await (await sent).allHeaders();
  expect(headers.referer).toBeUndefined();
  expect(headers.origin).toBe("null");
  await expect(page.getByText("If an account uses this address", { exact: false })).toBeVisible();
  const link = linkIn(await mailTo(account.email, /password/i));
  const response = await page.goto(link);
  expect(response?.headers()["referrer-policy"]).toBe("no-referrer");
  const referrers: (string | undefined)[] = [];
  page.on("request", (request) => referrers.push(request.headers()["referer"]));
  await page.reload();
  expect(referrers.filter((referrer) => referrer?.includes("token"))).toEqual([]);
  await context.close();
});

test("robots.txt lists what is private, and there is no security contact unless configured", async () => {
  const robots = await fetch(`${origin()}/robots.txt`);
  expect(robots.status).toBe(200);
  expect(await robots.text()).toMatch(/^User-Agent: \*\nDisallow: \/api\/\n/);
  expect((await fetch(`${origin()}/.well-known/security.txt`)).status).toBe(404);
});
