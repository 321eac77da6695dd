import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db, sqlTransaction } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { msPerDay } from "@/lib/kernel/clock";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { createSpendingKey, finishedGeneration, generationIdAt } from "@/lib/testing/generations";
import { ensurePartitions } from "./partitions/ensure-partitions";
import { findGeneration } from "./find-generation";
import { getChangeToken } from "./get-change-token";
import { getFeed, getNewRows } from "./get-feed";
import { listFacets } from "./list-facets";
import { listGenerations } from "./list-generations";
import { recordGenerations } from "./record-generations";
import { type ActivityFilters, cursorText, type FeedCursor } from "./rules/activity-filters";
import { parseActivityFilters } from "./rules/parse-filters";
import { readKnown, writeKnown } from "./rules/feed-item";

type Parts = Partial<Parameters<typeof finishedGeneration>[0]>;

async function record(workspaceId: string, keyId: string, rows: readonly Parts[]): Promise<string[]> {
  const generations = rows.map((parts) => ({
    ...finishedGeneration({ workspaceId, keyId, ...parts }),
    transferId: null,
  }));
  await sqlTransaction((client) => recordGenerations(client, generations));
  return generations.map(({ id }) => id);
}

const at = (cursor: FeedCursor | null) => ({ cursor: cursor ? cursorText(cursor) : undefined });

const ids = async (actor: Actor, query: Record<string, string | string[]> = {}) =>
  (await listGenerations(actor, parseActivityFilters({ range: "30d", ...query }))).rows.map(({ id }) => id);

describe("the feed", () => {
  beforeAll(async () => {
    await testDatabase();
    await ensurePartitions({ from: new Date(Date.now() - 100 * msPerDay) });
  });
  afterAll(closeDb);

  it("returns the same rows at any depth while requests arrive", async () => {
    const { actor, workspaceId } = await createWorkspace();
    const keyId = await createSpendingKey(workspaceId);
    const start = Date.now() - 2 * msPerDay;
    const created = await record(
      workspaceId,
      keyId,
      Array.from({ length: 137 }, (_, index) => ({ id: generationIdAt(new Date(start + index * 1_000)) })),
    );
    const expected = created.toSorted().toReversed();
    const seen: string[] = [];
    let filters: ActivityFilters = parseActivityFilters({ range: "30d" });
    const pages: (readonly string[])[] = [];
    for (;;) {
      const page = await listGenerations(actor, filters, { limit: 20 });
      pages.push(page.rows.map(({ id }) => id));
      seen.push(...page.rows.map(({ id }) => id));
      if (!page.older) break;
      filters = { ...filters, cursor: page.older };
      await record(workspaceId, keyId, [{}, {}]);
    }
    expect(seen).toEqual(expected);
    const back: (readonly string[])[] = [];
    for (let step = pages.length - 1; step > 1; step -= 1) {
      const page = await listGenerations(actor, filters, { limit: 20 });
      expect(page.newer).not.toBeNull();
      filters = { ...filters, cursor: page.newer };
      back.push((await listGenerations(actor, filters, { limit: 20 })).rows.map(({ id }) => id));
    }
    expect(back).toEqual(pages.slice(1, -1).toReversed());
  });

  it("knows where a page is in the list, forward and back", async () => {
    const { actor, workspaceId } = await createWorkspace();
    const keyId = await createSpendingKey(workspaceId);
    await record(
      workspaceId,
      keyId,
      Array.from({ length: 12 }, () => ({})),
    );
    const first = await listGenerations(actor, parseActivityFilters({}), { limit: 5 });
    const second = await listGenerations(actor, parseActivityFilters(at(first.older)), { limit: 5 });
    const third = await listGenerations(actor, parseActivityFilters(at(second.older)), { limit: 5 });
    const back = await listGenerations(actor, parseActivityFilters(at(third.newer)), { limit: 5 });
    expect([first, second, third, back].map((page) => page.first)).toEqual([1, 6, 11, 6]);
    expect(back.rows).toEqual(second.rows);
    const old = parseActivityFilters({ cursor: `older-${first.rows.at(-1)?.id}` });
    expect((await listGenerations(actor, old, { limit: 5 })).first).toBeNull();
  });

  it("returns only rows that a browser does not have, wherever they belong, with the sums of all", async () => {
    const { actor, workspaceId } = await createWorkspace();
    const keyId = await createSpendingKey(workspaceId);
    const filters = parseActivityFilters({ model: "sandbox/wren" });
    const wren = { model: "sandbox/wren" };
    await record(workspaceId, keyId, [wren, wren]);
    const page = await getFeed(actor, filters);
    const known = readKnown(writeKnown(page.items));
    expect(await getNewRows(actor, filters, known)).toEqual({
      items: [],
      totals: null,
      isReset: false,
    });
    const [late] = await record(workspaceId, keyId, [
      { ...wren, id: generationIdAt(new Date(Date.now() - 60_000)) },
      { model: "sandbox/heron" },
    ]);
    const fresh = await getNewRows(actor, filters, known);
    expect(fresh.items.map(({ id }) => id)).toEqual([late]);
    expect(fresh.isReset).toBe(false);
    const again = await getFeed(actor, filters);
    expect(fresh.totals).toEqual(again.totals);
    const sum = again.items.reduce((total, { costNanos }) => total + BigInt(costNanos), 0n);
    expect(again.totals).toEqual({ requests: "3", errors: "0", costNanos: `${sum}` });
  });

  it("says when a browser has none of the first page, so that there may be rows between", async () => {
    const { actor, workspaceId } = await createWorkspace();
    const keyId = await createSpendingKey(workspaceId);
    const many = (count: number) => Array.from({ length: count }, () => ({}));
    await record(workspaceId, keyId, many(2));
    const known = readKnown(writeKnown((await getFeed(actor, parseActivityFilters({}))).items));
    await record(workspaceId, keyId, many(51));
    const fresh = await getNewRows(actor, parseActivityFilters({}), known);
    expect(fresh.items).toHaveLength(50);
    expect(fresh.isReset).toBe(true);
  });

  it("shows a full first page when nothing newer is left", async () => {
    const { actor, workspaceId } = await createWorkspace();
    const keyId = await createSpendingKey(workspaceId);
    const created = (
      await record(
        workspaceId,
        keyId,
        Array.from({ length: 9 }, () => ({})),
      )
    )
      .toSorted()
      .toReversed();
    const filters = parseActivityFilters({ cursor: `newer-${created[2]}` });
    const page = await listGenerations(actor, filters, { limit: 5 });
    expect(page.rows.map(({ id }) => id)).toEqual(created.slice(0, 5));
    expect(page.newer).toBeNull();
  });

  it("applies each filter, and returns no rows where nothing matches", async () => {
    const { actor, workspaceId } = await createWorkspace();
    const [first, second] = [await createSpendingKey(workspaceId), await createSpendingKey(workspaceId)];
    const app = await db().app.create({
      data: { id: uuidv7(), workspaceId, url: "https://a.example", title: "App" },
      select: { id: true },
    });
    const old = generationIdAt(new Date(Date.now() - 20 * msPerDay));
    await record(
      workspaceId,
      first,
      Array.from({ length: 5 }, () => ({})),
    );
    const [rare = ""] = await record(workspaceId, first, [{ id: old, model: "sandbox/rare" }]);
    const [provider = ""] = await record(workspaceId, first, [{ provider: "elsewhere" }]);
    const [byKey = ""] = await record(workspaceId, second, [{}]);
    const [byApp = ""] = await record(workspaceId, first, [{ appId: app.id }]);
    const [byUser = ""] = await record(workspaceId, first, [{ endUser: "anna" }]);
    const failed = {
      costNanos: 0n,
      promptNanos: 0n,
      promptTokens: 0,
      completionTokens: 0,
      reasoningTokens: 0,
      cachedTokens: 0,
      finishReason: "error",
    };
    const [limited = ""] = await record(workspaceId, first, [{ ...failed, status: 429 }]);
    const [broken = ""] = await record(workspaceId, first, [
      { ...failed, status: 502, model: "sandbox/rare" },
    ]);
    expect(await ids(actor, { model: "sandbox/rare" })).toEqual([broken, rare]);
    expect(await ids(actor, { model: "sandbox/rare", status: "ok" })).toEqual([rare]);
    expect(await ids(actor, { provider: "elsewhere" })).toEqual([provider]);
    expect(await ids(actor, { key: second })).toEqual([byKey]);
    expect(await ids(actor, { app: app.id })).toEqual([byApp]);
    expect(await ids(actor, { user: "anna" })).toEqual([byUser]);
    expect(await ids(actor, { status: "error" })).toEqual([broken, limited]);
    expect(await ids(actor, { status: "429" })).toEqual([limited]);
    expect(await ids(actor, { range: "24h", model: "sandbox/rare" })).toEqual([broken]);
    const nothing: Record<string, string>[] = [
      { model: "no/such" },
      { user: "nobody" },
      { app: uuidv7() },
      { key: uuidv7() },
      { status: "503" },
      { user: "anna", model: "sandbox/rare" },
    ];
    for (const query of nothing) {
      expect(await ids(actor, query)).toEqual([]);
    }
    const facets = await listFacets(actor, parseActivityFilters({ range: "30d" }));
    expect(facets.models).toContainEqual({ value: "sandbox/rare", name: "sandbox/rare", requests: 2n });
    expect(facets.apps).toEqual([{ value: app.id, name: "App", requests: 1n }]);
  });

  it("shows a member requests of its own keys, and an admin everything", async () => {
    const { actor, workspaceId, userId } = await createWorkspace();
    const [own, other] = [await createSpendingKey(workspaceId), await createSpendingKey(workspaceId)];
    await db().apiKey.update({ where: { id: own }, data: { creatorUserId: userId }, select: { id: true } });
    const [mine = ""] = await record(workspaceId, own, [{}]);
    const [theirs = ""] = await record(workspaceId, other, [{}]);
    const member: Actor = { ...actor, role: "member" };
    expect(await ids(member)).toEqual([mine]);
    expect(await ids(member, { key: other })).toEqual([]);
    expect(await findGeneration(member, theirs)).toBeNull();
    expect(await ids({ ...actor, role: "admin" })).toEqual([theirs, mine]);
    expect((await listFacets(member, parseActivityFilters({}))).keys.map(({ value }) => value)).toEqual([
      own,
    ]);
  });

  it("keeps two workspaces apart", async () => {
    const [one, two] = [await createWorkspace(), await createWorkspace()];
    const key = await createSpendingKey(one.workspaceId);
    const changeToken = await getChangeToken(two.actor);
    const [id = ""] = await record(one.workspaceId, key, [{}]);
    expect(await ids(two.actor)).toEqual([]);
    expect(await ids(two.actor, { key })).toEqual([]);
    expect(await findGeneration(two.actor, id)).toBeNull();
    expect(await getChangeToken(two.actor)).toBe(changeToken);
    const none = { items: [], totals: null, isReset: false };
    expect(await getNewRows(two.actor, parseActivityFilters({ key }), new Set())).toEqual(none);
    expect((await findGeneration(one.actor, id))?.keyName).toBe("Test key");
  });

  it.each([
    ["d30", 30],
    ["d90", 90],
  ] as const)("ends at the retention %s, to the second", async (retention, days) => {
    const { actor, workspaceId } = await createWorkspace();
    await db().privacySettings.create({ data: { workspaceId, retention }, select: { workspaceId: true } });
    const keyId = await createSpendingKey(workspaceId);
    const now = new Date();
    const edge = now.getTime() - days * msPerDay;
    const [expired = "", last = "", young = ""] = await record(
      workspaceId,
      keyId,
      [-1_000, 0, 1_000].map((shift) => ({ retention, id: generationIdAt(new Date(edge + shift)) })),
    );
    const page = await listGenerations(actor, parseActivityFilters({ range: "1y" }), { clock: () => now });
    expect(page.rows.map(({ id }) => id)).toEqual([young, last]);
    expect(page.keptFrom).toEqual(new Date(edge));
    expect(await findGeneration(actor, expired, () => now)).toBeNull();
    expect((await findGeneration(actor, last, () => now))?.id).toBe(last);
  });

  it("changes its token when a request is recorded, even one that began before others", async () => {
    const { actor, workspaceId } = await createWorkspace();
    const keyId = await createSpendingKey(workspaceId);
    const before = await getChangeToken(actor);
    await record(workspaceId, keyId, [{}]);
    const after = await getChangeToken(actor);
    await record(workspaceId, keyId, [{ id: generationIdAt(new Date(Date.now() - 60_000)) }]);
    expect(new Set([before, after, await getChangeToken(actor)]).size).toBe(3);
  });
});
