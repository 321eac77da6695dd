import fs from "node:fs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { writeCategories } from "@/lib/activity/count-category";
import { sqlPool } from "@/lib/db/client";
import { categorizationFigures } from "@/lib/gateway/process-figures";
import { updatePrivacySettings } from "@/lib/privacy/update-privacy-settings";
import { createTenant, generationRows, startApi, type Tenant, type TestApi } from "@/lib/testing/api";

const canary = "zebrafinch-7f3a91";
const written: string[] = [];
let api: TestApi;

beforeAll(async () => {
  // The log writes only through this function, so this records everything that reaches standard output.
  const write = fs.writeSync.bind(fs) as (...parts: unknown[]) => number;
  vi.spyOn(fs, "writeSync").mockImplementation(((...parts: unknown[]) => {
    written.push(String(parts[1]));
    return write(...parts);
  }) as typeof fs.writeSync);
  for (const stream of [process.stdout, process.stderr]) {
    const original = stream.write.bind(stream) as (...parts: unknown[]) => boolean;
    vi.spyOn(stream, "write").mockImplementation(((...parts: unknown[]) => {
      written.push(String(parts[0]));
      return original(...parts);
    }) as typeof stream.write);
  }
  // Every prompt is sampled for its category too.
  api = await startApi({
    LOG_LEVEL: "debug",
    CATEGORIZATION_MODEL: "sandbox/heron",
    CATEGORIZATION_SAMPLE: "10000",
  });
});
afterAll(async () => {
  vi.restoreAllMocks();
  await api.stop();
});

/** Dumps every table of the database as text. */
async function dump(): Promise<string> {
  const { rows: tables } = await sqlPool().query<{ name: string }>(
    "select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sqlPool().query<{ line: string }>(`select t::text as line from ${name} t`);
    texts.push(name, ...rows.map(({ line }) => line));
  }
  return texts.join("\n");
}

const content = (directives: string) => ({
  model: "sandbox/kestrel-vision",
  messages: [
    { role: "system", content: `Be brief, ${canary}` },
    {
      role: "user",
      content: [
        { type: "text", text: `Say ${canary} ${directives}` },
        { type: "file", file: { filename: `${canary}.pdf`, file_data: "data:application/pdf;base64,AAAA" } },
      ],
    },
    {
      role: "assistant",
      content: null,
      tool_calls: [
        { id: "call_1", type: "function", function: { name: "look", arguments: `{"q":"${canary}"}` } },
      ],
    },
    { role: "tool", tool_call_id: "call_1", content: canary },
    { role: "user", content: `${canary} ${directives}` },
  ],
});

async function provoke(tenant: Tenant): Promise<void> {
  const { secret } = tenant;
  for (const directives of [
    "[[sandbox:echo]]",
    "[[sandbox:status=500]] [[sandbox:echo]]",
    "[[sandbox:status=400]] [[sandbox:echo]]",
    "[[sandbox:invalid-json]] [[sandbox:echo]]",
    "[[sandbox:error-mid-stream]]",
    "[[sandbox:cut-after=2]] [[sandbox:echo]]",
    "[[sandbox:no-usage]] [[sandbox:echo]]",
    `[[sandbox:unknown-${"directive"}]]`,
  ]) {
    for (const stream of [false, true]) {
      const response = await api.call("/chat/completions", {
        secret,
        body: { ...content(directives), stream },
      });
      const text = await response.text();
      if (response.status >= 400) expect(text).not.toContain(canary);
    }
  }
  const leaving = await api.call("/chat/completions", {
    secret,
    body: { ...content("[[sandbox:echo]] [[sandbox:chunk-delay=20]]"), stream: true },
  });
  await leaving.body?.cancel();
  const malformed = await api.call("/chat/completions", { secret, text: `{"messages": "${canary}", ` });
  expect(await malformed.text()).not.toContain(canary);
  const wrong = await api.call("/chat/completions", { secret, body: { ...content(""), max_tokens: canary } });
  expect(await wrong.text()).not.toContain(canary);
}

test("content is in no table and no line of output, however a request ends", async () => {
  const tenant = await createTenant();
  await updatePrivacySettings(tenant.actor, { optionalData: true });
  await provoke(tenant);
  await expect.poll(() => generationRows(tenant.workspaceId), { timeout: 10_000 }).toHaveLength(17);
  await expect.poll(() => categorizationFigures().categorized).toBeGreaterThan(0);
  await writeCategories();
  const everything = await dump();
  expect(everything).toContain("category_days\n(");
  expect(everything).toContain("sandbox/kestrel-vision");
  expect(everything).not.toContain(canary);
  expect(written.join("\n")).not.toContain(canary);
});
