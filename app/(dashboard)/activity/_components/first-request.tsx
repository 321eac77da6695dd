"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { checklistQuery } from "@/components/product/checklist";
import { useSignInAgain } from "@/components/product/session-ended";
import { LinkButton } from "@/components/ui/actions/link-button";
import { CodeBlock } from "@/components/ui/data/code-block";
import { Card } from "@/components/ui/layout/card";
import { LocalTabs } from "@/components/ui/layout/local-tabs";
import { callSnippets } from "@/lib/keys/rules/call-snippets";
import { paths } from "@/lib/kernel/paths";
import type { Checklist } from "@/lib/workspaces/rules/checklist";

type FirstRequestProps = {
  readonly initial: Checklist;
  /** "http://localhost:3000/api/v1" */
  readonly apiBase: string;
  /** The model that the first request calls. */
  readonly model: string;
};

/** In place of an empty chart: a call to copy. When it arrives, the page shows it. */
export function FirstRequest({ initial, apiBase, model }: FirstRequestProps) {
  const router = useRouter();
  const { data, error } = useQuery({ ...checklistQuery, initialData: initial });
  useSignInAgain(error);
  useEffect(() => {
    if (data.requestSent) router.refresh();
  }, [data.requestSent, router]);
  return (
    <Card
      title="Send your first request"
      description="Set OPENROUTER_API_KEY to your key. The request, its cost and its tokens appear here within a second."
      action={
        data.keyMade ? null : (
          <LinkButton href={`${paths.keys}?new=1`} variant="primary">
            Create key
          </LinkButton>
        )
      }
    >
      <LocalTabs
        label="Language"
        tabs={callSnippets({ apiBase, model }).map(({ label, code }) => ({
          value: label,
          label,
          content: <CodeBlock label={label} code={code} />,
        }))}
      />
      <p role="status" className="flex items-center gap-2 text-ink-muted">
        <span
          aria-hidden
          className="size-2 shrink-0 animate-skeleton rounded-full bg-accent motion-reduce:animate-none"
        />
        {data.requestSent
          ? "Your first request has arrived."
          : "No requests yet. Waiting for your first request…"}
      </p>
    </Card>
  );
}
