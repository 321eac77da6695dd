import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { catalog } from "@/lib/catalog/catalog";
import { startPurchase } from "@/lib/billing/start-purchase";
import { db } from "@/lib/db/client";
import { parseDollars } from "@/lib/kernel/money";
import { readPromptLog } from "@/lib/privacy/read-prompt-log";
import { updatePrivacySettings } from "@/lib/privacy/update-privacy-settings";
import { type Account, makeAccount, makeKey } from "./support/accounts";
import { send, ways } from "./support/canary-requests";
import { complete } from "./support/calls";
import { findMarker, formsOf, halvesOf, makeMarker } from "./support/find-marker";
import { orderStripe } from "./support/sandbox";
import { fileSinks, type Sink, stripeSinks, tableSinks } from "./support/sinks";
import { expect, test } from "./support/test";
import { unpacked } from "./support/unpack";

const seed = Number(process.env.CANARY_SEED ?? Date.now() % 2 ** 31);
/** Each of the 25 ways twenty times, ten of them streamed. Fewer while a test is written. */
const requests = Number(process.env.CANARY_REQUESTS ?? 500);
const content = makeMarker(seed);
const endUser = makeMarker(seed + 1);
const forms = formsOf(content);
const pieces = [...forms, ...halvesOf(content)];

/** Tables that have the end user of a request: that is metadata, which its sender names. */
const endUserTables = /^table public\.(generations_\w+|usage_\w+)$/;

test.beforeAll(() => console.log(`canary: CANARY_SEED=${seed}, ${requests} requests`));
test.setTimeout(300_000 + requests * 1_000);

function expectClean(sinks: Iterable<Sink>, marks = pieces, except = /^$/): void {
  let searched = 0;
  for (const { name, content: place } of sinks) {
    searched += place.length;
    if (except.test(name)) continue;
    expect(findMarker(place, marks), `${name} (CANARY_SEED=${seed})`).toEqual([]);
    for (const inner of unpacked(place))
      expect(findMarker(inner, marks), `compressed in ${name} (CANARY_SEED=${seed})`).toEqual([]);
  }
  expect(searched).toBeGreaterThan(1_000);
}

test("the search finds every form of a marker, wherever it stands", () => {
  for (const form of forms) {
    for (const before of ["", "a", "ab", "abc"]) {
      const place = Buffer.from(`${before}${form.text}${before}`);
      expect(findMarker(place, forms), form.name).toContain(form.name);
    }
  }
  for (const before of ["", "a", "ab", "abc", "abcd"]) {
    const coded = Buffer.from(`${before}${content}${before}`).toString("base64");
    expect(findMarker(`{"data":"${coded}"}`, forms).length, before).toBeGreaterThan(0);
    expect(findMarker(Buffer.from(coded).toString("hex"), forms).length, before).toBeGreaterThan(0);
  }
  expect(findMarker(encodeURIComponent(JSON.stringify({ a: `"${content}é` })), forms)).toEqual(["plain"]);
  expect(findMarker(makeMarker(seed + 2), forms)).toEqual([]);
  expect(new Set(ways.map(({ name }) => name)).size).toBe(25);
});

test("the search finds a marker that is compressed, or divided at any place", () => {
  for (const at of Array.from({ length: content.length - 1 }, (_, index) => index + 1)) {
    for (const between of ["\r\n1a\r\n", "\n\ndata: ", "\0".repeat(24), "x".repeat(9_000)]) {
      const place = `a${content.slice(0, at)}${between}${content.slice(at)}b`;
      expect(findMarker(place, pieces), `divided at ${at}`).not.toEqual([]);
      expect(findMarker(Buffer.from(place).toString("hex"), pieces), `in hex, at ${at}`).not.toEqual([]);
    }
  }
  const packed = gzipSync(`${"many words ".repeat(500)}${content}${" and more".repeat(500)}`);
  const places = [
    packed,
    Buffer.concat([Buffer.from("before"), packed, Buffer.from("after")]),
    Buffer.concat([Buffer.from([0x1f, 0x8b, 0x08, 1, 2, 3]), packed]),
    packed.subarray(0, packed.length - 8),
    `{"bytes":"\\x${packed.toString("hex")}"}`,
    `{"bytes":"${packed.toString("base64")}"}`,
  ];
  for (const [index, place] of places.entries()) {
    expect(findMarker(place, pieces), `place ${index}`).toEqual([]);
    const inside = unpacked(place).flatMap((inner) => findMarker(inner, pieces));
    expect(inside, `place ${index}`).toContain("plain");
  }
  expect(unpacked("H4sI is no stream, nor is 1f8b08")).toEqual([]);
});

/** Sends the requests, eight at a time: every way streamed and not, in turn. Returns what the errors said. */
async function sendAll(account: Account, count: number): Promise<string[]> {
  const { secret } = await makeKey(account);
  const { secret: poor } = await makeKey(account, { limitNanos: 1n });
  const errors: string[] = [];
  let next = 0;
  const sender = async () => {
    for (let at = next++; at < count; at = next++) {
      const way = ways[at % ways.length];
      if (!way) continue;
      const isStream = Math.floor(at / ways.length) % 2 === 1;
      const { status, text } = await send({
        way,
        isStream,
        secret: way.isPoor ? poor : secret,
        content,
        endUser,
      });
      if (status >= 400) errors.push(text);
    }
  };
  await Promise.all(Array.from({ length: 8 }, sender));
  const { workspaceId } = account.actor;
  await expect
    .poll(() => db().hold.count({ where: { workspaceId, state: "held" } }), { timeout: 60_000 })
    .toBe(0);
  return errors;
}

/** What the browser keeps and shows on the pages that are about requests, and the files that it can download. */
async function browserSinks(page: Page): Promise<readonly Sink[]> {
  const sinks: Sink[] = [];
  for (const address of ["/activity", "/privacy", "/credits", "/keys"]) {
    await page.goto(address);
    sinks.push({ name: `page ${address}`, content: await page.content() });
  }
  const stored = await page.evaluate(async () =>
    JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      document.cookie,
      await indexedDB.databases(),
      await caches.keys(),
    ]),
  );
  sinks.push({ name: "storage of the browser", content: stored });
  const files = ["activity/export", "activity/export?format=ndjson", "transactions/export", "stored-content"];
  for (const file of files) {
    const response = await page.request.get(`/api/dashboard/${file}`);
    expect(response.status(), file).toBe(200);
    sinks.push({ name: `export ${file}`, content: await response.body() });
  }
  return sinks;
}

test("content is in no table and no log of the running product, however a request ends", async ({
  page,
  signIn,
}) => {
  const since = new Date(Date.now() - 1_000);
  const account = await makeAccount({ credits: "10" });
  await signIn(account);
  const errors = await sendAll(account, requests);
  expectClean([{ name: "errors", content: errors.join("\n").padEnd(1_001) }]);
  const { workspaceId } = account.actor;
  expect(await db().generation.count({ where: { workspaceId } })).toBeGreaterThan(requests / 2);
  expect(await db().promptLog.count({ where: { workspaceId } })).toBe(0);
  const tables = await tableSinks();
  expect(tables.some(({ content: text }) => text.includes("sandbox/kestrel-vision"))).toBe(true);
  const browser = await browserSinks(page);
  expectClean([...tables, ...browser, ...(await stripeSinks())]);
  expectClean(fileSinks(since));
  // The end user is recorded with the request, for reports by end user, and is nowhere else.
  expectClean(
    [...tables, ...(await stripeSinks())],
    [...formsOf(endUser), ...halvesOf(endUser)],
    endUserTables,
  );
  expect(tables.some(({ content: text }) => text.includes(endUser))).toBe(true);
});

test("with opt-in content is only in its encrypted table, which no dump can read", async () => {
  const since = new Date(Date.now() - 1_000);
  const account = await makeAccount({ credits: "10" });
  await updatePrivacySettings(account.actor, { logPrompts: true });
  await sendAll(account, 50);
  const { workspaceId } = account.actor;
  const where = { workspaceId };
  await expect.poll(() => db().promptLog.count({ where }), { timeout: 30_000 }).toBeGreaterThan(20);
  await expect.poll(() => db().lostContent.count({ where }), { timeout: 30_000 }).toBe(0);
  expectClean([...(await tableSinks()), ...(await stripeSinks())]);
  expectClean(fileSinks(since));
  const logs = await db().promptLog.findMany({ where, select: { generationId: true } });
  for (const { generationId } of logs) {
    const read = await readPromptLog(account.actor, generationId);
    expect(JSON.stringify(read.ok && read.value.expose())).toContain(content);
  }
});

test("Stripe never receives what the service is used for", async () => {
  const account = await makeAccount({ credits: "10" });
  const { secret } = await makeKey(account, { name: `Key ${content}` });
  const response = await complete(secret, `${content} ${"of many words ".repeat(1_500)}`, { user: endUser });
  expect(response.status).toBe(200);
  const { workspaceId } = account.actor;
  const generation = await db().generation.findFirstOrThrow({ where: { workspaceId } });
  const promptTokens = Number(generation.promptTokens);
  expect(promptTokens).toBeGreaterThan(2_000);
  const started = await startPurchase(account.actor, { creditsNanos: parseDollars("10") ?? 0n });
  if (!started.ok) throw new Error(started.code);
  const where = { id: started.value.purchaseId, workspaceId };
  const { checkoutSessionId } = await db().purchase.findFirstOrThrow({ where });
  await orderStripe("complete", { session: checkoutSessionId });
  await expect
    .poll(async () => (await db().purchase.findFirstOrThrow({ where })).state, { timeout: 15_000 })
    .toBe("credited");
  const [sent] = await stripeSinks();
  const text = String(sent?.content);
  expect(text).toContain(where.id);
  const { models, providers } = catalog();
  const names = models.flatMap(({ id, name }) => [id, name]);
  const hosts = providers.flatMap(({ slug, name }) => [slug, name]);
  expect(names.length).toBeGreaterThan(2);
  for (const word of [...names, ...hosts, String(promptTokens)]) {
    // Whole words: ids and times are long enough to have any short one in them.
    const found = new RegExp(`(?<![A-Za-z0-9])${word.replace(/\W/g, "\\$&")}(?![A-Za-z0-9])`).exec(text);
    expect(found, `Stripe got “${word}”`).toBeNull();
  }
  expect(findMarker(text, [...pieces, ...formsOf(endUser), ...halvesOf(endUser)])).toEqual([]);
});
