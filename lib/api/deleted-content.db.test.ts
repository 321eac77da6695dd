import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { drainSpending } from "@/lib/gateway/drain-spending";
import { deletePromptLogs } from "@/lib/privacy/delete-prompt-logs";
import { updatePrivacySettings } from "@/lib/privacy/update-privacy-settings";
import { createTenant, startApi, type Tenant, type TestApi } from "@/lib/testing/api";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const start = (tenant: Tenant, directives = "") =>
  api.call("/chat/completions", {
    secret: tenant.secret,
    body: {
      model: "sandbox/heron",
      stream: true,
      messages: [{ role: "user", content: `Say hello [[sandbox:echo]] ${directives}` }],
    },
  });

const stored = ({ workspaceId }: Tenant) => db().promptLog.count({ where: { workspaceId } });

test("content that is deleted while its stream runs stays deleted; that of the next request is kept", async () => {
  const tenant = await createTenant();
  await updatePrivacySettings(tenant.actor, { logPrompts: true });
  const response = await start(tenant, "[[sandbox:tokens=20,20]] [[sandbox:chunk-delay=60]]");
  const reader = response.body?.getReader();
  await reader?.read();
  expect(await deletePromptLogs(tenant.actor)).toMatchObject({ ok: true });
  for (let read = await reader?.read(); !read?.done; read = await reader?.read());
  await drainSpending();
  expect(await db().generation.count({ where: { workspaceId: tenant.workspaceId } })).toBe(1);
  expect(await stored(tenant)).toBe(0);
  await (await start(tenant)).text();
  await drainSpending();
  expect(await stored(tenant)).toBe(1);
});
