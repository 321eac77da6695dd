import { Moment } from "@/components/product/moment";
import { listAudit } from "@/lib/audit/list-audit";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { Actor } from "@/lib/kernel/actor";
import { nameCreators } from "@/lib/keys/name-creators";
import { describeKeyEvent } from "@/lib/keys/rules/key-history";

type KeyHistoryProps = { readonly actor: Actor; readonly keyId: string; readonly timeZone: string };

const linesMax = 20;

/** What was changed about a key, by whom and when, from the audit log. The page has checked access to the key. */
export async function KeyHistory({ actor, keyId, timeZone }: KeyHistoryProps) {
  const lines = await listAudit(actor.workspaceId, { targetId: keyId, limit: linesMax });
  if (lines.length === 0) return null;
  const formats = await viewerFormats();
  const people = await nameCreators(
    actor,
    lines.map(({ actorUserId }) => actorUserId),
  );
  return (
    <section aria-labelledby="key-history" className="flex max-w-[560px] min-w-0 flex-col gap-2">
      <h2 id="key-history" className="text-lg font-semibold">
        History
      </h2>
      <ol className="flex flex-col divide-y divide-line">
        {lines.map((line) => (
          <li
            key={line.id}
            className="flex min-h-9 flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 py-2"
          >
            <span className="min-w-0 break-id">{describeKeyEvent(line, formats)}</span>
            <span className="text-sm text-ink-muted">
              {people.get(line.actorUserId ?? "") ?? "Operator"} ·{" "}
              <Moment at={line.at} zone={timeZone} show="relative" />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
