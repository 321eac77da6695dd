import { Badge } from "@/components/ui/feedback/badge";
import type { Tone } from "@/components/ui/feedback/tone";

export type KeyState = "active" | "disabled" | "expired" | "deleted" | "limit_reached";

const faces: Record<KeyState, { readonly tone: Tone; readonly text: string }> = {
  active: { tone: "positive", text: "Active" },
  disabled: { tone: "neutral", text: "Disabled" },
  expired: { tone: "danger", text: "Expired" },
  deleted: { tone: "neutral", text: "Deleted" },
  limit_reached: { tone: "warning", text: "Limit reached" },
};

export function KeyStatus({ state }: { readonly state: KeyState }) {
  const face = faces[state];
  return <Badge tone={face.tone}>{face.text}</Badge>;
}
