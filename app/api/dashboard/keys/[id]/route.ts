import { z } from "zod";
import { fail, ok } from "@/lib/kernel/outcome";
import { getKey } from "@/lib/keys/get-key";
import { defineRoute } from "@/lib/web/define-route";

/** Whether a key has been used and what it has spent, polled by the sheet that shows a new key. */
export const GET = defineRoute({
  run: async ({ actor, params, formats }) => {
    const id = z.uuid().safeParse(params["id"]);
    if (!id.success) return fail("not_found");
    const found = await getKey(actor, { id: id.data });
    if (!found.ok) return fail("not_found");
    const { lastUsedAt, usage } = found.value;
    return ok({ used: lastUsedAt !== null, spend: formats.dollars(usage.totalNanos) });
  },
});
