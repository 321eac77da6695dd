import { Plus } from "lucide-react";
import { LinkButton } from "@/components/ui/actions/link-button";
import { paths } from "@/lib/kernel/paths";
import type { KeyKind } from "@/lib/keys/rules/key-input";

export function NewKeyLink({ kind }: { readonly kind: KeyKind }) {
  return (
    <LinkButton href={`${paths.keys}?kind=${kind}&new=1`} variant="primary" icon={<Plus aria-hidden />}>
      {kind === "management" ? "Create management key" : "Create key"}
    </LinkButton>
  );
}
