import { KeyRound, Plus } from "lucide-react";
import type { Metadata } from "next";
import { z } from "zod";
import { LinkButton } from "@/components/ui/actions/link-button";
import { Pagination } from "@/components/ui/data/pagination";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Card } from "@/components/ui/layout/card";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Stack } from "@/components/ui/layout/stack";
import { Tabs } from "@/components/ui/layout/tabs";
import { requireActor } from "@/lib/auth/require-actor";
import { snippetModel } from "@/lib/catalog/snippet-model";
import { apiBase } from "@/lib/config/addresses";
import { paths } from "@/lib/kernel/paths";
import type { SearchParams } from "@/lib/kernel/search";
import { listKeys } from "@/lib/keys/list-keys";
import { nameCreators } from "@/lib/keys/name-creators";
import { getWorkspace } from "@/lib/workspaces/get-workspace";
import { KeyTable } from "../_components/key-table";
import { NewKeySheet } from "../_components/new-key-sheet";

export const metadata: Metadata = { title: "Keys" };

const search = z.object({
  kind: z.enum(["inference", "management"]).catch("inference"),
  new: z.string().optional().catch(undefined),
  cursor: z.uuid().optional().catch(undefined),
});

export default async function KeysPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const actor = await requireActor();
  const query = search.parse(await searchParams);
  const [page, workspace] = await Promise.all([
    listKeys(actor, { kind: query.kind, cursor: query.cursor ?? null, limit: 25 }),
    getWorkspace(actor),
  ]);
  const creators = await nameCreators(
    actor,
    page.rows.map((key) => key.creatorUserId),
  );
  const isManagement = query.kind === "management";
  const here = isManagement ? `${paths.keys}?kind=management` : paths.keys;
  const newHref = `${paths.keys}?kind=${query.kind}&new=1`;
  const add = (
    <LinkButton href={newHref} variant="primary" icon={<Plus aria-hidden />}>
      {isManagement ? "New management key" : "New key"}
    </LinkButton>
  );
  return (
    <Stack gap="roomy">
      <PageHeader title="Keys" sentence="API keys call models with this workspace's credits." action={add} />
      <Tabs
        label="Kinds of key"
        tabs={[
          { label: "Keys", href: paths.keys, current: !isManagement },
          { label: "Management keys", href: `${paths.keys}?kind=management`, current: isManagement },
        ]}
      />
      <Card padding="flush">
        {page.rows.length === 0 ? (
          <EmptyState
            icon={<KeyRound aria-hidden />}
            title={isManagement ? "No management keys yet" : "No keys yet"}
            action={add}
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
          firstHref={query.cursor ? here : null}
          nextHref={page.nextCursor ? `${paths.keys}?kind=${query.kind}&cursor=${page.nextCursor}` : null}
        />
      </Card>
      {query.new ? (
        <NewKeySheet kind={query.kind} closeHref={here} apiBase={apiBase()} model={snippetModel()} />
      ) : null}
    </Stack>
  );
}
