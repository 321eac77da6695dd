import "server-only";
import { db } from "@/lib/db/client";
import { ok, type Outcome } from "@/lib/kernel/outcome";
import type { MutableKind } from "./rules/alert-kinds";

/** The kinds of alerts that a person does not want as mails. */
export async function listMutedKinds(userId: string): Promise<ReadonlySet<string>> {
  const rows = await db().alertMute.findMany({ where: { userId }, select: { kind: true } });
  return new Set(rows.map(({ kind }) => kind));
}

/** Switches mails of a kind on or off for a person, in all workspaces. Notices in the console are not affected. */
export async function setMailPreference(
  userId: string,
  { kind, on }: { readonly kind: MutableKind; readonly on: boolean },
): Promise<Outcome<null, never>> {
  if (on) await db().alertMute.deleteMany({ where: { userId, kind } });
  else await db().alertMute.createMany({ data: { userId, kind }, skipDuplicates: true });
  return ok(null);
}
