import { longText, Sample, sampleHref } from "@/app/gallery/_components/sample";
import { FigureStrip } from "@/components/ui/data/figure-strip";

export function FigureStripSamples() {
  return (
    <>
      <Sample state="Figures">
        <FigureStrip
          label="Credits"
          figures={[
            { label: "Available", value: "$10.99", exact: "$10.9998175" },
            { label: "Held", value: "$0.00" },
            { label: "This month", value: "$7.69", note: "▼ 19%" },
            { label: "Failed", value: "1.2%", note: "▲ 0.3 points", tone: "danger" },
          ]}
        />
      </Sample>
      <Sample state="Links, one chosen">
        <FigureStrip
          label="Totals"
          figures={[
            { label: "Spend", value: "$10.85", href: sampleHref, current: true },
            { label: "Requests", value: "12,049", href: sampleHref },
          ]}
        />
      </Sample>
      <Sample state="Long text">
        <FigureStrip
          label="Long"
          figures={[{ label: longText, value: "$9,223,372,036.854775807", note: longText }]}
        />
      </Sample>
    </>
  );
}
