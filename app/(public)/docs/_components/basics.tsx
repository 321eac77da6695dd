import type { ReactNode } from "react";
import { callSnippets } from "@/lib/keys/rules/call-snippets";
import { TextLink } from "@/components/ui/actions/text-link";
import { SnippetTabs } from "@/components/ui/data/snippet-tabs";
import { paths } from "@/lib/kernel/paths";

/** The sections before the operations, in their order. */
export const sections = [
  { id: "first-call", title: "First call" },
  { id: "cost", title: "Cost and attribution" },
  { id: "errors", title: "Errors" },
] as const;

const [firstCall, cost, errors] = sections;

/** What applies to every call: base URL, key, cost, errors. */
export function Basics({ apiBase, model }: { readonly apiBase: string; readonly model: string }) {
  return (
    <>
      <Section {...firstCall}>
        <p>
          The base URL is <Code>{apiBase}</Code>. Send a key from the{" "}
          <TextLink href={paths.keys}>Keys</TextLink> page as a bearer token; the console's cookie isn't
          accepted. The packages <Code>openai</Code>, <Code>@openrouter/sdk</Code> and{" "}
          <Code>@openrouter/ai-sdk-provider</Code> work with only the base URL changed.
        </p>
        <SnippetTabs label="Language" snippets={callSnippets({ apiBase, model })} />
      </Section>
      <Section {...cost}>
        <p>
          Every completion carries <Code>usage.cost</Code>, in dollars: exactly what was charged. Streams
          include it in the last chunk. Send <Code>user</Code> to see usage by end user,{" "}
          <Code>HTTP-Referer</Code> and <Code>X-OpenRouter-Title</Code> to see it by app.
        </p>
      </Section>
      <Section {...errors}>
        <p>
          Errors are JSON: <Code>{`{"error":{"code":402,"message":"…"}}`}</Code>, where the code is the HTTP
          status. When a key reaches its limit, the response is 402 with <Code>metadata.limit_source</Code>{" "}
          “openrouter_key_limit”, and its <Code>limit</Code>, <Code>usage</Code> and <Code>held</Code> (by
          requests that are running) in dollars; an empty balance returns “openrouter_credits”.
        </p>
      </Section>
    </>
  );
}

type SectionProps = { readonly id: string; readonly title: string; readonly children: ReactNode };

function Section({ id, title, children }: SectionProps) {
  return (
    <section id={id} aria-label={title} className="flex max-w-[46rem] scroll-mt-20 flex-col gap-3">
      <h2 className="text-xl font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function Code({ children }: { readonly children: string }) {
  return <code className="font-mono text-sm break-id">{children}</code>;
}
