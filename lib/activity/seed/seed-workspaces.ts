import "server-only";
import { createHash } from "node:crypto";
import { db, transaction } from "@/lib/db/client";
import { product } from "@/lib/config/product";
import { msPerDay } from "@/lib/kernel/clock";
import { openWallet } from "@/lib/ledger/open-wallet";
import type { RetentionChoice } from "../rules/generation-fields";
import type { SeedKey } from "./make-generations";
import { type Random, seededRandom } from "./random";

export type SeedWorkspace = {
  readonly workspaceId: string;
  readonly retention: RetentionChoice;
  readonly keys: readonly SeedKey[];
  readonly appIds: readonly string[];
};

const names = [
  "Northwind Robotics",
  "Fieldnote",
  "Harbour Legal",
  "Tidewater Games",
  "Quill & Press",
  "Alder Clinic",
  "Slate Analytics",
  "Pocket Tutor",
  "Lumen Travel",
  "Bramble Foods",
  "Atelier Nine",
  "Copper Radio",
] as const;
const keyNames = ["Production", "Staging", "Nightly evaluation", "Notebook", "Old prototype"] as const;
const apps = [
  { title: "Support assistant", url: "https://support.example.com" },
  { title: "Release notes", url: "https://notes.example.com" },
  { title: "", url: "https://intranet.example.com" },
] as const;

/** The demo workspaces that are not in `done`: teams without members, the same on every machine. */
export async function demoWorkspaces(
  now: Date,
  done: ReadonlySet<string>,
): Promise<readonly SeedWorkspace[]> {
  const created: SeedWorkspace[] = [];
  for (const [index, name] of names.entries()) {
    const random = seededRandom(7_001 + index);
    const workspaceId = random.idAt(Date.UTC(2026, 0, 5) + index * msPerDay);
    if (done.has(workspaceId)) continue;
    await transaction(async (tx) => {
      await tx.workspace.createMany({ data: [{ id: workspaceId, name }], skipDuplicates: true });
      await openWallet(tx, workspaceId);
    });
    created.push(await addKeysAndApps(workspaceId, random, now));
  }
  return created;
}

/** Adds keys and apps to an existing workspace, for its history to refer to. */
export async function addKeysAndApps(workspaceId: string, random: Random, now: Date): Promise<SeedWorkspace> {
  const owner = await db().member.findFirst({
    where: { workspaceId, role: "owner" },
    select: { userId: true },
  });
  const settings = await db().privacySettings.findUnique({
    where: { workspaceId },
    select: { retention: true },
  });
  const memberId = owner?.userId ?? null;
  const createdAt = new Date(now.getTime() - 120 * msPerDay);
  // A millisecond apart, so that lists have them in the same order in every workspace.
  const idOf = (place: number) => random.idAt(createdAt.getTime() + place);
  const keys = keyNames.map((name, place) => ({ name, id: idOf(place) }));
  const named = apps.map((app, place) => ({ ...app, id: idOf(place) }));
  await transaction(async (tx) => {
    await tx.apiKey.createMany({
      data: keys.map(({ id, name }) => {
        // No secret with this hash is known, so the key gives history a name but no access.
        const hash = createHash("sha256").update(`seed ${id}`).digest("hex");
        const label = `${product.keyPrefix}${hash.slice(0, 3)}...${hash.slice(-3)}`;
        const deletedAt = name === "Old prototype" ? new Date(now.getTime() - msPerDay) : null;
        return { id, workspaceId, creatorUserId: memberId, hash, name, label, createdAt, deletedAt };
      }),
      skipDuplicates: true,
    });
    await tx.meter.createMany({
      data: keys.map(({ id }) => ({ id, kind: "key", subjectId: id, workspaceId })),
      skipDuplicates: true,
    });
    await tx.app.createMany({ data: named.map((app) => ({ ...app, workspaceId })), skipDuplicates: true });
  });
  const stored = await db().app.findMany({
    where: { workspaceId, url: { in: apps.map(({ url }) => url) } },
    select: { id: true },
    orderBy: { url: "asc" },
  });
  return {
    workspaceId,
    retention: settings?.retention ?? "d30",
    keys: keys.map(({ id }) => ({ id, memberId })),
    appIds: stored.map(({ id }) => id),
  };
}
