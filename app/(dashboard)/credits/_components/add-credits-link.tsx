import { Plus } from "lucide-react";
import { LinkButton } from "@/components/ui/actions/link-button";
import { addCreditsHref } from "@/lib/kernel/paths";

/** Opens the form for adding credits. */
export function AddCreditsLink() {
  return (
    <LinkButton variant="primary" href={addCreditsHref()} icon={<Plus aria-hidden />}>
      Add credits
    </LinkButton>
  );
}
