import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { makeKey } from "./support/accounts";
import { callApi } from "./support/calls";
import { asOwner } from "./support/owner";
import { logFile } from "./support/product";
import { chooseForKey } from "./support/pages";
import { expect, test } from "./support/test";

const canary = `zebrafinch-${randomUUID().slice(0, 8)}`;

/** Reads of this workspace's keys fail with a database error whose message contains the canary. */
async function whileKeysFail(workspaceId: string, work: () => Promise<void>): Promise<void> {
  await asOwner(`
    create function canary_fails(id uuid) returns boolean language plpgsql volatile as $$
    begin
      if id = '${workspaceId}' then raise exception '${canary}' using detail = '${canary}'; end if;
      return true;
    end $$;
    alter table api_keys rename to api_keys_away;
    create view api_keys as select * from api_keys_away where canary_fails(workspace_id);
    grant all on api_keys to public`);
  try {
    await work();
  } finally {
    await asOwner(
      "drop view api_keys; alter table api_keys_away rename to api_keys; drop function canary_fails",
    );
  }
}

test("error messages are never logged, whether from a page, an action, a route or the API", async ({
  page,
  account,
  quietConsole,
}) => {
  quietConsole.allow(/.*/);
  const { secret } = await makeKey(account, { name: "Laptop" });
  await page.goto("/keys");
  const before = readFileSync(logFile(), "utf8").length;
  const since = () => readFileSync(logFile(), "utf8").slice(before);
  await whileKeysFail(account.actor.workspaceId, async () => {
    // The action: a toast reports the error with an id.
    await chooseForKey(page, "Laptop", "Disable");
    await expect(
      page.getByText(/^Something went wrong on our side/).filter({ visible: true }),
    ).not.toHaveCount(0);
    // The route, the page and the API.
    expect((await page.request.get("/api/dashboard/keys")).status()).toBe(500);
    await page.goto("/keys");
    const failed = page.getByRole("alert").filter({ hasText: "This page couldn't be loaded" });
    await expect(failed).toContainText(/Request \d+/);
    expect((await callApi("/key", { secret })).status).toBe(500);
    const digest = /Request (\d+)/.exec((await failed.textContent()) ?? "")?.[1] ?? "none";
    await expect.poll(since).toContain(`"digest":"${digest}"`);
  });
  const log = since();
  expect(log).not.toContain(canary);
  expect(log).toMatch(/"msg":"action failed"/);
  expect(log).toMatch(/"msg":"route failed"/);
  expect(log).toMatch(/"event":"page_failed","route":"\/keys"/);
  expect(log).toMatch(/"event":"api_error"/);
  for (const line of log.split("\n").filter((text) => text !== "")) {
    expect(line).toMatch(/^\{"level":\d+,"time":"/);
  }
  expect(log).not.toContain("unexpected_output");
});
