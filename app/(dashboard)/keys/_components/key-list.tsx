import { KeyRound } from "lucide-react";
import { LinkButton } from "@/components/ui/actions/link-button";
import { Pagination } from "@/components/ui/data/pagination";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Stack } from "@/components/ui/layout/stack";
import { listKeySpend } from "@/lib/activity/list-key-spend";
import type { Actor } from "@/lib/kernel/actor";
import { findKeys, keysPerPage } from "@/lib/keys/find-keys";
import { nameMembers } from "@/lib/workspaces/name-members";
import { presentMembers } from "@/lib/workspaces/present-members";
import { mayCreate } from "@/lib/keys/rules/may-create";
import { getWorkspace } from "@/lib/workspaces/get-workspace";
import { type KeyQuery, keysHref } from "./key-query";
import { KeyTable } from "./key-table";
import { KeyToolbar } from "./key-toolbar";
import { NewKeyLink } from "./new-key-link";

const trendDays = 14;

/** One page of keys of one kind. */
export async function KeyList({ actor, query }: { readonly actor: Actor; readonly query: KeyQuery }) {
  const [found, workspace] = await Promise.all([findKeys(actor, query), getWorkspace(actor)]);
  if (found.all === 0) return <NoKeys kind={query.kind} canCreate={mayCreate(actor, query.kind)} />;
  const keyIds = found.rows.map(({ id }) => id);
  const creatorIds = found.rows.map((key) => key.creatorUserId);
  const [creators, present, spend] = await Promise.all([
    nameMembers(actor, creatorIds),
    presentMembers(actor, creatorIds),
    listKeySpend(actor.workspaceId, { keyIds, days: trendDays }),
  ]);
  const last = query.page * keysPerPage;
  return (
    <Stack>
      <KeyToolbar query={query} found={found} />
      {found.rows.length === 0 ? (
        <EmptyState
          icon={<KeyRound aria-hidden />}
          title="No keys match"
          action={<LinkButton href={keysHref(query, { search: "", show: null })}>Show all keys</LinkButton>}
        >
          Search looks at names and labels.
        </EmptyState>
      ) : (
        <KeyTable
          actor={actor}
          keys={found.rows}
          spend={spend}
          creators={creators}
          present={present}
          oldSecrets={found.oldSecrets}
          query={query}
          timeZone={workspace.timeZone}
          now={new Date()}
        />
      )}
      <Pagination
        label="keys"
        note={
          found.found > keysPerPage
            ? `${last - keysPerPage + 1}–${Math.min(last, found.found)} of ${found.found}`
            : undefined
        }
        firstHref={query.page > 1 ? keysHref(query) : null}
        nextHref={last < found.found ? keysHref(query, { page: query.page + 1 }) : null}
      />
    </Stack>
  );
}

function NoKeys({ kind, canCreate }: Pick<KeyQuery, "kind"> & { readonly canCreate: boolean }) {
  const isManagement = kind === "management";
  return (
    <EmptyState
      icon={<KeyRound aria-hidden />}
      title={isManagement ? "No management keys yet" : "No keys yet"}
      action={canCreate ? <NewKeyLink kind={kind} /> : undefined}
    >
      {isManagement
        ? `Management keys create and limit other keys through the API.${canCreate ? "" : " Only owners and admins can create them."}`
        : "Create one, then send your first request with its code snippet."}
    </EmptyState>
  );
}
