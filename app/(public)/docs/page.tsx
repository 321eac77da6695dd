import type { Metadata } from "next";
import { LinkButton } from "@/components/ui/actions/link-button";
import { TextLink } from "@/components/ui/actions/text-link";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Stack } from "@/components/ui/layout/stack";
import { apiReference } from "@/lib/api/api-reference";
import { defaultSnippetModel } from "@/lib/catalog/default-snippet-model";
import { apiBase } from "@/lib/config/env";
import { Basics } from "./_components/basics";
import { Operation } from "./_components/operation";

export const metadata: Metadata = { title: "API reference" };

export default function DocsPage() {
  const operations = apiReference();
  const groups = [...new Set(operations.map(({ group }) => group))];
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
      <Basics apiBase={apiBase()} model={defaultSnippetModel()} />
      <nav aria-label="Endpoints" className="grid gap-x-6 gap-y-1 sm:grid-cols-2 lg:grid-cols-3">
        {operations.map(({ id, method, path }) => (
          <TextLink key={id} href={`#${id}`}>
            <span className="font-mono text-sm break-id">{`${method} ${path.replace("/api/v1", "")}`}</span>
          </TextLink>
        ))}
      </nav>
      {groups.map((group) => (
        <section key={group} aria-label={group} className="flex flex-col gap-3">
          <h2 className="text-xl font-semibold">{group}</h2>
          {operations
            .filter((operation) => operation.group === group)
            .map((operation) => (
              <Operation key={operation.id} operation={operation} />
            ))}
        </section>
      ))}
    </Stack>
  );
}
