import { db } from "@/lib/db/client";
import { updateKey } from "@/lib/keys/update-key";
import { type Account, balanceOf, makeAccount, makeKey } from "./support/accounts";
import { type ApiResponse, callApi, complete } from "./support/calls";
import { dollars } from "./support/pages";
import { countSent } from "./support/sandbox";
import { expect, test } from "./support/test";

let account: Account;
let secret: string;

test.beforeAll(async () => {
  account = await makeAccount({ credits: "10" });
  ({ secret } = await makeKey(account));
});

/** Holds, rows and money of a workspace, which a rejected request must not change. */
async function traces(of: Account): Promise<string> {
  const { workspaceId } = of.actor;
  const [rows, holds, transfers, days, balance] = await Promise.all([
    db().generation.count({ where: { workspaceId } }),
    db().hold.count({ where: { workspaceId, state: "held" } }),
    db().transfer.count({ where: { workspaceId } }),
    db().usageDay.count({ where: { workspaceId } }),
    balanceOf(of),
  ]);
  return JSON.stringify({ rows, holds, transfers, days, balance: balance.toString() });
}

/** Expects this status in the standard envelope, with nothing sent and nothing written. */
async function expectRefused(
  call: () => Promise<ApiResponse>,
  status: number,
  message: RegExp,
  of: Account = account,
): Promise<void> {
  const [before, sent] = [await traces(of), await countSent()];
  const response = await call();
  expect(`${response.status} ${JSON.stringify(response.body)}`).toMatch(new RegExp(`^${status} `));
  expect(response.body).toMatchObject({ error: { code: status, message: expect.stringMatching(message) } });
  expect(response.headers.get("content-type")).toContain("application/json");
  expect(await countSent()).toBe(sent);
  expect(await traces(of)).toBe(before);
}

const post = (body: unknown, key = secret) =>
  callApi("/chat/completions", { method: "POST", secret: key, body });
const messages = [{ role: "user", content: "Say hello" }];

const badRequests: readonly (readonly [string, unknown, RegExp])[] = [
  ["an unknown model", { model: "sandbox/nothing", messages }, /not a valid model ID/],
  ["no model", { messages }, /./],
  ["empty messages", { model: "sandbox/heron", messages: [] }, /messages/i],
  ["no messages", { model: "sandbox/heron" }, /messages|prompt/i],
  ["malformed JSON", '{"model": "sandbox/heron", "messages": [', /JSON/i],
  ["JSON that is no object", "[1, 2]", /./],
  ["a negative maximum", { model: "sandbox/heron", messages, max_tokens: -1 }, /max_tokens/],
  ["a maximum of text", { model: "sandbox/heron", messages, max_tokens: "many" }, /max_tokens/],
];
for (const [name, body, message] of badRequests) {
  test(`${name} is rejected with 400`, () => expectRefused(() => post(body), 400, message));
}

test("missing, malformed and unknown credentials are rejected with 401", async () => {
  const noKey = () =>
    callApi("/chat/completions", { method: "POST", body: { model: "sandbox/heron", messages } });
  await expectRefused(noKey, 401, /Missing Authentication header/);
  for (const wrong of ["nonsense", `sk-or-v1-${"0".repeat(64)}`, secret.replace(/.$/, "x")]) {
    await expectRefused(() => complete(wrong), 401, /User not found/);
  }
});

test("disabled, expired, deleted and management keys are rejected with 401", async () => {
  const disabled = await makeKey(account, { name: "Disabled" });
  await updateKey(account.actor, { id: disabled.id }, { disabled: true });
  const past = new Date(Date.now() - 60_000);
  const expired = await makeKey(account, { name: "Expired" });
  await db().apiKey.update({ where: { id: expired.id }, data: { expiresAt: past }, select: { id: true } });
  const deleted = await makeKey(account, { name: "Deleted" });
  await db().apiKey.update({ where: { id: deleted.id }, data: { deletedAt: past }, select: { id: true } });
  const management = await makeKey(account, { name: "Management", kind: "management" });
  for (const key of [disabled, expired, deleted, management]) {
    await expectRefused(() => complete(key.secret), 401, /User not found/);
  }
});

test("an empty balance is rejected with 402, and free models still work", async () => {
  const poor = await makeAccount();
  const key = await makeKey(poor);
  await expectRefused(() => complete(key.secret), 402, /Insufficient credits/, poor);
  expect((await complete(key.secret, "Say hello", { model: "sandbox/wren:free" })).status).toBe(200);
});

test("a request that costs more than the balance is rejected with the amount it needs", async () => {
  const poor = await makeAccount({ credits: "0.01" });
  const key = await makeKey(poor);
  const dear = () => complete(key.secret, "Say hello", { model: "sandbox/heron-large", max_tokens: 16_000 });
  await expectRefused(dear, 402, /requires more credits, or fewer max_tokens/, poor);
});

test("a key at its limit is rejected with 402 even if the balance suffices", async () => {
  const limited = await makeKey(account, { name: "Limited", limitNanos: 0n, limitReset: "daily" });
  await expectRefused(() => complete(limited.secret), 402, /Key limit exceeded \(daily limit\)/);
  const small = await makeKey(account, { name: "Small", limitNanos: dollars("0.000001") });
  const response = await complete(small.secret);
  expect(response.status).toBe(402);
  expect(JSON.stringify(response.body)).toContain("openrouter_key_limit");
});

test("a body of 11 MB is rejected with 413, with or without a Content-Length", async () => {
  const body = JSON.stringify({
    model: "sandbox/heron",
    messages: [{ role: "user", content: "x".repeat(11e6) }],
  });
  await expectRefused(() => post(body), 413, /./);
});

test("an unknown address is rejected with 404 in the same envelope", async () => {
  await expectRefused(() => callApi("/nothing", { secret }), 404, /./);
  await expectRefused(() => callApi("/generation?id=gen-1-nothing", { secret }), 404, /./);
});

test("management calls with inference keys are rejected with 403", async () => {
  await expectRefused(() => callApi("/keys", { secret }), 403, /management/i);
  await expectRefused(
    () => callApi("/keys", { method: "POST", secret, body: { name: "No" } }),
    403,
    /management/i,
  );
});

test("a negative limit is rejected with 400", async () => {
  const { secret: manager } = await makeKey(account, { name: "Manager", kind: "management" });
  const keys = await db().apiKey.count({ where: { workspaceId: account.actor.workspaceId } });
  await expectRefused(
    () => callApi("/keys", { method: "POST", secret: manager, body: { name: "No", limit: -1 } }),
    400,
    /limit/,
  );
  expect(await db().apiKey.count({ where: { workspaceId: account.actor.workspaceId } })).toBe(keys);
});

test("a provider failure is reported without its text, and nothing is charged", async () => {
  const before = await balanceOf(account);
  const failed = await complete(secret, "[[sandbox:status=500]] [[sandbox:echo]] pelican");
  expect(failed.status).toBe(502);
  expect(JSON.stringify(failed.body)).not.toContain("pelican");
  expect(await balanceOf(account)).toBe(before);
});
