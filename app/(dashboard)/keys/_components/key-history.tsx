import { Moment } from "@/components/product/moment";
import { RetryButton } from "@/components/product/retry-button";
import { FailedState } from "@/components/ui/feedback/failed-state";
import { listAudit } from "@/lib/audit/list-audit";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { Actor } from "@/lib/kernel/actor";
import { nameMembers } from "@/lib/workspaces/name-members";
import { describeKeyEvent } from "@/lib/keys/rules/key-history";
import { attempt } from "@/lib/web/attempt";
import { KeySection } from "./key-section";

type KeyHistoryProps = { readonly actor: Actor; readonly keyId: string; readonly timeZone: string };

const linesMax = 20;

/** What was changed about a key, by whom and when, from the audit log. The page has checked access to the key. */
export async function KeyHistory({ actor, keyId, timeZone }: KeyHistoryProps) {
  const read = await attempt(readHistory(actor, keyId));
  if (read.ok && read.value.lines.length === 0) return null;
  return (
    <KeySection id="key-history" title="History" narrow>
      {read.ok ? (
        <Lines {...read.value} timeZone={timeZone} />
      ) : (
        <FailedState
          title="The history couldn't be loaded"
          requestId={read.requestId}
          retry={<RetryButton />}
        />
      )}
    </KeySection>
  );
}

async function readHistory(actor: Actor, keyId: string) {
  const lines = await listAudit(actor.workspaceId, { targetId: keyId, limit: linesMax });
  const people = await nameMembers(
    actor,
    lines.map(({ actorUserId }) => actorUserId),
  );
  return { lines, people };
}

type LinesProps = Awaited<ReturnType<typeof readHistory>> & Pick<KeyHistoryProps, "timeZone">;

async function Lines({ lines, people, timeZone }: LinesProps) {
  const formats = await viewerFormats();
  return (
    <ol className="flex flex-col divide-y divide-line">
      {lines.map((line) => (
        <li
          key={line.id}
          className="flex min-h-9 flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 py-2"
        >
          <span className="min-w-0 break-id">{describeKeyEvent(line, formats, timeZone)}</span>
          <span className="text-sm text-ink-muted">
            {people.get(line.actorUserId ?? "") ?? "Operator"} ·{" "}
            <Moment at={line.at} zone={timeZone} show="relative" />
          </span>
        </li>
      ))}
    </ol>
  );
}
