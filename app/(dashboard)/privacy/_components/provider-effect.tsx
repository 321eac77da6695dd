import { useFormats } from "@/components/ui/formats";
import type { ProviderChoices } from "@/lib/privacy/preview-changes";
import { describeChange } from "@/lib/privacy/rules/endpoint-preview";

type ProviderEffectProps = {
  readonly choices: ProviderChoices;
  /** Slugs of the providers that may be used as saved, and as chosen. */
  readonly stored: readonly string[];
  readonly allowed: readonly string[];
  readonly isChanged: boolean;
};

/** What the choice does to endpoints and models once it is saved. */
export function ProviderEffect({ choices, stored, allowed, isChanged }: ProviderEffectProps) {
  const formats = useFormats();
  const { endpoints, uses } = choices;
  const among = (slugs: readonly string[]) =>
    endpoints.filter(({ provider }) => slugs.includes(provider.slug));
  const { facts, stops } = describeChange({ usable: among(stored), kept: among(allowed), uses }, formats);
  const sentences = facts.length > 0 ? facts : ["No endpoint that you can use now is affected."];
  return (
    <div role="status" aria-label="Effect on endpoints" className="flex min-w-0 flex-col gap-1 text-sm">
      {isChanged
        ? sentences.map((fact, index) => (
            <p key={fact} className={stops && index === 0 ? "font-medium" : "text-ink-muted"}>
              {fact}
            </p>
          ))
        : null}
    </div>
  );
}
