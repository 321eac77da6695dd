import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { drainSpending } from "@/lib/gateway/drain-spending";
import { createTenant, startApi, type TestApi } from "@/lib/testing/api";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

test.each(["x-title", "x-openrouter-title"])(
  "the app of %s has its name as it was sent in UTF-8",
  async (header) => {
    const tenant = await createTenant();
    const title = "Café Zürich 日本";
    const response = await api.call("/chat/completions", {
      secret: tenant.secret,
      // As it is on the wire: each byte is one character.
      headers: { [header]: Buffer.from(title).toString("latin1") },
      body: { model: "sandbox/heron", messages: [{ role: "user", content: "hello" }] },
    });
    await response.text();
    await drainSpending();
    const apps = await db().app.findMany({
      where: { workspaceId: tenant.workspaceId },
      select: { title: true },
    });
    expect(apps).toEqual([{ title }]);
  },
);
