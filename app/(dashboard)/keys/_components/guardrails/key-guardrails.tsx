import { RetryButton } from "@/components/product/retry-button";
import { TextLink } from "@/components/ui/actions/text-link";
import { FailedState } from "@/components/ui/feedback/failed-state";
import { SkeletonCard, SkeletonRegion } from "@/components/ui/feedback/skeleton";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { paths } from "@/lib/kernel/paths";
import { hasGuardrails } from "@/lib/keys/rules/guardrails";
import type { Key } from "@/lib/keys/rules/key-view";
import { listOpenEndpoints } from "@/lib/privacy/list-open-endpoints";
import { attempt } from "@/lib/web/attempt";
import { GuardrailForm } from "./guardrail-form";

type KeyGuardrailsProps = { readonly actor: Actor; readonly apiKey: Key };

/** What a key may be used for, beyond what its workspace allows. */
export async function KeyGuardrails({ actor, apiKey }: KeyGuardrailsProps) {
  const open = await attempt(listOpenEndpoints(actor));
  return (
    <section
      id="guardrails"
      aria-labelledby="guardrails-title"
      className="flex min-w-0 scroll-mt-16 flex-col gap-3 border-t border-line pt-3"
    >
      <div className="flex max-w-[70ch] flex-col gap-0.5">
        <h2 id="guardrails-title" className="text-lg font-semibold">
          Guardrails
        </h2>
        <p className="text-ink-muted">
          {hasGuardrails(apiKey.guardrails)
            ? "This key is limited further than your "
            : "None. This key may use everything that your "}
          <TextLink href={paths.privacy}>privacy settings</TextLink>
          {hasGuardrails(apiKey.guardrails)
            ? ". A request can only narrow it more."
            : " allow. Guardrails can only narrow that."}
        </p>
      </div>
      {open.ok ? (
        <GuardrailForm
          keyId={apiKey.id}
          stored={apiKey.guardrails}
          adminGuardrails={isAdmin(actor) ? {} : apiKey.adminGuardrails}
          open={open.value}
        />
      ) : (
        <FailedState
          title="The guardrails couldn't be loaded"
          requestId={open.requestId}
          retry={<RetryButton />}
        />
      )}
    </section>
  );
}

export function KeyGuardrailsSkeleton() {
  return (
    <SkeletonRegion label="Loading the key's guardrails">
      <SkeletonCard lines={6} />
    </SkeletonRegion>
  );
}
