import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ensurePartitions } from "@/lib/activity/partitions/ensure-partitions";
import { db } from "@/lib/db/client";
import { settleGeneration } from "@/lib/gateway/settle-generation";
import { msPerDay } from "@/lib/kernel/clock";
import {
  createTenant,
  generationRows,
  issueKey,
  startApi,
  type Tenant,
  type TestApi,
} from "@/lib/testing/api";
import { createWorkspace } from "@/lib/testing/factories";
import { finishedGeneration, generationIdAt, holdExactly } from "@/lib/testing/generations";

let api: TestApi;
let tenant: Tenant;
let management: string;

beforeAll(async () => {
  api = await startApi();
  tenant = await createTenant();
  management = (await issueKey(tenant, { kind: "management" })).secret;
});
afterAll(() => api.stop());

const list = async (path: string, secret?: string) => {
  const response = await api.call(path, secret ? { secret } : {});
  return { status: response.status, body: await response.json() };
};

describe("activity", () => {
  const day = (ago: number) => new Date(Date.now() - ago * msPerDay).toISOString().slice(0, 10);
  let mine: Tenant;
  let secret: string;
  let colleague: string;
  let ownKey: string;

  beforeAll(async () => {
    mine = await createTenant();
    secret = (await issueKey(mine, { kind: "management" })).secret;
    const { workspaceId } = mine;
    await db().workspace.update({ where: { id: workspaceId }, data: { timeZone: "Asia/Kathmandu" } });
    await ensurePartitions({ from: new Date(Date.now() - 10 * msPerDay) });
    colleague = (await createWorkspace()).userId;
    await db().member.create({
      data: { workspaceId, userId: colleague, role: "member" },
      select: { userId: true },
    });
    ownKey = mine.key.id;
    const theirs = await issueKey(mine, { name: "theirs" });
    const used: [string, string, bigint][] = [
      // A day in Kathmandu begins at 18:15 UTC: these two are on one day there and on two days here.
      [ownKey, `${day(3)}T23:50:00Z`, 1_000_000_000n],
      [ownKey, `${day(2)}T00:10:00Z`, 2_000_000_000n],
      [theirs.key.id, `${day(2)}T12:00:00Z`, 4_000_000_000n],
    ];
    for (const [keyId, moment, costNanos] of used) {
      const id = generationIdAt(new Date(moment));
      await holdExactly(workspaceId, keyId, 1n, id);
      await settleGeneration(finishedGeneration({ workspaceId, keyId, id, costNanos }));
    }
    await db().apiKey.update({
      where: { id: theirs.key.id },
      data: { creatorUserId: colleague, deletedAt: new Date() },
      select: { id: true },
    });
  });

  const usage = async (query: string) => {
    const { data } = (await list(`/activity${query}`, secret)).body;
    return data.map((item: { date: string; usage: number }) => [item.date, item.usage]);
  };

  test("counts UTC days, whatever zone the workspace reports in", async () => {
    expect(await usage("")).toEqual([
      [day(2), 6],
      [day(3), 1],
    ]);
    expect(await usage(`?date=${day(3)}`)).toEqual([[day(3), 1]]);
  });

  test("of one member contains the usage of keys that this member created, deleted ones too", async () => {
    expect(await usage(`?user_id=${colleague}`)).toEqual([[day(2), 4]]);
    expect(await usage(`?user_id=${mine.userId}`)).toEqual([
      [day(2), 2],
      [day(3), 1],
    ]);
    expect(await usage(`?user_id=${uuidv7()}`)).toEqual([]);
    expect((await list("/activity?user_id=user_2x", secret)).status).toBe(400);
  });
});

describe("no parameter is ignored", () => {
  test.each([
    ["/models?region=eu", "region: not supported by this installation"],
    ["/models?category=programming", "category: not supported by this installation"],
    ["/models?sort=latency-low-to-high", "sort must be one of "],
    ["/models?sort=most-popular", "sort must be one of "],
    ["/models?max_price=cheap", "max_price must be an amount of dollars per million tokens"],
    ["/models?color=blue", "unknown query parameter; this endpoint takes limit, offset"],
    ["/models/count?color=blue", "unknown query parameter"],
    ["/models/sandbox/heron/endpoints?x=1", "unknown query parameter; this endpoint takes none"],
    ["/model/sandbox/heron?x=1", "unknown query parameter; this endpoint takes none"],
    ["/providers?x=1", "unknown query parameter; this endpoint takes none"],
    ["/endpoints/zdr?x=1", "unknown query parameter; this endpoint takes none"],
    ["/credits?x=1", "unknown query parameter; this endpoint takes none"],
    ["/key?x=1", "unknown query parameter; this endpoint takes none"],
    ["/keys?limit=5", "unknown query parameter; this endpoint takes offset"],
    ["/activity?user=me", "unknown query parameter; this endpoint takes date"],
    ["/generation?id=gen-1-x&x=1", "unknown query parameter; this endpoint takes id"],
  ])("%s is rejected", async (path, message) => {
    const { status, body } = await list(path, management);
    expect(status).toBe(400);
    expect(body.error.message).toContain(message);
    expect(body.error.message).not.toContain("blue");
  });

  test.each<[string, unknown, string]>([
    ["nothing", {}, "name is required"],
    ["null for a name", { name: null }, "name must be a string"],
    ["a number for a name", { name: 1 }, "name must be a string"],
    ["an empty name", { name: "" }, "name: Enter a name."],
    ["a text for a limit", { name: "x", limit: "1" }, "limit must be a number"],
    [
      "a list for a flag",
      { name: "x", include_byok_in_limit: [] },
      "include_byok_in_limit must be true or false",
    ],
    [
      "an unknown reset",
      { name: "x", limit_reset: "x" },
      "limit_reset must be one of daily, weekly, monthly",
    ],
    ["what is not supported", { name: "x", external: {} }, "external is not supported"],
    ["a list", [], "The body must be an object"],
    ["two mistakes", { name: 1, limit: true }, "name must be a string; limit must be a number"],
  ])("a new key from %s is rejected with a message", async (_, body, message) => {
    const response = await api.call("/keys", {
      secret: management,
      text: JSON.stringify(body),
      method: "POST",
    });
    expect(response.status).toBe(400);
    expect((await response.json()).error.message).toBe(message);
  });

  test.each([
    ["/keys?offset=-1", "offset must be at least 0"],
    ["/keys?offset=x", "offset must be a number"],
    ["/keys?offset=1.5", "offset must be a whole number"],
    ["/keys?workspace_id=x", "workspace_id must be a UUID"],
    ["/keys?include_disabled=1", "include_disabled must be one of true, false"],
    ["/activity?group_by=x", "group_by must be workspace"],
    ["/generation", "id is required"],
  ])("%s is rejected with a message", async (path, message) => {
    const { status, body } = await list(path, management);
    expect([status, body.error.message]).toEqual([400, message]);
  });

  test("fields of a new key that would assign it to someone else are rejected", async () => {
    const make = async (extra: object) =>
      (await api.call("/keys", { secret: management, body: { name: "x", ...extra } })).status;
    expect(await make({ creator_user_id: uuidv7() })).toBe(400);
    expect(await make({ creator_user_id: tenant.userId })).toBe(201);
    expect(await make({ workspace_id: uuidv7() })).toBe(404);
    expect(await make({ workspace_id: tenant.workspaceId })).toBe(201);
    expect(await make({ external: { user: "u" } })).toBe(400);
  });

  test("the current key is also available at its old address", async () => {
    const key = await list("/key", tenant.secret);
    expect(key.status).toBe(200);
    expect(await list("/auth/key", tenant.secret)).toEqual(key);
  });

  test("a malformed hash names no key", async () => {
    for (const hash of ["x", "f".repeat(63), "%00", "F".repeat(64)]) {
      for (const options of [{}, { method: "DELETE" }, { method: "PATCH", body: { disabled: true } }]) {
        const response = await api.call(`/keys/${hash}`, { secret: management, ...options });
        expect([hash, response.status]).toEqual([hash, 404]);
      }
    }
  });
});

describe("models", () => {
  type Listed = {
    id: string;
    created: number;
    context_length: number;
    pricing: { prompt: string; completion: string };
  };
  const models = async (query: string): Promise<Listed[]> => (await list(`/models${query}`)).body.data;

  test("are narrowed by every supported filter", async () => {
    const all = await models("");
    const prompt = (model: Listed) => Number((Number(model.pricing.prompt) * 1e6).toFixed(6));
    const limit = all.map(prompt).toSorted((left, right) => left - right)[Math.floor(all.length / 2)] ?? 0;
    expect(await models(`?max_price=${limit}`)).toEqual(all.filter((model) => prompt(model) <= limit));
    expect(await models(`?min_price=${limit}`)).toEqual(all.filter((model) => prompt(model) >= limit));
    const context = Math.max(...all.map(({ context_length }) => context_length));
    expect(await models(`?context=${context}`)).toEqual(
      all.filter((model) => model.context_length >= context),
    );
    expect(await models("?model_authors=sandbox")).toEqual(all);
    expect(await models("?model_authors=nobody")).toEqual([]);
    expect(await models("?output_modalities=hologram")).toEqual([]);
    const { count } = (await list("/models/count?model_authors=nobody")).body.data;
    expect(count).toBe(0);
  });

  test("are the same at their own address as in the list", async () => {
    for (const model of await models("")) {
      expect((await list(`/model/${model.id}`)).body).toEqual({ data: model });
    }
  });

  test("come in the requested order, page after page", async () => {
    const cheap = (await models("?sort=pricing-low-to-high")).map(({ pricing }) => Number(pricing.prompt));
    expect(cheap).toEqual(cheap.toSorted((left, right) => left - right));
    expect((await models("?sort=pricing-high-to-low")).map(({ pricing }) => Number(pricing.prompt))).toEqual(
      cheap.toReversed(),
    );
    const wide = (await models("?sort=context-high-to-low")).map(({ context_length }) => context_length);
    expect(wide).toEqual(wide.toSorted((left, right) => right - left));
    const expected = (await models("?sort=newest&q=sandbox")).map(({ id }) => id);
    const seen: string[] = [];
    for (let path: string | null = "/models?sort=newest&q=sandbox&limit=3"; path;) {
      const { body } = await list(path);
      seen.push(...body.data.map(({ id }: Listed) => id));
      path = body.links.next && String(body.links.next).replace("/api/v1", "");
    }
    expect(seen).toEqual(expected);
    const own = (await list("/models/user?limit=1", tenant.secret)).body;
    expect(own.links.next).toContain("/api/v1/models/user?");
  });
});

describe("non-text parts", () => {
  const text = { type: "text", text: "Hello" };
  const url = "https://a.example/x";
  const ask = async (model: string | string[], part: object) => {
    const tenant = await createTenant();
    const messages = [
      { role: "user", content: "x" },
      { role: "user", content: [text, part] },
    ];
    const models = Array.isArray(model) ? { models: model } : { model };
    const body = { ...models, messages, max_tokens: 8 };
    const response = await api.call("/chat/completions", { secret: tenant.secret, body });
    return { status: response.status, body: await response.json(), workspaceId: tenant.workspaceId };
  };

  test.each([
    ["images", { type: "image_url", image_url: { url } }],
    ["images", { type: "input_image", image_url: url }],
    ["images", { type: "image", source: { type: "url", url } }],
    ["images", { image_url: { url } }],
    ["audio", { type: "input_audio", input_audio: { data: "AAAA", format: "mp3" } }],
    ["audio", { type: "audio_url", audio_url: { url } }],
    ["files", { type: "file", file: { filename: "a.pdf", file_data: "AAAA" } }],
    ["files", { type: "input_file", file_url: url }],
    ["files", { type: "document", source: { type: "url", url } }],
    ["video", { type: "video_url", video_url: { url } }],
    ["video", { type: "input_video", video_url: { url } }],
  ])("%s go to no model that accepts only text: %j", async (what, part) => {
    const { status, body, workspaceId } = await ask("sandbox/heron", part);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      code: 400,
      message: `messages[1].content[1]: sandbox/heron doesn't accept ${what}, only text`,
      metadata: { error_type: "invalid_request" },
    });
    expect(await generationRows(workspaceId)).toEqual([]);
  });

  test("supported parts reach the model, and the error for another part names all supported ones", async () => {
    const image = { type: "image_url", image_url: { url } };
    expect((await ask("sandbox/kestrel-vision", image)).status).toBe(200);
    expect((await ask("sandbox/kestrel-vision", { type: "file", file: { file_data: "AAAA" } })).status).toBe(
      200,
    );
    const rejected = await ask("sandbox/kestrel-vision", { type: "input_audio", input_audio: { data: "A" } });
    expect(rejected.body.error.message).toBe(
      "messages[1].content[1]: sandbox/kestrel-vision doesn't accept audio, only text, images and files",
    );
    const fallback = await ask(["sandbox/heron", "sandbox/kestrel-vision"], image);
    expect([fallback.status, fallback.body.model]).toEqual([200, "sandbox/kestrel-vision"]);
  });
});
