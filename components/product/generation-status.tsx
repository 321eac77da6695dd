import { Badge } from "@/components/ui/feedback/badge";
import { statusReason } from "@/lib/activity/rules/status-reason";

type GenerationStatusProps = {
  /** HTTP status of the response. */
  readonly status: number;
  readonly cancelled: boolean;
};

/** How a request ended, with the status code and its reason when it failed. */
export function GenerationStatus({ status, cancelled }: GenerationStatusProps) {
  if (cancelled) return <Badge tone="warning">Canceled</Badge>;
  if (status < 400) return <Badge tone="positive">OK</Badge>;
  return <Badge tone="danger">{statusReason(status)}</Badge>;
}
