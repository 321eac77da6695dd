import { z } from "zod";
import { Banner } from "@/components/ui/feedback/banner";

const notices = {
  "signed-out": "You are signed out.",
  "session-ended": "You were signed out. Sign in to continue.",
  deleted: "Your account has been deleted. The email about it has a link to what was removed.",
  secured: "Your account is secured. We sent you a link to choose a new password.",
  reset: "Your password has been changed. Sign in with the new one.",
  "code-missed": "That took too long, or too many codes were wrong. Sign in again.",
  confirmed: "Your address is confirmed. Sign in.",
} as const;

export const noticeSchema = z
  .enum(["signed-out", "session-ended", "deleted", "secured", "reset", "code-missed", "confirmed"])
  .optional()
  .catch(undefined);

/** What happened before the page was opened. */
export function SignInNotice({ notice }: { readonly notice: z.output<typeof noticeSchema> }) {
  if (!notice) return null;
  const isTrouble = notice === "session-ended" || notice === "code-missed";
  return <Banner tone={isTrouble ? "warning" : "positive"} title={notices[notice]} />;
}
