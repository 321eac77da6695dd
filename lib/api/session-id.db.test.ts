import { afterAll, beforeAll, expect, test } from "vitest";
import { exportGenerations } from "@/lib/activity/export-generations";
import { foldUsage } from "@/lib/activity/fold-usage";
import { parseActivityFilters } from "@/lib/activity/rules/parse-filters";
import { sqlPool } from "@/lib/db/client";
import { createTenant, generationRows, startApi, type Tenant, type TestApi } from "@/lib/testing/api";
import { linesOf } from "@/lib/testing/exports";

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const bodies = {
  "/chat/completions": { model: "sandbox/heron", messages: [{ role: "user", content: "x" }] },
  "/completions": { model: "sandbox/heron", prompt: "x" },
};
const completions = Object.entries(bodies);

function complete({ secret }: Tenant, path: string, body: object): Promise<Response> {
  return api.call(path, { secret, body });
}

async function exported({ actor }: Tenant): Promise<readonly string[]> {
  return (await linesOf(exportGenerations(actor, parseActivityFilters({ range: "24h" })))).lines;
}

test.each(completions)(
  "%s records its session, and shows it in the API and the export",
  async (path, body) => {
    const tenant = await createTenant();
    const response = await complete(tenant, path, { ...body, session_id: "chat 7 · Zoë" });
    const { id } = await response.json();
    expect(await generationRows(tenant.workspaceId)).toMatchObject([{ session_id: "chat 7 · Zoë" }]);
    const shown = await api.call(`/generation?id=${id}`, { secret: tenant.secret });
    expect(await shown.json()).toMatchObject({ data: { id, session_id: "chat 7 · Zoë" } });
    const [header = "", line = ""] = await exported(tenant);
    expect(header.split(",").at(-1)).toBe("session_id");
    expect(line.split(",").at(-1)).toBe("chat 7 · Zoë");
  },
);

test("without a session, or with an empty one, none is recorded", async () => {
  const tenant = await createTenant();
  for (const session_id of [undefined, null, ""]) {
    await complete(tenant, "/completions", { ...bodies["/completions"], session_id });
  }
  const none = { session_id: null };
  expect(await generationRows(tenant.workspaceId)).toMatchObject([none, none, none]);
});

test.each(completions)("%s rejects a session that cannot be recorded, by name", async (path, body) => {
  const tenant = await createTenant();
  for (const session_id of ["x".repeat(257), "line\nbreak", "a\ud800", 7, {}]) {
    const response = await complete(tenant, path, { ...body, session_id });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringMatching(/^session_id must /) },
    });
  }
  expect(await generationRows(tenant.workspaceId)).toEqual([]);
});

test("the header counts where the body has no session, and is checked like it", async () => {
  const tenant = await createTenant();
  const headers = { "x-session-id": "from-header" };
  const call = (body: object, sent: Record<string, string> = headers) =>
    api.call("/completions", {
      secret: tenant.secret,
      body: { ...bodies["/completions"], ...body },
      headers: sent,
    });
  for (const session_id of [undefined, "", "from-body"]) await call({ session_id });
  expect(await generationRows(tenant.workspaceId)).toMatchObject([
    { session_id: "from-header" },
    { session_id: "from-header" },
    { session_id: "from-body" },
  ]);
  const rejected = await call({}, { "x-session-id": "x".repeat(257) });
  expect(rejected.status).toBe(400);
  expect(await rejected.json()).toMatchObject({
    error: { message: "x-session-id must be at most 256 characters" },
  });
});

test("a session is in the row of its request, and in no sum", async () => {
  const tenant = await createTenant();
  await complete(tenant, "/completions", { ...bodies["/completions"], session_id: "only-here" });
  await foldUsage();
  const { rows } = await sqlPool().query<{ value: string }>(
    `select value from usage_dimension_days where workspace_id = $1
     union select value from usage_quarter_hours where workspace_id = $1`,
    [tenant.workspaceId],
  );
  expect(rows.length).toBeGreaterThan(1);
  expect(rows.map(({ value }) => value)).not.toContain("only-here");
});
