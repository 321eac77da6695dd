import { defineRoute } from "@/lib/web/define-route";
import { getChecklist } from "@/lib/workspaces/get-checklist";

export const GET = defineRoute({ run: ({ actor }) => getChecklist(actor) });
