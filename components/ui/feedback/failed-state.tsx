import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";

type FailedStateProps = {
  /** What failed: "The chart couldn't be loaded". */
  readonly title: string;
  readonly children?: ReactNode;
  /** A button that tries again, or a link to the same page. */
  readonly retry?: ReactNode;
  readonly requestId?: string;
  /** True when the whole page failed: the title becomes its heading. */
  readonly asPage?: boolean;
};

/** Says what failed, how to retry, and the request id to report. */
export function FailedState({ title, children, retry, requestId, asPage }: FailedStateProps) {
  return (
    <div role="alert" className="flex flex-col items-center gap-3 px-4 py-10 text-center">
      <CircleAlert aria-hidden className="size-6 text-danger" />
      <div className="flex max-w-[46ch] flex-col gap-1">
        {asPage ? <h1 className="text-lg font-semibold">{title}</h1> : <p className="font-medium">{title}</p>}
        {children ? <div className="text-ink-muted">{children}</div> : null}
        {requestId ? <p className="font-mono text-xs text-ink-muted break-id">Request {requestId}</p> : null}
      </div>
      {retry}
    </div>
  );
}
