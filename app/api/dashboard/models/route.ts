import { catalog } from "@/lib/catalog/catalog";
import { defineRoute } from "@/lib/web/define-route";

/** Names of all models, for the command palette. */
export const GET = defineRoute({
  run: async () => ({ models: catalog().models.map(({ id, name }) => ({ id, name })) }),
});
