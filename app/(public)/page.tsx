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
    text: "Every request is debited to the billionth of a dollar, once, and the sum always adds up.",
  },
  {
    icon: KeyRound,
    title: "Keys with limits",
    text: "A limit, a reset and an end for each key; it stops with the request that would pass it.",
  },
  {
    icon: ChartColumn,
    title: "Every request, seen",
    text: "Model, tokens, cost and time of each request, within a second.",
  },
  {
    icon: ShieldCheck,
    title: "Nothing of its content",
    text: "Prompts and answers are not stored, not even when something fails, unless you ask for it.",
  },
] as const;

export default async function HomePage() {
  const viewer = await findViewer();
  if (viewer) redirect(viewer.user.emailVerified ? paths.activity : paths.verify);
  return (
    <div className="grid items-center gap-10 py-6 lg:grid-cols-2 lg:py-16">
      <div className="flex min-w-0 flex-col gap-6">
        <h1 className="text-3xl font-semibold tracking-tight text-balance">
          One key for every model, and an account book to go with it
        </h1>
        <p className="max-w-[60ch] text-lg text-ink-muted">{product.line}</p>
        <div className="flex flex-wrap gap-3">
          <LinkButton href={paths.signUp} variant="primary" size="large">
            Open an account
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
