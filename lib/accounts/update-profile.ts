import "server-only";
import { db } from "@/lib/db/client";
import type { FormatChoice } from "@/lib/kernel/format";
import { ok, type Outcome } from "@/lib/kernel/outcome";
import type { Profile } from "./rules/account-input";

export type ProfileView = { readonly email: string; readonly name: string; readonly organization: string };

/** Name and organization, both optional. */
export async function updateProfile(userId: string, input: Profile): Promise<Outcome<null, never>> {
  const { name, organization } = input;
  await db().user.updateMany({
    where: { id: userId, deletedAt: null },
    data: { name: name || null, organization: organization || null },
  });
  return ok(null);
}

/** The theme is stored in the account, because a cookie for it would outlive the browser session. */
export async function updateTheme(
  userId: string,
  theme: "system" | "light" | "dark",
): Promise<Outcome<null, never>> {
  await db().user.updateMany({ where: { id: userId, deletedAt: null }, data: { theme } });
  return ok(null);
}

/** How numbers, amounts, dates and times are written on this user's pages. */
export async function updateFormats(
  userId: string,
  formatChoice: FormatChoice,
): Promise<Outcome<null, never>> {
  await db().user.updateMany({ where: { id: userId, deletedAt: null }, data: { formatChoice } });
  return ok(null);
}

/** Turns interface events off or on for this person, in every workspace. Off holds when this returns. */
export async function updateInterfaceEvents(userId: string, isOff: boolean): Promise<Outcome<null, never>> {
  await db().user.updateMany({
    where: { id: userId, deletedAt: null },
    data: { interfaceEventsOff: isOff },
  });
  return ok(null);
}

export async function getProfile(userId: string): Promise<ProfileView> {
  const user = await db().user.findUniqueOrThrow({
    where: { id: userId },
    select: { email: true, name: true, organization: true },
  });
  return { email: user.email ?? "", name: user.name ?? "", organization: user.organization ?? "" };
}
