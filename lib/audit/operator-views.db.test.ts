import { afterAll, expect, it } from "vitest";
import { closeDb } from "@/lib/db/client";
import { msPerHour } from "@/lib/kernel/clock";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { listOperatorViews, recordOperatorViews } from "./operator-views";

await testDatabase();
afterAll(closeDb);

it("what operators look at is recorded once an hour, for the owners of that workspace only", async () => {
  const [mine, other, operator] = [await createWorkspace(), await createWorkspace(), await createWorkspace()];
  const { workspaceId } = mine;
  const begun = Date.now();
  const look = (laterMs: number) =>
    recordOperatorViews(
      operator.actor,
      [
        { workspaceId, what: "account" },
        { workspaceId, what: "data_request" },
        { workspaceId, what: "search" },
      ],
      () => new Date(begun + laterMs),
    );
  await look(0);
  await look(msPerHour / 2);
  const seen = async () => (await listOperatorViews(mine.actor)).map(({ what }) => what);
  expect(await seen()).toEqual(["search", "data_request", "account"]);
  await look(2 * msPerHour);
  await recordOperatorViews(other.actor, [{ workspaceId, what: "account" }]);
  expect(await seen()).toEqual([
    "account",
    "search",
    "data_request",
    "account",
    "search",
    "data_request",
    "account",
  ]);
  expect(await listOperatorViews(other.actor)).toEqual([]);
  expect(await listOperatorViews({ ...mine.actor, role: "member" })).toEqual([]);
});
