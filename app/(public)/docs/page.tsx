import type { Metadata } from "next";
import { LinkButton } from "@/components/ui/actions/link-button";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Stack } from "@/components/ui/layout/stack";
import { apiReference } from "@/lib/api/api-reference";
import { defaultSnippetModel } from "@/lib/catalog/default-snippet-model";
import { apiBase } from "@/lib/config/env";
import { Basics } from "./_components/basics";
import { Contents } from "./_components/contents";
import { Operation } from "./_components/operation";

export const metadata: Metadata = { title: "API reference" };

export default function DocsPage() {
  const operations = apiReference();
  const groups = [...new Set(operations.map(({ group }) => group))].map((name) => ({
    name,
    operations: operations.filter(({ group }) => group === name),
  }));
  return (
    <Stack gap="roomy">
      <PageHeader
        title="API reference"
        sentence="Generated from the schemas that validate requests."
        action={
          <LinkButton href="/api/v1/openapi.json" external>
            OpenAPI document
          </LinkButton>
        }
      />
      <div className="grid items-start gap-6 *:min-w-0 lg:grid-cols-[15rem_minmax(0,1fr)] lg:gap-10">
        <Contents groups={groups} />
        <Stack gap="roomy">
          <Basics apiBase={apiBase()} model={defaultSnippetModel()} />
          {groups.map(({ name, operations }) => (
            <section key={name} aria-label={name} className="flex flex-col gap-3">
              <h2 className="text-xl font-semibold">{name}</h2>
              {operations.map((operation) => (
                <Operation key={operation.id} operation={operation} />
              ))}
            </section>
          ))}
        </Stack>
      </div>
    </Stack>
  );
}
