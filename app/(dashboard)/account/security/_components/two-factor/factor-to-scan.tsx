import { Moment } from "@/components/product/moment";
import { LinkButton } from "@/components/ui/actions/link-button";
import { CopyValue } from "@/components/ui/actions/copy-value";
import type { TwoFactorView } from "@/lib/accounts/two-factor/get-two-factor";
import { shownSecret } from "@/lib/accounts/rules/two-factor";

type FactorToScanProps = {
  readonly factor: Extract<TwoFactorView, { readonly state: "pending" }>;
  readonly zone: string;
};

/** The secret in all its forms: to scan, to open on this device, to type. */
export function FactorToScan({ factor, zone }: FactorToScanProps) {
  const { qr, secret, uri, until } = factor;
  // Scanners need an empty margin of four squares, and dark squares on a light ground in every theme.
  const margin = 4;
  const side = qr.size + 2 * margin;
  return (
    <div className="flex min-w-0 flex-wrap items-start gap-x-6 gap-y-4">
      <svg
        role="img"
        aria-label="QR code for your authenticator app"
        viewBox={`${-margin} ${-margin} ${side} ${side}`}
        shapeRendering="crispEdges"
        className="w-48 shrink-0 rounded-md border border-line"
      >
        <rect x={-margin} y={-margin} width={side} height={side} fill="white" />
        <path d={qr.path} fill="black" />
      </svg>
      <div className="flex min-w-0 flex-1 basis-56 flex-col items-start gap-3">
        <p>Scan the QR code with your authenticator app, or enter this secret there:</p>
        <CopyValue value={secret} label="secret" mono>
          {shownSecret(secret)}
        </CopyValue>
        <LinkButton href={uri} external size="small">
          Open an app on this device
        </LinkButton>
        <p className="text-sm text-ink-muted">
          Finish by <Moment at={until} zone={zone} show="time" />. After that, the secret is forgotten.
        </p>
      </div>
    </div>
  );
}
