import { TextLink } from "@/components/ui/actions/text-link";
import { failureSentence, mayPayAgain } from "@/lib/billing/rules/failure-sentence";
import { paths } from "@/lib/kernel/paths";

/** Why a payment failed and what to do, with the way to the operator's contacts where it asks to get in touch. */
export function FailureReason({ code }: { readonly code: string | null }) {
  return (
    <>
      {failureSentence(code)}
      {mayPayAgain(code) ? null : (
        <>
          {" "}
          <TextLink href={paths.contact}>Contacts</TextLink>
        </>
      )}
    </>
  );
}
