import { ChartColumn, KeyRound, ShieldCheck, Wallet } from "lucide-react";
import { redirect } from "next/navigation";
import { LinkButton } from "@/components/ui/actions/link-button";
import { CodeBlock } from "@/components/ui/data/code-block";
import { findViewer } from "@/lib/auth/viewer";
import { apiBase } from "@/lib/config/addresses";
import { product } from "@/lib/config/product";
import { paths } from "@/lib/kernel/paths";

const points = [
  {
    icon: Wallet,
    title: "Exact credits",
    text: "Each request is billed once, to a billionth of a dollar.",
  },
  {
    icon: KeyRound,
    title: "Keys with limits",
    text: "Set a limit, reset schedule, and expiration for each key. Requests over the limit are rejected.",
  },
  {
    icon: ChartColumn,
    title: "Request-level activity",
    text: "Model, tokens, cost and time of each request, within a second.",
  },
  {
    icon: ShieldCheck,
    title: "Prompts stay private",
    text: "Prompts and completions are never stored, even on errors, unless you opt in.",
  },
] as const;

export default async function HomePage() {
  const viewer = await findViewer();
  if (viewer) redirect(viewer.user.emailVerified ? paths.activity : paths.verify);
  return (
    <div className="grid items-center gap-10 py-6 lg:grid-cols-2 lg:py-16">
      <div className="flex min-w-0 flex-col gap-6">
        <h1 className="text-3xl font-semibold tracking-tight text-balance">
          One API key for every model, with exact billing
        </h1>
        <p className="max-w-[60ch] text-lg text-ink-muted">{product.line}</p>
        <div className="flex flex-wrap gap-3">
          <LinkButton href={paths.signUp} variant="primary" size="large">
            Create your account
          </LinkButton>
          <LinkButton href={paths.signIn} size="large">
            Sign in
          </LinkButton>
        </div>
        <CodeBlock
          label="The openai package, with one line changed"
          code={`new OpenAI({ baseURL: "${apiBase()}", apiKey })`}
        />
      </div>
      <ul className="flex min-w-0 flex-col divide-y divide-line rounded-lg border border-line bg-surface-raised">
        {points.map(({ icon: Icon, title, text }) => (
          <li key={title} className="flex gap-4 p-4 sm:p-5">
            <Icon aria-hidden className="mt-0.5 size-5 shrink-0 text-accent" />
            <div className="flex min-w-0 flex-col gap-0.5">
              <h2 className="font-semibold">{title}</h2>
              <p className="text-ink-muted">{text}</p>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
