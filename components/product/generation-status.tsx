import { Badge } from "@/components/ui/feedback/badge";

type GenerationStatusProps = {
  /** HTTP status of the response. */
  readonly status: number;
  readonly cancelled: boolean;
};

/** How a request ended, in one word, with the status code when it failed. */
export function GenerationStatus({ status, cancelled }: GenerationStatusProps) {
  if (cancelled) return <Badge tone="warning">Canceled</Badge>;
  if (status < 400) return <Badge tone="positive">OK</Badge>;
  return <Badge tone="danger">Failed {status}</Badge>;
}
