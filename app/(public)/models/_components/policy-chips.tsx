import { Badge } from "@/components/ui/feedback/badge";
import type { Endpoint } from "@/lib/catalog/rules/catalog";
import { keepsNothing, mayPublish, mayTrain } from "@/lib/catalog/rules/data-policy";

/** What the providers of a model promise about prompts. A promise of only some of them says how many. */
export function PolicyChips({ endpoints }: { readonly endpoints: readonly Endpoint[] }) {
  const all = endpoints.length;
  const quiet = endpoints.filter(({ dataPolicy }) => !mayTrain(dataPolicy) && !mayPublish(dataPolicy)).length;
  const zero = endpoints.filter(({ dataPolicy }) => keepsNothing(dataPolicy)).length;
  const isKnownToTrain = endpoints.some(({ dataPolicy }) => dataPolicy.trains === true);
  const promise = (count: number, text: string) =>
    count === all ? (
      <Badge tone="positive">{text}</Badge>
    ) : (
      // Of no use where there is no room: it says that some providers promise nothing.
      <span className="@max-[40rem]:hidden">
        <Badge>{`${text} (${count} of ${all})`}</Badge>
      </span>
    );
  return (
    <span className="inline-flex flex-wrap gap-1">
      {quiet > 0 ? (
        promise(quiet, "No training")
      ) : (
        <Badge tone="warning">{isKnownToTrain ? "May train" : "Policy unknown"}</Badge>
      )}
      {zero > 0 ? promise(zero, "ZDR") : null}
    </span>
  );
}
