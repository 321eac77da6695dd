import type { Metadata } from "next";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Stack } from "@/components/ui/layout/stack";
import { Tabs } from "@/components/ui/layout/tabs";
import { requireActor } from "@/lib/auth/require-actor";
import { snippetModel } from "@/lib/catalog/default-snippet-model";
import { apiBase } from "@/lib/config/env";
import { paths } from "@/lib/kernel/paths";
import type { SearchParams } from "@/lib/kernel/search";
import { mayCreate } from "@/lib/keys/rules/may-create";
import { KeyList } from "../_components/key-list";
import { keyQuerySchema, keysHref } from "../_components/key-query";
import { NewKeyLink } from "../_components/new-key-link";
import { NewKeySheet } from "../_components/new-key-sheet";

export const metadata: Metadata = { title: "Keys" };

export default async function KeysPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const actor = await requireActor();
  const { q, new: isNew, model, ...parsed } = keyQuerySchema.parse(await searchParams);
  const query = { ...parsed, search: q };
  const isManagement = query.kind === "management";
  const canCreate = mayCreate(actor, query.kind);
  return (
    <Stack gap="roomy">
      <PageHeader
        title="Keys"
        sentence="API keys call models with this workspace's credits."
        action={canCreate ? <NewKeyLink kind={query.kind} /> : undefined}
      />
      <Tabs
        label="Kinds of key"
        tabs={[
          { label: "Keys", href: paths.keys, current: !isManagement },
          { label: "Management keys", href: `${paths.keys}?kind=management`, current: isManagement },
        ]}
      />
      <KeyList actor={actor} query={query} />
      {isNew && canCreate ? (
        <NewKeySheet
          kind={query.kind}
          closeHref={keysHref(query, { page: query.page })}
          apiBase={apiBase()}
          model={snippetModel(model)}
        />
      ) : null}
    </Stack>
  );
}
