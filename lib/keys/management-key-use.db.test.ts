import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDb } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { makeKey } from "@/lib/testing/keys";
import { untilOthersAreIdle } from "@/lib/testing/locks";
import { authenticateKey } from "./authenticate-key";
import { getKey } from "./get-key";
import { updateKey } from "./update-key";

beforeAll(testDatabase);
afterAll(closeDb);

it("a management key says when it was last used; one that is rejected, or that was not used, does not", async () => {
  const { actor } = await createWorkspace();
  const made = [];
  for (const kind of ["management", "management", "management", "inference"] as const)
    made.push(await makeKey(actor, { kind }));
  const [used, , rejected, inference] = made;
  await updateKey(actor, { id: rejected?.id ?? "" }, { disabled: true });
  const before = Date.now();
  for (const key of [used, rejected, inference]) await authenticateKey(key?.secret ?? "", { fresh: true });
  await untilOthersAreIdle();
  const uses = await Promise.all(
    made.map(async ({ id }) => {
      const found = await getKey(actor, { id });
      return found.ok ? found.value.lastUsedAt : undefined;
    }),
  );
  expect(uses[0]?.getTime()).toBeGreaterThanOrEqual(before - 1_000);
  expect(uses.slice(1)).toEqual([null, null, null]);
});
