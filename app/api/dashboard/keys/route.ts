import { listKeys } from "@/lib/keys/list-keys";
import { defineRoute } from "@/lib/web/define-route";

/** Names of the 100 newest keys, for the command palette. */
export const GET = defineRoute({
  run: async ({ actor }) => {
    const { rows } = await listKeys(actor);
    return { keys: rows.map(({ id, name }) => ({ id, name })) };
  },
});
