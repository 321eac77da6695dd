import { afterAll, expect, it } from "vitest";
import { testDatabase } from "@/lib/testing/database";
import { untilWaitingForLock } from "@/lib/testing/locks";
import { takeNamedLock, takeNamedSqlLock } from "./advisory-lock";
import { closeDb, sqlTransaction, transaction } from "./client";

await testDatabase();
afterAll(closeDb);

it("one transaction at a time holds a name, through Prisma or pg, and other names are free", async () => {
  const order: string[] = [];
  let second: Promise<void> | null = null;
  await sqlTransaction(async (client) => {
    await takeNamedSqlLock(client, "sample");
    second = transaction(async (tx) => {
      await takeNamedLock(tx, "sample");
      order.push("second");
    });
    await untilWaitingForLock();
    await transaction((tx) => takeNamedLock(tx, "another"));
    order.push("first");
  });
  await second;
  expect(order).toEqual(["first", "second"]);
});
