import { TextLink } from "@/components/ui/actions/text-link";
import { CodeBlock } from "@/components/ui/data/code-block";
import { paths } from "@/lib/kernel/paths";
import { keySnippets } from "@/lib/keys/rules/snippets";

/** What applies to every call: base URL, key, errors, cost. */
export function Basics({ apiBase, model }: { readonly apiBase: string; readonly model: string }) {
  const snippets = keySnippets({ secret: "$OPENROUTER_API_KEY", apiBase, model });
  return (
    <div className="grid gap-6 *:min-w-0 lg:grid-cols-2">
      <div className="flex flex-col gap-3">
        <p>
          The base URL is <code className="font-mono text-sm">{apiBase}</code>. Send a key from the{" "}
          <TextLink href={paths.keys}>Keys</TextLink> page as a bearer token; the console's cookie isn't
          accepted. The packages <code className="font-mono text-sm">openai</code>,{" "}
          <code className="font-mono text-sm">@openrouter/sdk</code> and{" "}
          <code className="font-mono text-sm">@openrouter/ai-sdk-provider</code> work with only the base URL
          changed.
        </p>
        <p>
          Every completion carries <code className="font-mono text-sm">usage.cost</code>, in dollars: exactly
          what was charged. Streams include it in the last chunk. Send{" "}
          <code className="font-mono text-sm">user</code> to see usage by end user,{" "}
          <code className="font-mono text-sm">HTTP-Referer</code> and{" "}
          <code className="font-mono text-sm">X-OpenRouter-Title</code> to see it by app.
        </p>
        <p>
          Errors are JSON: <code className="font-mono text-sm">{`{"error":{"code":402,"message":"…"}}`}</code>
          , where the code is the HTTP status. When a key reaches its limit, the response is 402 with{" "}
          <code className="font-mono text-sm">metadata.limit_source</code> “openrouter_key_limit”; an empty
          balance returns “openrouter_credits”.
        </p>
      </div>
      <div className="flex flex-col gap-3">
        <CodeBlock label="curl" code={snippets.curl} />
        <CodeBlock
          label="openai"
          code={snippets.openai.replace('"$OPENROUTER_API_KEY"', "process.env.OPENROUTER_API_KEY")}
        />
      </div>
    </div>
  );
}
