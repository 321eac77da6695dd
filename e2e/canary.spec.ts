import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { randomUUID } from "node:crypto";
import { db, sqlPool } from "@/lib/db/client";
import { makeAccount, makeKey } from "./support/accounts";
import { callApi, startStream } from "./support/calls";
import { dataFolder, logFile } from "./support/product";
import { expect, test } from "./support/test";

const canary = `zebrafinch-${randomUUID().slice(0, 8)}`;

/** The canary as prompt, as tool argument, as tool result and as file name. */
const request = (directives: string, stream: boolean) => ({
  model: "sandbox/kestrel-vision",
  stream,
  messages: [
    { role: "system", content: `Be brief, ${canary}` },
    {
      role: "user",
      content: [
        { type: "text", text: `Say ${canary}` },
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

const ways = [
  "[[sandbox:echo]]",
  "[[sandbox:status=500]] [[sandbox:echo]]",
  "[[sandbox:status=400]] [[sandbox:echo]]",
  "[[sandbox:invalid-json]] [[sandbox:echo]]",
  "[[sandbox:error-mid-stream]]",
  "[[sandbox:cut-after=2]] [[sandbox:echo]]",
  "[[sandbox:no-usage]] [[sandbox:echo]]",
];

test("content is in no table and no log of the running product, however a request ends", async () => {
  const account = await makeAccount({ credits: "10" });
  const { secret } = await makeKey(account);
  const post = (body: unknown) => callApi("/chat/completions", { method: "POST", secret, body });
  for (const directives of ways) {
    for (const stream of [false, true]) {
      const response = await post(request(directives, stream));
      if (response.status >= 400) expect(JSON.stringify(response.body)).not.toContain(canary);
    }
  }
  const left = await startStream(secret, request("[[sandbox:echo]] [[sandbox:chunk-delay=30]]", true));
  left.leave();
  expect(JSON.stringify((await post(`{"messages": "${canary}", `)).body)).not.toContain(canary);
  expect(JSON.stringify((await post({ ...request("", false), max_tokens: canary })).body)).not.toContain(
    canary,
  );

  const { workspaceId } = account.actor;
  // Every case except the two that never reached a provider has a row, the aborted one last.
  await expect.poll(() => db().generation.count({ where: { workspaceId } })).toBe(ways.length * 2 + 1);
  await expect.poll(() => db().hold.count({ where: { workspaceId, state: "held" } })).toBe(0);
  const everything = await dumpDatabase();
  expect(everything).toContain("sandbox/kestrel-vision");
  expectAbsent("the database", everything);
  for (const file of logFiles()) expectAbsent(path.basename(file), readFileSync(file, "utf8"));
});

/** The text and its hexadecimal form: byte columns are dumped as hexadecimal digits. */
function expectAbsent(place: string, text: string): void {
  expect(text.includes(canary), `${place} holds the canary`).toBe(false);
  expect(text.includes(Buffer.from(canary).toString("hex")), `${place} holds its bytes`).toBe(false);
  expect(text.includes(Buffer.from(canary).toString("base64").slice(0, 20)), `${place} holds it coded`).toBe(
    false,
  );
}

/** Every row of every table as text. */
async function dumpDatabase(): Promise<string> {
  const { rows: tables } = await sqlPool().query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sqlPool().query<{ line: string }>(`select t::text as line from ${name} t`);
    texts.push(name, ...rows.map(({ line }) => line));
  }
  return texts.join("\n");
}

/** The product's own log, and every log in its data folder. */
function logFiles(): readonly string[] {
  const dataDir = dataFolder();
  const found = readdirSync(dataDir, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".log"))
    .map((file) => path.join(dataDir, file));
  expect(found.length).toBeGreaterThan(0);
  return [logFile(), ...found];
}
