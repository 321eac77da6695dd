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
import { keySnippets } from "@/lib/keys/rules/snippets";
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
  const { curl, openai } = keySnippets({ secret: "YOUR_KEY", apiBase, model });
  const code = (value: string, label: string, text: string) => ({
    value,
    label,
    content: <CodeBlock label={value} code={text} />,
  });
  return (
    <Card
      title="Send your first request"
      description="Replace YOUR_KEY with your key. The request, its cost and its tokens appear here within a second."
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
        tabs={[
          code("curl", "curl", curl),
          code("TypeScript", "TypeScript", openai),
          code("Python", "Python", python(apiBase, model)),
        ]}
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

function python(apiBase: string, model: string): string {
  return [
    "from openai import OpenAI",
    "",
    `client = OpenAI(base_url="${apiBase}", api_key="YOUR_KEY")`,
    "completion = client.chat.completions.create(",
    `    model="${model}",`,
    `    messages=[{"role": "user", "content": "Say hello"}],`,
    ")",
    "print(completion.choices[0].message.content, completion.usage)",
  ].join("\n");
}
