import { RetryButton } from "@/components/product/retry-button";
import { FailedState } from "@/components/ui/feedback/failed-state";
import { SkeletonCard, SkeletonRegion } from "@/components/ui/feedback/skeleton";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import type { Key } from "@/lib/keys/rules/key-view";
import { listOpenEndpoints } from "@/lib/privacy/list-open-endpoints";
import { attempt } from "@/lib/web/attempt";
import { KeySection } from "../key-section";
import { GuardrailForm } from "./guardrail-form";

type KeyGuardrailsProps = { readonly actor: Actor; readonly apiKey: Key };

/** What a key may be used for, beyond what its workspace allows. */
export async function KeyGuardrails({ actor, apiKey }: KeyGuardrailsProps) {
  const open = await attempt(listOpenEndpoints(actor));
  return (
    <div id="guardrails" className="scroll-mt-16">
      <KeySection id="guardrails-title" title="Guardrails">
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
      </KeySection>
    </div>
  );
}

export function KeyGuardrailsSkeleton() {
  return (
    <SkeletonRegion label="Loading the key's guardrails">
      <SkeletonCard lines={6} />
    </SkeletonRegion>
  );
}
