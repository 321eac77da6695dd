import "server-only";
import { db } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import type { LegalBasis } from "./rules/disclosure-kinds";

export type OwnDisclosure = {
  readonly id: string;
  readonly legalBasis: LegalBasis;
  readonly authority: string | null;
  readonly reference: string | null;
  readonly disclosedOn: Date;
  readonly categories: readonly string[];
  readonly notifiedAt: Date;
};

/**
 * Disclosures about the actor's workspace that its owners were told of, newest first; none for members. One that may not
 * be told does not exist here.
 */
export async function listOwnDisclosures(actor: Actor, limit = 50): Promise<readonly OwnDisclosure[]> {
  if (!isAdmin(actor)) return [];
  const rows = await db().disclosureWorkspace.findMany({
    where: { workspaceId: actor.workspaceId, notifiedAt: { not: null } },
    orderBy: { notifiedAt: "desc" },
    take: limit,
    select: {
      notifiedAt: true,
      disclosure: {
        select: {
          id: true,
          legalBasis: true,
          authority: true,
          reference: true,
          disclosedOn: true,
          categories: true,
        },
      },
    },
  });
  return rows.flatMap(({ notifiedAt, disclosure }) =>
    notifiedAt ? [{ ...disclosure, legalBasis: disclosure.legalBasis as LegalBasis, notifiedAt }] : [],
  );
}
