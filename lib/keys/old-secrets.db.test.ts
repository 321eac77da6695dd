import { afterAll, afterEach, beforeEach, expect, it, vi } from "vitest";
import { closeDb, db } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { unknownOrigin } from "@/lib/kernel/network";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace, type MadeWorkspace } from "@/lib/testing/factories";
import { hold } from "@/lib/testing/holds";
import { makeKey } from "@/lib/testing/keys";
import { untilOthersAreIdle } from "@/lib/testing/locks";
import { authenticateKey } from "./authenticate-key";
import { endOldSecret } from "./end-old-secret";
import { rotateKey } from "./rotate-key";

await testDatabase();
afterAll(closeDb);
afterEach(() => {
  vi.restoreAllMocks();
});

const from = { channel: "console", origin: unknownOrigin } as const;

let made: MadeWorkspace;
let actor: Actor;
let id: string;
let label: string;
let first: string;

beforeEach(async () => {
  made = await createWorkspace({ credits: 1_000_000_000n });
  actor = made.actor;
  ({ id, label, secret: first } = await makeKey(actor));
});

async function rotated(overlapHours: number, seenLabel = label) {
  const outcome = await rotateKey(actor, { id }, { overlapHours, seenLabel }, from);
  if (!outcome.ok) throw new Error(outcome.message ?? outcome.code);
  return outcome.value;
}

const end = (oldLabel = label) => endOldSecret(actor, { id }, oldLabel, from);
const works = async (secret: string) => (await authenticateKey(secret, { fresh: true }))?.keyId === id;
const version = async () => (await db().apiKey.findUniqueOrThrow({ where: { id } })).version;
const takeUnder = (keyVersion: bigint) =>
  hold({ workspaceId: made.workspaceId, keyId: id }, 1_000n, { keyVersion });

it("an old secret is ended once, by its label, and the current one goes on", async () => {
  const second = await rotated(24);
  expect(await authenticateKey(first)).not.toBeNull();
  const before = await version();
  const ends = await Promise.all([1, 2, 3].map(() => end()));
  expect(ends.every(({ ok }) => ok)).toBe(true);
  expect(await authenticateKey(first)).toBeNull();
  expect(await works(second.secret)).toBe(true);
  const events = await db().auditEvent.findMany({ where: { targetId: id }, orderBy: { id: "asc" } });
  expect(events.map(({ action }) => action)).toEqual(["key.created", "key.rotated", "key.old_secret_ended"]);
  const lines = { userId: made.userId, kind: "old_secret_ended" };
  expect(await db().securityEvent.count({ where: lines })).toBe(1);
  expect(await version(), "also of those that come too late").toBe(before + 1n);
  // A tab from before the next rotation must not end the secret that its user believes to be the current one.
  const third = await rotated(24, second.key.label);
  expect(await end(), "nor may its user believe that no old one works").toMatchObject({
    code: "changed_meanwhile",
  });
  expect(await end(third.key.label)).toMatchObject({ code: "changed_meanwhile" });
  expect([await works(second.secret), await works(third.secret)]).toEqual([true, true]);
  expect(await end(second.key.label)).toMatchObject({ ok: true });
  expect(await end(third.key.label), "the current one").toMatchObject({ code: "changed_meanwhile" });
  expect([await works(second.secret), await works(third.secret)]).toEqual([false, true]);
});

it("many rotations leave one link that disables the key in a combined mail", async () => {
  let seen = label;
  for (let turn = 0; turn < 12; turn += 1) seen = (await rotated(24, seen)).key.label;
  const other = await makeKey(actor, { name: "Another" });
  const { text } = await db().outboxMail.findFirstOrThrow({
    where: { recipient: made.email, kind: "bundle" },
    select: { text: true },
  });
  expect(text.match(/^Disable key .*:$/gm)).toEqual([`Disable key ${seen}:`, `Disable key ${other.label}:`]);
  expect(text).toMatch(/was rotated \(the old one works until .* UTC\): Production/);
});

it.each([
  ["rotated without an overlap", () => rotated(0)],
  ["ended", () => end()],
])(
  "where another process has cached it, a secret that is %s takes no hold and ends within a second",
  async (how, change) => {
    if (how === "ended") await rotated(24);
    vi.resetModules();
    const elsewhere = await import("./authenticate-key");
    const cached = await elsewhere.authenticateKey(first);
    expect(cached?.keyId).toBe(id);
    expect(await takeUnder(cached?.keyVersion ?? 0n)).toMatchObject({ ok: true });
    await change();
    expect(elsewhere.authenticateKey, "its own cache").not.toBe(authenticateKey);
    expect(await takeUnder(cached?.keyVersion ?? 0n)).toMatchObject({ ok: false, code: "stale_policy" });
    expect(await elsewhere.authenticateKey(first, { fresh: true })).toBeNull();
    await expect.poll(() => elsewhere.authenticateKey(first), { timeout: 5_000 }).toBeNull();
  },
);

it("the last use of an old secret is known, and using the current one is no use of either", async () => {
  const { secret } = await rotated(24);
  const uses = async () => {
    // Notes are written beside the request.
    await untilOthersAreIdle();
    const rows = await db().keySecret.findMany({ where: { keyId: id }, orderBy: { createdAt: "asc" } });
    return rows.map(({ lastUsedAt }) => lastUsedAt);
  };
  await authenticateKey(secret);
  expect(await uses()).toEqual([null, null]);
  await authenticateKey(first);
  expect(await uses()).toEqual([expect.any(Date), null]);
});

it("a use is noted once in ten seconds", async () => {
  const now = performance.now.bind(performance);
  let ahead = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now() + ahead);
  await rotated(24);
  const noted = async () => {
    await untilOthersAreIdle();
    const { count } = await db().keySecret.updateMany({
      where: { keyId: id, lastUsedAt: { not: null } },
      data: { lastUsedAt: null },
    });
    return count;
  };
  expect(await works(first)).toBe(true);
  expect(await noted()).toBe(1);
  ahead = 5_000;
  expect(await works(first)).toBe(true);
  expect(await noted()).toBe(0);
  ahead = 10_100;
  expect(await works(first)).toBe(true);
  expect(await noted()).toBe(1);
});
