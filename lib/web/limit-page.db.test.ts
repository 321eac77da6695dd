import { afterAll, expect, it } from "vitest";
import { closeDb } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { limitPage } from "./limit-page";

await testDatabase();
afterAll(closeDb);

it("an expensive page is shown so often to each user, also to concurrent requests", async () => {
  const rule = { name: "test_page", points: 3, durationSeconds: 600 };
  const [mine, theirs] = [await createWorkspace(), await createWorkspace()];
  const views = await Promise.all(Array.from({ length: 5 }, () => limitPage(mine.actor, rule)));
  expect(views.filter((view) => view === null)).toHaveLength(3);
  expect(await limitPage(mine.actor, rule)).toBe("Too many attempts. Try again in 10 minutes.");
  expect(await limitPage(theirs.actor, rule)).toBeNull();
});
