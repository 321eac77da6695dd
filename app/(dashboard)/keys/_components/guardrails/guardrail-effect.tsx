import { useFormats } from "@/components/ui/formats";
import type { Formats } from "@/lib/kernel/format";
import {
  type GuardrailProblem,
  type Guardrails,
  noGuardrails,
  usableModels,
} from "@/lib/keys/rules/guardrails";
import type { OpenEndpoint } from "@/lib/privacy/list-open-endpoints";

type GuardrailEffectProps = {
  readonly stored: Guardrails;
  /** As chosen in the form; null when it allows nothing. */
  readonly guardrails: Guardrails | null;
  readonly endpoints: readonly OpenEndpoint[];
  readonly isChanged: boolean;
  /** Why these cannot be saved by a member. */
  readonly looser: GuardrailProblem | null;
};

/** Models listed by name in a sentence; more are only counted. */
const namedMax = 8;

/** What the key can use with the guardrails as they are chosen, before they are saved. */
export function GuardrailEffect({ stored, guardrails, endpoints, isChanged, looser }: GuardrailEffectProps) {
  const formats = useFormats();
  const all = usableModels(noGuardrails, endpoints);
  const now = usableModels(stored, endpoints);
  const left = guardrails === null ? [] : usableModels(guardrails, endpoints);
  const sum = `${formats.count(left.length)} of ${formats.count(all.length)} models`;
  const [lost, opened] = [now.filter((id) => !left.includes(id)), left.filter((id) => !now.includes(id))];
  return (
    <div role="status" aria-label="Effect on models" className="flex min-w-0 flex-col gap-1 text-sm">
      <p className={left.length === 0 ? "font-medium text-danger" : "font-medium"}>
        This key {isChanged ? "could" : "can"} use {sum} that your privacy settings allow.
        {left.length === 0 ? " All its requests would be rejected." : ""}
      </p>
      {looser ? <p className="font-medium text-danger">This can’t be saved. {looser.message}</p> : null}
      {lost.length > 0 ? <p className="text-ink-muted">No longer: {named(lost, formats)}.</p> : null}
      {opened.length > 0 ? <p className="text-ink-muted">New: {named(opened, formats)}.</p> : null}
    </div>
  );
}

function named(ids: readonly string[], formats: Formats): string {
  const unnamed = ids.length - namedMax;
  return `${ids.slice(0, namedMax).join(", ")}${unnamed > 0 ? `, and ${formats.count(unnamed)} more` : ""}`;
}
