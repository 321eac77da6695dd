import { redirect } from "next/navigation";
import { LinkButton } from "@/components/ui/actions/link-button";
import { CodeBlock } from "@/components/ui/data/code-block";
import { findViewer } from "@/lib/auth/viewer";
import { apiBase } from "@/lib/config/env";
import { product } from "@/lib/config/product";
import { paths } from "@/lib/kernel/paths";
import { ActivityStub } from "./_components/activity-stub";
import { Facts } from "./_components/facts";

export default async function HomePage() {
  const viewer = await findViewer();
  if (viewer) redirect(viewer.user.emailVerified ? paths.activity : paths.verify);
  return (
    <div className="flex flex-col gap-10 py-4 lg:gap-14 lg:py-12">
      <div className="grid items-center gap-10 *:min-w-0 lg:grid-cols-2 lg:gap-16">
        <div className="flex flex-col gap-6">
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
        <ActivityStub />
      </div>
      <Facts />
    </div>
  );
}
