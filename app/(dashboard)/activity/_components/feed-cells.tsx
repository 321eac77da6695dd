import { appName } from "@/lib/activity/rules/app-name";
import type { GenerationRow } from "@/lib/activity/rules/generation-fields";
import { throughput } from "@/lib/activity/rules/roll-up";
import { formatCount, formatDuration } from "@/lib/kernel/format";

type RowProps = { readonly row: GenerationRow };

export function Origin({ row }: RowProps) {
  const key = `${row.keyName ?? "Unknown key"}${row.isKeyDeleted ? " (deleted)" : ""}`;
  const app = appName(row);
  return (
    <span className="inline-flex min-w-0 flex-col">
      <span className="break-id">{app ?? key}</span>
      {app ? <span className="text-xs text-ink-muted">{key}</span> : null}
    </span>
  );
}

export function Tokens({ row }: RowProps) {
  const parts = [
    `${formatCount(row.promptTokens)} in`,
    row.cachedTokens > 0 ? `${formatCount(row.cachedTokens)} cached` : null,
    `${formatCount(row.completionTokens)} out`,
    row.reasoningTokens > 0 ? `${formatCount(row.reasoningTokens)} reasoning` : null,
    row.estimated ? "estimated" : null,
    row.usageCapped ? "capped" : null,
  ];
  return (
    <span title={parts.filter(Boolean).join(", ")}>
      {formatCount(row.promptTokens)} → {formatCount(row.completionTokens)}
    </span>
  );
}

export function Speed({ row }: RowProps) {
  const speed = throughput(row);
  return (
    <span className="inline-flex flex-col">
      <span>{formatDuration(row.latencyMs)}</span>
      {speed === null ? null : (
        <span className="text-xs text-ink-muted">{formatCount(Math.round(speed))} tokens/s</span>
      )}
    </span>
  );
}
