import { CalendarClock } from "lucide-react";
import { Banner } from "@/components/ui/feedback/banner";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { listExpiringCredits } from "@/lib/billing/expiry/list-expiring-credits";
import type { Actor } from "@/lib/kernel/actor";

/** Most dates that are listed; the rest is summed up. */
const listedMax = 3;

/** Credits that expire within a month, with their dates. Nothing when none do. */
export async function ExpiringCredits({ actor }: { readonly actor: Actor }) {
  const parts = await listExpiringCredits(actor);
  const [first] = parts;
  if (!first) return null;
  const formats = await viewerFormats();
  const total = formats.dollars(parts.reduce((sum, { amountNanos }) => sum + amountNanos, 0n));
  const day = (at: Date) => formats.day(at, "UTC");
  const listed = parts.slice(0, listedMax).map((part) => {
    return `${formats.dollars(part.amountNanos)} on ${day(part.expiresAt)}`;
  });
  const rest = parts.length - listed.length;
  return (
    <Banner
      tone="warning"
      icon={<CalendarClock aria-hidden />}
      title={
        parts.length === 1
          ? `${total} in credits expires on ${day(first.expiresAt)} (UTC)`
          : `${total} in credits starts expiring on ${day(first.expiresAt)} (UTC)`
      }
    >
      The oldest credits are used first.
      {parts.length > 1 ? ` ${listed.join(", ")}${rest > 0 ? `, and ${rest} more` : ""}.` : ""}
    </Banner>
  );
}
