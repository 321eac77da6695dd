import { TextLink } from "@/components/ui/actions/text-link";
import { FigureStrip } from "@/components/ui/data/figure-strip";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { lastVerified } from "@/lib/ledger/verifications/latest-verification";
import { getHealth } from "@/lib/operator/get-health";
import { changedDrafts } from "./changed-drafts";
import { type HealthFigure, healthFigures } from "./health-figures";

const label = "State of the installation";

/** The state of the installation: all figures, or in one line only those with a problem. */
export async function HealthStrip({ isFull }: { readonly isFull: boolean }) {
  const [verified, health, formats, drafts] = await Promise.all([
    lastVerified(),
    getHealth(),
    viewerFormats(),
    changedDrafts(),
  ]);
  const figures = healthFigures({ verified, health, drafts, formats });
  return isFull ? <FigureStrip label={label} figures={figures} /> : <Problems figures={figures} />;
}

function Problems({ figures }: { readonly figures: readonly HealthFigure[] }) {
  const failing = figures.filter(({ problems }) => problems.length > 0);
  return (
    <ul aria-label={label} className="flex flex-wrap gap-x-4 gap-y-1 border-y border-line py-2 text-sm">
      {failing.length === 0 ? <li className="text-ink-muted">All in order</li> : null}
      {failing.map((figure) => (
        <li key={figure.label}>
          <Name figure={figure} /> <span className="text-danger">{figure.problems.join(", ")}</span>
        </li>
      ))}
    </ul>
  );
}

function Name({ figure: { label: name, href } }: { readonly figure: HealthFigure }) {
  return href === undefined ? name : <TextLink href={href}>{name}</TextLink>;
}
