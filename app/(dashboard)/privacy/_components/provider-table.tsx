import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { ChangePreviews } from "@/lib/privacy/preview-changes";
import { ProviderForm } from "./provider-form";

type ProviderTableProps = { readonly previews: ChangePreviews; readonly canChange: boolean };

/** Providers with the facts of their policies, and which of them requests may go to. */
export async function ProviderTable({ previews, canChange }: ProviderTableProps) {
  const formats = await viewerFormats();
  const { providers, choices, usable, total } = previews;
  return (
    <section
      id="providers"
      aria-labelledby="providers-title"
      className="flex min-w-0 scroll-mt-16 flex-col gap-2"
    >
      <div className="flex flex-col gap-0.5">
        <h2 id="providers-title" className="text-lg font-semibold">
          Providers
        </h2>
        <p className="text-ink-muted">
          Your settings allow {formats.count(usable)} of {formats.count(total)} endpoints.
        </p>
      </div>
      <ProviderForm providers={providers} choices={choices} canChange={canChange} />
    </section>
  );
}
