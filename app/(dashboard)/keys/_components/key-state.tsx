import { KeyCondition } from "@/components/product/key-condition";
import { classes } from "@/components/ui/classes";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { keyCondition } from "@/lib/keys/rules/key-condition";
import type { Key } from "@/lib/keys/rules/key-view";

/** The state of a key. Where the table is narrow, its limit stands there, and the state only when it is unusual. */
export async function KeyState({ row, now }: { readonly row: Key; readonly now: Date }) {
  const condition = keyCondition(row, now);
  if (row.kind === "management") return <KeyCondition {...condition} />;
  const isUsual = condition.tone === "positive";
  const formats = await viewerFormats();
  return (
    <span className="inline-flex flex-wrap justify-end gap-x-1.5">
      <span className={classes(isUsual && "@max-[40rem]/table:hidden")}>
        <KeyCondition {...condition} />
      </span>
      <span className="tabular whitespace-nowrap text-ink-muted @min-[40rem]/table:hidden">
        {isUsual ? "" : "· "}
        {row.limitNanos === null ? "no limit" : `of ${formats.dollars(row.limitNanos)}`}
      </span>
    </span>
  );
}
