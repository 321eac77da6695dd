import { KeyRound } from "lucide-react";
import { Pagination } from "@/components/ui/data/pagination";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { SkeletonRegion, SkeletonTable } from "@/components/ui/feedback/skeleton";
import { Card } from "@/components/ui/layout/card";
import type { Actor } from "@/lib/kernel/actor";
import { paths } from "@/lib/kernel/paths";
import { listKeys } from "@/lib/keys/list-keys";
import { nameCreators } from "@/lib/keys/name-creators";
import type { KeyKind } from "@/lib/keys/rules/key-input";
import { getWorkspace } from "@/lib/workspaces/get-workspace";
import { KeyTable } from "./key-table";
import { NewKeyLink } from "./new-key-link";

type KeyListProps = {
  readonly actor: Actor;
  readonly kind: KeyKind;
  readonly cursor: string | null;
  /** Link to the first page of the list. */
  readonly firstHref: string;
};

/** One page of keys of one kind. */
export async function KeyList({ actor, kind, cursor, firstHref }: KeyListProps) {
  const [page, workspace] = await Promise.all([
    listKeys(actor, { kind, cursor, limit: 25 }),
    getWorkspace(actor),
  ]);
  const creators = await nameCreators(
    actor,
    page.rows.map((key) => key.creatorUserId),
  );
  const isManagement = kind === "management";
  return (
    <Card padding="flush">
      {page.rows.length === 0 ? (
        <EmptyState
          icon={<KeyRound aria-hidden />}
          title={isManagement ? "No management keys yet" : "No keys yet"}
          action={<NewKeyLink kind={kind} />}
        >
          {isManagement
            ? "Management keys create and limit other keys through the API."
            : "Create one, then send your first request with its code snippet."}
        </EmptyState>
      ) : (
        <KeyTable keys={page.rows} creators={creators} timeZone={workspace.timeZone} now={new Date()} />
      )}
      <Pagination
        label="keys"
        firstHref={cursor ? firstHref : null}
        nextHref={page.nextCursor ? `${paths.keys}?kind=${kind}&cursor=${page.nextCursor}` : null}
      />
    </Card>
  );
}

export function KeyListSkeleton() {
  return (
    <SkeletonRegion label="Loading your keys">
      <SkeletonTable rows={5} />
    </SkeletonRegion>
  );
}
