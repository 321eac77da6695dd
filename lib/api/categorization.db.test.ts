import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { writeCategories } from "@/lib/activity/count-category";
import { loadCatalog } from "@/lib/catalog/catalog";
import { sqlPool } from "@/lib/db/client";
import { categorizationFigures } from "@/lib/gateway/process-figures";
import { unretainedEndpoint } from "@/lib/gateway/rules/categorization";
import { updatePrivacySettings } from "@/lib/privacy/update-privacy-settings";
import {
  createTenant,
  generationRows,
  issueKey,
  startApi,
  type Tenant,
  type TestApi,
} from "@/lib/testing/api";

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ CATEGORIZATION_MODEL: "sandbox/heron", CATEGORIZATION_SAMPLE: "10000" });
});
afterAll(() => api.stop());
beforeEach(() => sqlPool().query("delete from category_days"));

const canary = "zebrafinch-51c2e8";

async function ask(secret: string, text: string, fields: object = {}): Promise<void> {
  const body = { model: "sandbox/heron-large", messages: [{ role: "user", content: text }], ...fields };
  const response = await api.call("/chat/completions", { secret, body });
  await response.text();
  expect(response.status).toBe(200);
}

async function optedIn(): Promise<Tenant> {
  const tenant = await createTenant();
  await updatePrivacySettings(tenant.actor, { optionalData: true });
  return tenant;
}

const settledCount = () => {
  const { categorized, dropped, failed } = categorizationFigures();
  return categorized + dropped + failed;
};

async function stored(): Promise<unknown[]> {
  await writeCategories();
  const { rows } = await sqlPool().query(
    "select day = (now() at time zone 'UTC')::date as today, model, category, prompts::int from category_days order by 2, 3",
  );
  return rows;
}

it("a sampled prompt is counted by day, model and category, and its text is nowhere", async () => {
  const tenant = await optedIn();
  const [before, cost] = [settledCount(), categorizationFigures().costNanos];
  await ask(tenant.secret, `A translation of ${canary} please`);
  await expect.poll(settledCount).toBe(before + 1);
  expect(await stored()).toEqual([
    { today: true, model: "sandbox/heron-large", category: "translation", prompts: 1 },
  ]);
  const { rows } = await sqlPool().query<{ line: string }>("select t::text as line from category_days t");
  expect(JSON.stringify(rows)).not.toContain(canary);
  expect(JSON.stringify(rows)).not.toContain(tenant.workspaceId);
  // The operator pays, and the caller has one request and its own charge.
  expect(categorizationFigures().costNanos).toBeGreaterThan(cost);
  expect(await generationRows(tenant.workspaceId)).toHaveLength(1);
});

it("nothing is sampled without the switch, or when workspace, key or request is stricter", async () => {
  const before = settledCount();
  const off = await createTenant();
  await ask(off.secret, "A translation please");
  const strict = await optedIn();
  await updatePrivacySettings(strict.actor, { zeroRetentionOnly: true });
  await ask(strict.secret, "A translation please");
  const own = await optedIn();
  const guarded = await issueKey(own, { guardrails: { zeroRetentionOnly: true } });
  await ask(guarded.secret, "A translation please");
  await ask(own.secret, "A translation please", { provider: { zdr: true } });
  await ask(own.secret, "A translation please", { provider: { data_collection: "deny" } });
  expect(settledCount()).toBe(before);
  // The switch holds from the next request on, in both directions.
  await ask(own.secret, "A summarization please");
  await expect.poll(settledCount).toBe(before + 1);
  await updatePrivacySettings(own.actor, { optionalData: false });
  await ask(own.secret, "A summarization please");
  expect(await stored()).toMatchObject([{ category: "summarization", prompts: 1 }]);
  expect(settledCount()).toBe(before + 1);
});

it("the model must have a provider that keeps nothing", () => {
  const { modelById } = loadCatalog(null, "http://127.0.0.1:9");
  expect(unretainedEndpoint(modelById.get("sandbox/heron"))?.provider.slug).toBe("lantern");
  expect(unretainedEndpoint(modelById.get("sandbox/magpie:free"))).toBeNull();
  expect(unretainedEndpoint(undefined)).toBeNull();
});
