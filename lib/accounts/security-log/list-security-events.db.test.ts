import { afterAll, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db/client";
import { unknownOrigin } from "@/lib/kernel/network";
import { makePerson } from "@/lib/testing/archives";
import { testDatabase } from "@/lib/testing/database";
import { listSecurityEvents } from "./list-security-events";
import { recordSecurityEvent } from "./record-security-event";

await testDatabase();
afterAll(closeDb);

it("has each event of the account once, newest first, over all pages", async () => {
  const [me, other] = [await makePerson(), await makePerson()];
  for (let event = 0; event < 45; event += 1)
    await recordSecurityEvent(db(), { userId: me.userId, kind: "sign_in", origin: unknownOrigin });
  // Half of them in one moment, as in a burst.
  const all = await db().securityEvent.findMany({ where: { userId: me.userId }, select: { id: true } });
  const burst = all.slice(0, 22).map(({ id }) => id);
  await db().securityEvent.updateMany({ where: { id: { in: burst } }, data: { createdAt: new Date() } });
  const ids: string[] = [];
  const sizes: number[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await listSecurityEvents(me.userId, { cursor });
    sizes.push(page.rows.length);
    ids.push(...page.rows.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  expect(sizes.slice(0, 2)).toEqual([20, 20]);
  expect([...ids].sort()).toEqual(all.map(({ id }) => id).sort());
  const stranger = await listSecurityEvents(other.userId, { cursor: ids[30] });
  const newest = await listSecurityEvents(other.userId);
  expect(stranger).toEqual(newest);
  expect(newest.rows.every(({ id }) => !ids.includes(id))).toBe(true);
});
