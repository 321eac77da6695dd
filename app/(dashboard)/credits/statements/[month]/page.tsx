import { Download } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { LinkButton } from "@/components/ui/actions/link-button";
import { TextLink } from "@/components/ui/actions/text-link";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Row, Stack } from "@/components/ui/layout/stack";
import { requireActor } from "@/lib/auth/require-actor";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { paths, statementHref } from "@/lib/kernel/paths";
import { getStatement } from "@/lib/statements/get-statement";
import { statementLimit } from "@/lib/statements/rules/statement-limit";
import { limitPage } from "@/lib/web/limit-page";
import { StatementStub } from "./_components/statement-stub";

export const metadata: Metadata = { title: "Statement" };

type Params = Promise<{ readonly month: string }>;

export default async function StatementPage({ params }: { readonly params: Params }) {
  const actor = await requireActor();
  const { month } = await params;
  const limited = await limitPage(actor, statementLimit);
  if (limited !== null) return <EmptyState title="Too many statements in an hour">{limited}</EmptyState>;
  const statement = await getStatement(actor, month);
  if (!statement) notFound();
  return (
    <Stack>
      <div className="flex w-full max-w-[720px] flex-wrap items-center justify-between gap-4">
        <TextLink href={`${paths.credits}?tab=statements`} tone="quiet">
          All statements
        </TextLink>
        <Row>
          {(["pdf", "csv"] as const).map((format) => (
            <LinkButton
              key={format}
              href={statementHref(month, format)}
              download
              size="small"
              icon={<Download aria-hidden />}
            >
              {format.toUpperCase()}
            </LinkButton>
          ))}
        </Row>
      </div>
      <StatementStub statement={statement} formats={await viewerFormats()} />
    </Stack>
  );
}
