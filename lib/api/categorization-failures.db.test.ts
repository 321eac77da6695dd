import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sqlPool } from "@/lib/db/client";
import { writeCategories } from "@/lib/activity/count-category";
import { categorizationFigures } from "@/lib/gateway/process-figures";
import { updatePrivacySettings } from "@/lib/privacy/update-privacy-settings";
import { type AnsweringProvider, startAnsweringProvider } from "@/lib/testing/answering-provider";
import { createTenant, generationRows, type Tenant } from "@/lib/testing/api";

let provider: AnsweringProvider;
beforeAll(async () => {
  provider = await startAnsweringProvider({
    CATEGORIZATION_MODEL: "sandbox/heron",
    CATEGORIZATION_SAMPLE: "10000",
  });
});
afterAll(() => provider.stop());

const json = (response: ServerResponse, body: object | string, status = 200) => {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
};
const saying = (content: unknown) => ({
  choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content } }],
  usage: { prompt_tokens: 5, completion_tokens: 2 },
});

/** The caller's request gets a usable response, the one for the category the given one. */
function answerWith(respond: (response: ServerResponse) => void): void {
  provider.respondWith((response) =>
    provider.arrivals() % 2 === 1 ? json(response, saying("Hello")) : respond(response),
  );
}

async function ask({ secret }: Tenant): Promise<void> {
  const body = { model: "sandbox/heron-large", messages: [{ role: "user", content: "A secret plan" }] };
  const response = await provider.api.call("/chat/completions", { secret, body });
  expect(response.status).toBe(200);
  await response.text();
}

async function optedIn(): Promise<Tenant> {
  const tenant = await createTenant();
  await updatePrivacySettings(tenant.actor, { optionalData: true });
  return tenant;
}

const categories = async () => {
  await writeCategories();
  const { rows } = await sqlPool().query("select category, prompts::int from category_days order by 1");
  return rows;
};

it("an answer that cannot be used is counted as a failure, and changes nothing for the caller", async () => {
  const tenant = await optedIn();
  const bad: readonly ((response: ServerResponse) => void)[] = [
    (response) => json(response, { error: { message: "A secret plan" } }, 500),
    (response) => json(response, "A secret plan"),
    (response) => json(response, { choices: [] }),
    (response) => json(response, saying("x".repeat(40_000))),
    (response) => void response.destroy(),
  ];
  for (const respond of bad) {
    const { failed } = categorizationFigures();
    answerWith(respond);
    await ask(tenant);
    await expect.poll(() => categorizationFigures().failed).toBe(failed + 1);
  }
  expect(await generationRows(tenant.workspaceId)).toHaveLength(bad.length);
  expect(await categories()).toEqual([]);
});

it("an answer that names nothing of the list is the last category, and its text is not kept", async () => {
  const { categorized } = categorizationFigures();
  answerWith((response) => json(response, saying("A secret plan of Ada Lovelace")));
  const tenant = await optedIn();
  await ask(tenant);
  await expect.poll(() => categorizationFigures().categorized).toBe(categorized + 1);
  expect(await categories()).toEqual([{ category: "other", prompts: 1 }]);
  // What the model gets names no one.
  expect(provider.received()).toContain("A secret plan");
  for (const id of [tenant.workspaceId, tenant.userId, tenant.key.id, tenant.secret])
    expect(provider.received()).not.toContain(id);
});

it("at most four are under way, the rest is dropped, and no caller waits", async () => {
  const tenant = await optedIn();
  const held: ServerResponse[] = [];
  const { dropped } = categorizationFigures();
  const handled = () => held.length + categorizationFigures().dropped - dropped;
  // Each caller is followed by the request for its category, until four of those are under way.
  const callers = new Set([1, 3, 5, 7, 9, 10]);
  provider.respondWith((response) =>
    callers.has(provider.arrivals()) ? json(response, saying("Hello")) : void held.push(response),
  );
  for (let request = 1; request <= 6; request += 1) {
    await ask(tenant);
    await expect.poll(handled).toBe(request);
  }
  expect(categorizationFigures().dropped).toBe(dropped + 2);
  expect(held).toHaveLength(4);
  for (const response of held) response.destroy();
});
