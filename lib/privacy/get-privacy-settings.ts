import "server-only";
import { db } from "@/lib/db/client";
import { defaultPrivacySettings, type PrivacySettings } from "@/lib/kernel/privacy-settings";

export const privacyFields = {
  logPrompts: true,
  trainPaid: true,
  trainFree: true,
  mayPublish: true,
  zeroRetentionOnly: true,
  allowedProviders: true,
  ignoredProviders: true,
  retention: true,
  optionalData: true,
} as const;

/** The settings of a workspace, or the defaults until it has chosen. */
export async function getPrivacySettings(workspaceId: string): Promise<PrivacySettings> {
  const row = await db().privacySettings.findUnique({ where: { workspaceId }, select: privacyFields });
  return row ?? defaultPrivacySettings;
}
