import { longText, Sample } from "@/app/gallery/_components/sample";
import { FigureCard } from "@/components/ui/data/figure-card";
import { Columns } from "@/components/ui/layout/stack";

export function FigureCardSamples() {
  return (
    <>
      <Sample state="Default, by tone of the change">
        <Columns of={3}>
          <FigureCard
            label="Spend"
            value="$0.97"
            exact="$0.972318604"
            change={{ text: "+12% vs. previous 7 days" }}
          />
          <FigureCard
            label="Requests"
            value="1,204"
            change={{ text: "+40% vs. previous 7 days", tone: "positive" }}
          />
          <FigureCard
            label="Errors"
            value="31"
            change={{ text: "+3% vs. previous 7 days", tone: "danger" }}
          />
        </Columns>
      </Sample>
      <Sample state="Empty">
        <FigureCard label="Latency, p95" value="–" note="No data for this period" />
      </Sample>
      <Sample state="Long text">
        <FigureCard label={longText} value="$9,223,372,036.854775807" note={longText} />
      </Sample>
    </>
  );
}
