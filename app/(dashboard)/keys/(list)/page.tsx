import type { Metadata } from "next";
import { Suspense } from "react";
import { z } from "zod";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Stack } from "@/components/ui/layout/stack";
import { Tabs } from "@/components/ui/layout/tabs";
import { requireActor } from "@/lib/auth/require-actor";
import { defaultSnippetModel } from "@/lib/catalog/default-snippet-model";
import { apiBase } from "@/lib/config/env";
import { paths } from "@/lib/kernel/paths";
import type { SearchParams } from "@/lib/kernel/search";
import { KeyList, KeyListSkeleton } from "../_components/key-list";
import { NewKeyLink } from "../_components/new-key-link";
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
  const isManagement = query.kind === "management";
  const here = isManagement ? `${paths.keys}?kind=management` : paths.keys;
  return (
    <Stack gap="roomy">
      <PageHeader
        title="Keys"
        sentence="API keys call models with this workspace's credits."
        action={<NewKeyLink kind={query.kind} />}
      />
      <Tabs
        label="Kinds of key"
        tabs={[
          { label: "Keys", href: paths.keys, current: !isManagement },
          { label: "Management keys", href: `${paths.keys}?kind=management`, current: isManagement },
        ]}
      />
      <Suspense fallback={<KeyListSkeleton />}>
        <KeyList actor={actor} kind={query.kind} cursor={query.cursor ?? null} firstHref={here} />
      </Suspense>
      {query.new ? (
        <NewKeySheet kind={query.kind} closeHref={here} apiBase={apiBase()} model={defaultSnippetModel()} />
      ) : null}
    </Stack>
  );
}
